import { expect, test } from 'vitest';
import type { Drawn, Run } from '../../api/dossier';
import { bins, cumulative, endUses } from './compare';

const drawn = (draws: number, histogram: [number, number][]) => ({ draws, histogram: histogram.map(([from, count]) => ({ from, below: from + 10, count })) }) as Drawn;

test('two distributions share their bins, each in its own share', () => {
  expect(bins(drawn(10, [[-10, 1], [0, 9]]), drawn(100, [[0, 60], [10, 40]]))).toEqual([
    { from: -10, below: 0, without: 0.1, with: 0 }, { from: 0, below: 10, without: 0.9, with: 0.6 }, { from: 10, below: 20, without: 0, with: 0.4 },
  ]);
});

test('uses that one run lacks are nothing there; carriers of one use are one', () => {
  const run = (...uses: [string, string, number][]) => ({ end_uses: uses.map(([end_use, carrier, energy_kwh]) => ({ end_use, carrier, energy_kwh })) }) as Run;
  expect(endUses([run(['heating', 'gas', 5], ['heating', 'electricity', 2]), run(['cooling', 'electricity', 3])])).toEqual([
    { use: 'heating', kwh: [7, 0] }, { use: 'cooling', kwh: [0, 3] },
  ]);
});

test('what is left grows year by year', () => expect(cumulative([-10, 4, 4, 4])).toEqual([-10, -6, -2, 2]));
