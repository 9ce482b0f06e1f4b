/** What a job tells, as pairs; lines about files of the server's own machine are left out: they are offered as downloads. */
export function gist(told: string): [name: string, value: string][] {
  return told.split('\n').flatMap((line) => {
    const [, name, value] = /^(.*?\S)\s{2,}(.*)$/.exec(line) ?? /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || value === '' || /\/jobs\/[0-9a-f]{8,}/.test(value)) return [];
    return [[name, value]];
  });
}
