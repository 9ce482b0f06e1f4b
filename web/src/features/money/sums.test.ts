import { expect, test } from 'vitest';
import type { Schema } from '../../api/client';
import { DIVIDED, sums } from './sums';

test('the appropriation is divided without a rest', () => {
  const row: Schema['BoardWire'] = {
    programme: 'p', year: 2024, district: 'xicheng', project_kind: 'old_plant',
    appropriated: 1_000_000_000, available: 726_296_297, reserved: 0, committed: 0, pending: 0, disbursed: 223_703_703, receivable: 0, returned: 40_000_000, written_off: 10_000_000,
  };
  const total = sums([row, row]);
  expect(total.appropriated).toBe(2_000_000_000);
  expect(DIVIDED.reduce((sum, bucket) => sum + total[bucket], 0)).toBe(total.appropriated);
});
