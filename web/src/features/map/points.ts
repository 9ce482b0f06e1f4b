/** Places of spaces as a map draws and finds them: web Mercator, 0 to 1 over the world. */

export type LonLat = readonly [lon: number, lat: number];

/** Every space with a known place. Coordinates are offsets from `origin`, so that 32 bits hold a metre. */
export type Points = {
  count: number;
  /** Ids, each followed by a line break, and where each begins. */
  ids: string;
  starts: Uint32Array;
  origin: [x: number, y: number];
  xy: Float32Array;
  kinds: string[];
  /** Place among `kinds`, −1 where it is not known. */
  kind: Int16Array;
  /** Spaces of each of `kinds`, and last those of none. */
  counts: number[];
  /** South-west and north-east of all but the farthest outliers; null of none. */
  bounds: [LonLat, LonLat] | null;
};

/** A row of `/api/v1/spaces/map`: id, longitude, latitude, place of its kind, floor area. */
export type MapRow = readonly [id: string, lon: number, lat: number, kind: number, area_m2: number];

export function mercator([lon, lat]: LonLat): [x: number, y: number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

export function lonLat([x, y]: readonly [number, number]): [lon: number, lat: number] {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

export function pointsOf(rows: readonly MapRow[], kinds: string[]): Points {
  const first = rows[0];
  const origin = first === undefined ? ([0.5, 0.5] as [number, number]) : mercator([first[1], first[2]]);
  const points: Points = { count: rows.length, ids: '', starts: new Uint32Array(rows.length), origin, xy: new Float32Array(rows.length * 2), kinds, kind: new Int16Array(rows.length), counts: Array.from(kinds, () => 0), bounds: null };
  points.counts.push(0);
  const ids: string[] = [];
  let start = 0;
  rows.forEach(([id, lon, lat, kind], i) => {
    const [x, y] = mercator([lon, lat]);
    points.xy[2 * i] = x - origin[0];
    points.xy[2 * i + 1] = y - origin[1];
    points.kind[i] = kind;
    const group = kind < 0 ? kinds.length : kind;
    points.counts[group] = (points.counts[group] ?? 0) + 1;
    points.starts[i] = start;
    ids.push(id);
    start += id.length + 1;
  });
  points.ids = ids.length === 0 ? '' : `${ids.join('\n')}\n`;
  points.bounds = boundsOf(points);
  return points;
}

export function idAt(points: Points, i: number): string {
  return points.ids.slice(points.starts[i], (points.starts[i + 1] ?? points.ids.length) - 1);
}

/** The place of an id among the points; −1 if it has none. */
export function indexOf(points: Points, id: string): number {
  const at = points.ids.startsWith(`${id}\n`) ? 0 : points.ids.indexOf(`\n${id}\n`) + 1;
  if (at === 0 && !points.ids.startsWith(`${id}\n`)) return -1;
  let [low, high] = [0, points.count - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((points.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Longitude and latitude of a point. */
export function placeOf(points: Points, i: number): [lon: number, lat: number] {
  return lonLat([(points.xy[2 * i] ?? 0) + points.origin[0], (points.xy[2 * i + 1] ?? 0) + points.origin[1]]);
}

/** The point nearest to a place, if one is within `reach` (in units of the world). */
export function nearest(points: Points, place: LonLat, reach: number): number {
  const [x, y] = mercator(place);
  const [dx, dy] = [x - points.origin[0], y - points.origin[1]];
  let [best, least] = [-1, reach * reach];
  for (let i = 0; i < points.count; i += 1) {
    const far = ((points.xy[2 * i] ?? 0) - dx) ** 2 + ((points.xy[2 * i + 1] ?? 0) - dy) ** 2;
    if (far <= least) [best, least] = [i, far];
  }
  return best;
}

/** Points of which one may be lost far away without deciding what is seen. */
const MANY = 1_000;

/** The box around all points; around many, but half a percent on each side. */
export function boundsOf(points: Pick<Points, 'count' | 'xy' | 'origin'>): [LonLat, LonLat] | null {
  if (points.count === 0) return null;
  const cut = points.count < MANY ? 0 : Math.floor(points.count / 200);
  const axis = (of: 0 | 1) => {
    const values = new Float32Array(points.count);
    for (let i = 0; i < points.count; i += 1) values[i] = points.xy[2 * i + of] ?? 0;
    values.sort();
    return [values[cut] ?? 0, values[points.count - 1 - cut] ?? 0] as const;
  };
  const [[west, east], [north, south]] = [axis(0), axis(1)];
  const [x, y] = points.origin;
  return [lonLat([west + x, south + y]), lonLat([east + x, north + y])];
}

/** The middle of points: the median of both axes. */
export function middleOf(rows: readonly MapRow[]): LonLat | null {
  if (rows.length === 0) return null;
  const median = (of: 1 | 2) => rows.map((row) => row[of]).sort((a, b) => a - b)[rows.length >> 1] ?? 0;
  return [median(1), median(2)];
}
