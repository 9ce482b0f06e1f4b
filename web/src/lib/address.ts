/** Filters that stay in the address, so that a list can be sent to a colleague as it is seen. */

/** The filters of `names` that the address has. */
export function readFilters<Name extends string>(search: URLSearchParams, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search.get(name);
    if (value !== null && value !== '') found[name] = value;
  }
  return found;
}

/** The address with `changes`; an empty value takes a filter out. */
export function writeFilters(search: URLSearchParams, changes: Record<string, string | undefined>): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
