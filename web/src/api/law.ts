/** The law in force, item by item, and what a reform of it would change. */

import { queryOptions } from '@tanstack/react-query';
import type { Both } from '../lib/lang';
import { answered, api, type Schema } from './client';
import type { VerdictKind } from '../ui/verdict';

export type Law = Schema['LawKnown'];
export type LawItem = Schema['LawItem'];
export type Parameter = Schema['ParameterKnown'];

export function lawQuery(scheme: string | undefined, on: string | undefined) {
  return queryOptions({
    queryKey: ['law', scheme, on],
    queryFn: () => answered(api.GET('/api/v1/schemes/law', { params: { query: { scheme: scheme ?? '', ...(on !== undefined && { on }) } } })),
    enabled: scheme !== undefined,
    staleTime: 60_000,
  });
}

export type Sums = { cases: number; met: number; not_met: number; undetermined: number; amount: number; amount_if_met: number };

/** Who gains and who loses, in minor units; `classes` by the size of the change, the largest loss first. */
export type Moves = { winners: number; losers: number; same: number; undetermined: number; gains: number; losses: number; classes: number[] };

export type Side = { verdict: Exclude<VerdictKind, 'not_applicable'>; amount_if_met?: number };

export type Moved = { id: string; name?: string; groups: string[]; before: Side; after: Side; clauses: [clause: string, from: string, to: string][] };

export type Totals = { all: Sums; clauses: Record<string, Record<VerdictKind, number>>; groups: Record<string, Record<string, Sums>> };

export type Sweep = {
  axes: { name: string; label: Both; unit: Both; today?: string | null }[];
  cells: { values: string[]; sums: Sums }[];
};

/** What a `reform` job came to. */
export type Reformed = {
  scheme: string;
  version: string;
  version_name: Both;
  on: string;
  rows: number;
  before: Totals;
  reform: {
    changes: { name: string; label: Both; before: Both; after: Both }[];
    after: Totals;
    change: { decided: Moves; if_met: Moves; groups: Record<string, Moves>[]; clauses: { clause: string; from: string; to: string; cases: number }[]; by_amount_alone: number };
    group_columns: string[];
    clause_labels: Record<string, Both>;
    moved: Moved[];
  };
  sweep?: Sweep | null;
  inputs: Record<string, { name: string; sha256: string }>;
};
