/** An area as it is drawn: corners, one after the other. */

import type { LonLat } from './points';

export type Corners = readonly LonLat[];

/** The outline as GeoJSON, closed, corners anticlockwise (RFC 7946). */
export function polygon(corners: Corners): { type: 'Polygon'; coordinates: LonLat[][] } {
  const turned = signedArea(corners) < 0 ? [...corners].reverse() : [...corners];
  return { type: 'Polygon', coordinates: [[...turned, ...turned.slice(0, 1)]] };
}

function signedArea(corners: Corners): number {
  return corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
}

/** Whether the outline is an area: three corners or more, and no side meets another. */
export function isArea(corners: Corners): boolean {
  return corners.length >= 3 && signedArea(corners) !== 0 && !isCrossed(corners);
}

export function isCrossed(corners: Corners): boolean {
  const sides = corners.map((corner, i) => [corner, corners[(i + 1) % corners.length] ?? corner] as const);
  return sides.some((one, i) => sides.some((other, j) => j > i + 1 && !(i === 0 && j === sides.length - 1) && meet(one, other)));
}

type Side = readonly [LonLat, LonLat];

function meet([a, b]: Side, [c, d]: Side): boolean {
  const turn = (p: LonLat, q: LonLat, r: LonLat) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}
