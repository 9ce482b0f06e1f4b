import { expect, test } from 'vitest';
import type { Schema } from '../../api/client';
import { joined, ledgerAddress, totals, type Count } from './groups';

const count = (key: string, spaces: number): Count => ({ key, spaces, gross_floor_area_m2: spaces * 100, area_unknown: 1, place_unknown: 0 });
const application = (district: string, investment: number, award?: number) => ({ district, project_kind: 'old_plant', investment, award }) as unknown as Schema['ApplicationRow'];
const line = (district: string, appropriated: number, disbursed: number) => ({ district, project_kind: 'old_plant', appropriated, disbursed }) as unknown as Schema['BoardWire'];

test('codes of programmes meet the names of the ledger; a district without spaces is told too', () => {
  const rows = joined('district', [count('东城区', 2), count('西城区', 5)], [application('xicheng', 10, 3), application('xicheng', 5), application('pinggu', 7)], [line('xicheng', 100, 40)]);
  expect(rows.map(({ key, spaces, applications, investment, award, paid }) => [key, spaces, applications, investment, award, paid])).toEqual([
    ['西城区', 5, 2, 15, 3, 40], ['东城区', 2, 0, 0, 0, 0], ['pinggu', 0, 1, 7, 0, 0],
  ]);
  expect(totals(rows)).toEqual({ spaces: 7, gross_floor_area_m2: 700, area_unknown: 2, place_unknown: 0, applications: 3, investment: 22, award: 3, appropriated: 100, paid: 40 });
});

test('what is not known of streets is not nothing', () => {
  expect(totals(joined('street', [count('右安门街道', 2)], [application('xicheng', 1)], []))).toEqual({ spaces: 2, gross_floor_area_m2: 200, area_unknown: 1, place_unknown: 0 });
});

test('a number leads to its rows', () => {
  expect(ledgerAddress('street', { ...count('右安门街道', 2), id: 'x', district: '西城区' }, { kind: 'plant' })).toBe(`/ledger?${new URLSearchParams({ kind: 'plant', district: '西城区', street: '右安门街道' }).toString()}`);
});
