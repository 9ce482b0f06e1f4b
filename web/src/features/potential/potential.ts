/** The result of a potential job. */

import type { Work } from '../../api/jobs';
import type { Both } from '../../lib/lang';
import type { Source } from '../ledger/found';
import type { Band } from '../map/colours';
import { boundsOf, type LonLat, type Points } from '../map/points';

export type BandTotal = { spaces: number; floor_area_m2: number; without_area: number };

export type Reason = {
  criterion: string;
  title: Both;
  aspect: string;
  value: { value: Both; source: Source } | null;
  points: number | null;
  weight: number;
  question: Both;
  source: Source;
};

export type SpacePotential = {
  id: string;
  band: Band;
  points: number | null;
  points_low_high: [number, number];
  known_weight_percent: number;
  stops: Reason[];
  questions: Reason[];
  reasons: Reason[];
};

export type AreaPotential = {
  area: Both;
  rules: Both;
  spaces: SpacePotential[];
  not_placed: string[];
  bands: Record<Band, BandTotal>;
  stops: { criterion: string; title: Both; stopped: BandTotal }[];
  questions: { criterion: string; question: Both; waiting: BandTotal; alone: BandTotal }[];
  key_points: Both[];
};

/** The corners of an area that was drawn as one outline; none of another. */
export function cornersOf(work: Work): LonLat[] {
  if (work.kind !== 'potential' || typeof work.area !== 'object' || !('drawn' in work.area)) return [];
  try {
    const shape = JSON.parse(work.area.drawn) as { type?: string; coordinates?: LonLat[][] };
    return shape.type === 'Polygon' ? (shape.coordinates?.[0] ?? []).slice(0, -1) : [];
  } catch {
    return [];
  }
}

/** The points at the places `at`, as points of their own. */
export function within(all: Points, at: readonly number[]): Points {
  const starts = new Uint32Array(at.length);
  const xy = new Float32Array(at.length * 2);
  const ids: string[] = [];
  let start = 0;
  at.forEach((from, to) => {
    const id = all.ids.slice(all.starts[from], (all.starts[from + 1] ?? all.ids.length) - 1);
    ids.push(id);
    starts[to] = start;
    start += id.length + 1;
    xy[2 * to] = all.xy[2 * from] ?? 0;
    xy[2 * to + 1] = all.xy[2 * from + 1] ?? 0;
  });
  const own = { count: at.length, xy, origin: all.origin };
  return { ...all, ...own, bounds: boundsOf(own), ids: ids.map((id) => `${id}\n`).join(''), starts, kind: Int16Array.from(at, (from) => all.kind[from] ?? -1) };
}
