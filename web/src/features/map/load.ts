/** Points of a filter, read by a worker. */

import { queryOptions } from '@tanstack/react-query';
import { loggedInAgain } from '../../api/again';
import type { SpaceFilter } from '../../api/queries';
import { DeskError, readProblem, unreachable } from '../../lib/problem';
import type { Points } from './points';
import type { Asked, Label, Told } from './points.worker';

export type Placed = { points: Points; labels: Label[] };

let worker: Worker | null = null;
let last = 0;

async function ask(query: string, districts: string[]): Promise<Placed> {
  worker ??= new Worker(new URL('./points.worker.ts', import.meta.url), { type: 'module' });
  const [own, id] = [worker, (last += 1)];
  const told = await new Promise<Told>((resolve) => {
    const hear = (event: MessageEvent<Told>) => {
      if (event.data.id !== id) return;
      own.removeEventListener('message', hear);
      resolve(event.data);
    };
    own.addEventListener('message', hear);
    own.postMessage({ id, query, districts } satisfies Asked);
  });
  if ('points' in told) return told;
  if (told.status === 0) throw new DeskError(unreachable());
  if (told.status !== 401) throw new DeskError(readProblem(told.status, told.body));
  await loggedInAgain();
  return ask(query, districts);
}

/** The places of the spaces that `filter` lets through; the names of `districts` amid theirs. */
export const placesQuery = (filter: SpaceFilter, districts: string[] = []) =>
  queryOptions({
    queryKey: ['spaces', 'places', filter, districts],
    queryFn: () => {
      const query = Object.entries(filter).map(([name, value]) => [name, String(value)]);
      return ask(new URLSearchParams(query).toString(), districts);
    },
    staleTime: 5 * 60_000,
    // Arrays of megabytes: nothing is gained by comparing them member by member.
    structuralSharing: false,
  });
