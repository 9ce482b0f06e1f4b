import { expect, test } from 'vitest';
import type { Chosen, Picked } from '../../api/chosen';
import { byDistrict, found, leftOut, merged, workOf } from './ask';

const picked = (id: string, district: string | null, cost_fen: number): Picked => ({ id, package: 'light', district, cost_fen, co2e_g_per_year: 1, conditional: true });
const chosen = (projects: Picked[]): Chosen => ({ projects, left_out: [], chosen: { projects: projects.length, conditional: 0, cost_fen: 0, co2e_g: 0, co2e_unknown: 0, floor_area_m2: 0, gap: 0, budget_fen: 0 } });

test('sums are typed in yuan and asked in fen; what is no sum is named', () => {
  expect(workOf({ budget: '500,000,000', aim: 'co2e', ceilings: { 朝阳区: '1.05' } })).toEqual({ kind: 'choose', budget: 50_000_000_000, aim: 'co2e', ceilings: { 朝阳区: 105 } });
  expect(workOf({ budget: '五亿', aim: 'co2e', ceilings: { 朝阳区: '', 西城区: '1' } })).toEqual({ wrong: ['budget', '朝阳区'] });
});

test('two runs: what only one has comes first', () => {
  const rows = merged(chosen([picked('x', null, 1), picked('y', null, 5)]), chosen([picked('y', null, 4), picked('z', null, 3)]));
  expect(rows.map((row) => [row.id, row.in, row.cost_fen, row.cost_b_fen])).toEqual([['z', 'b', 3, undefined], ['x', 'a', 1, undefined], ['y', 'ab', 5, 4]]);
  expect(merged(chosen([picked('x', null, 1)]), undefined).map((row) => row.in)).toEqual(['a']);
});

test('districts by money, and those with a ceiling that get nothing', () => {
  expect(byDistrict(chosen([picked('x', '朝阳区', 1), picked('y', '朝阳区', 2), picked('z', null, 9)]), { 朝阳区: 10, 西城区: 5 })).toEqual([
    { district: null, projects: 1, cost_fen: 9 }, { district: '朝阳区', projects: 2, cost_fen: 3, ceiling_fen: 10 }, { district: '西城区', projects: 0, cost_fen: 0, ceiling_fen: 5 },
  ]);
});

test('a space is found by a part of its id', () => {
  const out = ['SYN-1', 'PUB-2'].map((id) => ({ id, package: 'p', reason: { zh: '', en: '' } }));
  expect(found(out, 'pub').map((one) => one.id)).toEqual(['PUB-2']);
  expect(found(out, ' ')).toHaveLength(2);
});

test('other packages of a chosen project are not left out', () => {
  const reason = { zh: '', en: '' };
  const run = { ...chosen([picked('x', null, 1)]), left_out: [{ id: 'x', package: 'p', reason }, { id: 'y', package: 'p', reason }] };
  expect(leftOut(run).map((one) => one.id)).toEqual(['y']);
});
