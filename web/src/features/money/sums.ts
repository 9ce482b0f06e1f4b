/** Sums of a budget board. */

import type { Schema } from '../../api/client';

type Row = Schema['BoardWire'];

export const BUCKETS = ['appropriated', 'available', 'reserved', 'committed', 'pending', 'disbursed', 'receivable', 'returned', 'written_off'] as const;

export type Bucket = (typeof BUCKETS)[number];

export type Sums = Record<Bucket, number>;

export function sums(rows: readonly Row[]): Sums {
  const total = Object.fromEntries(BUCKETS.map((bucket) => [bucket, 0])) as Sums;
  for (const row of rows) for (const bucket of BUCKETS) total[bucket] += row[bucket];
  return total;
}

/** The buckets into which the appropriation is divided; pending is a part of committed. */
export const DIVIDED = ['disbursed', 'committed', 'reserved', 'available', 'receivable', 'returned', 'written_off'] as const satisfies readonly Bucket[];
