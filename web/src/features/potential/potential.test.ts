import { expect, test } from 'vitest';
import { idAt, placeOf, pointsOf } from '../map/points';
import { cornersOf, within } from './potential';

test('points of an area are those of the ledger, at the same places', () => {
  const all = pointsOf([['a', 116, 40, 0, 0], ['bb', 116.1, 40.1, 1, 0], ['c', 116.2, 40.2, -1, 0]], ['office', 'plant']);
  const some = within(all, [2, 1]);
  expect([idAt(some, 0), idAt(some, 1)]).toEqual(['c', 'bb']);
  expect(placeOf(some, 1)).toEqual(placeOf(all, 1));
  expect([...some.kind]).toEqual([-1, 1]);
});

test('corners are those that were drawn', () => {
  const drawn = JSON.stringify({ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] });
  expect(cornersOf({ kind: 'potential', area: { drawn }, on: '2026-01-01' })).toEqual([[0, 0], [1, 0], [1, 1]]);
  expect(cornersOf({ kind: 'potential', area: { drawn: 'x' }, on: '2026-01-01' })).toEqual([]);
  expect(cornersOf({ kind: 'potential', area: 'everything', on: '2026-01-01' })).toEqual([]);
});
