/** Reads the places of spaces apart from the page: hundreds of thousands are megabytes of text. */

import { middleOf, pointsOf, type LonLat, type MapRow, type Points } from './points';

export type Asked = { id: number; query: string; districts?: string[] };
export type Label = { text: string; at: LonLat };
export type Told = { id: number; points: Points; labels: Label[] } | { id: number; status: number; body: unknown };

type Answer = { kinds: string[]; spaces: MapRow[] };

async function read(query: string): Promise<Answer> {
  const answer = await fetch(`/api/v1/spaces/map?${query}`, { headers: { accept: 'application/json' } });
  const body: unknown = await answer.json().catch(() => null);
  // eslint-disable-next-line @typescript-eslint/only-throw-error
  if (!answer.ok) throw { status: answer.status, body };
  return body as Answer;
}

/** Where the name of each district goes: amid its spaces. */
async function labels(districts: readonly string[]): Promise<Label[]> {
  const found: Label[] = [];
  for (const text of districts) {
    const at = middleOf((await read(new URLSearchParams({ district: text }).toString())).spaces);
    if (at) found.push({ text, at });
  }
  return found;
}

self.addEventListener('message', (event: MessageEvent<Asked>) => {
  const { id, query, districts } = event.data;
  const work = async () => {
    const { spaces, kinds } = await read(query);
    const points = pointsOf(spaces, kinds);
    return { told: { id, points, labels: await labels(districts ?? []) }, moved: [points.starts.buffer, points.xy.buffer, points.kind.buffer] };
  };
  work().then(
    ({ told, moved }) => self.postMessage(told, { transfer: moved }),
    (cause: unknown) => self.postMessage({ id, status: 0, body: null, ...(cause as object) }),
  );
});
