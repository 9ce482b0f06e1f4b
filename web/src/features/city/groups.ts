/** The city by groups: spaces of the ledger beside applications and money. */

import type { Schema } from '../../api/client';
import { districtCode } from '../../lib/places';

export const GROUPS = ['district', 'street', 'kind', 'project_kind'] as const;

export type By = (typeof GROUPS)[number];

/** A group of spaces as the desk counts it. */
export type Count = Schema['SpaceCount'];

export type Row = Count & { id: string; applications?: number; investment?: number; award?: number; appropriated?: number; paid?: number; code?: string };

export type Sums = Omit<Row, 'id' | 'key' | 'district' | 'code'>;

/** Rows with what applications and budget say of the same group; they know districts and kinds of projects. */
export function joined(by: By, counts: readonly Count[], applications: readonly Schema['ApplicationRow'][] | undefined, board: readonly Schema['BoardWire'][] | undefined): Row[] {
  const rows: Row[] = counts.map((count) => ({ ...count, id: `${count.district ?? ''} ${count.key ?? ''}` }));
  if (by === 'street' || by === 'kind') return rows.sort(most);
  const codes = [...new Set([...(applications ?? []), ...(board ?? [])].map((one) => (by === 'district' ? one.district : one.project_kind)))];
  const codeOf = (key: string | null | undefined) => (by === 'district' ? districtCode(key ?? undefined, codes) : codes.find((code) => code === key));
  const of = <T extends { district: string; project_kind: string }>(all: readonly T[], code: string | undefined) => all.filter((one) => one[by] === code);
  const filled = (row: Row, code: string | undefined): Row => ({
    ...row,
    ...(code !== undefined && { code }),
    ...(applications && { applications: of(applications, code).length, investment: sum(of(applications, code), (one) => one.investment), award: sum(of(applications, code), (one) => one.award ?? 0) }),
    ...(board && { appropriated: sum(of(board, code), (one) => one.appropriated), paid: sum(of(board, code), (one) => one.disbursed) }),
  });
  const found = new Set(counts.map((count) => codeOf(count.key)));
  // A district that has applications and no space in the ledger is told, not dropped.
  const beside = codes.filter((code) => !found.has(code)).map((code) => filled({ id: code, key: code, spaces: 0, gross_floor_area_m2: 0, area_unknown: 0, place_unknown: 0 }, code));
  return [...rows.map((row) => filled(row, codeOf(row.key))), ...beside].sort(most);
}

const most = (a: Row, b: Row) => b.spaces - a.spaces || (a.key ?? '').localeCompare(b.key ?? '');

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

export function totals(rows: readonly Row[]): Sums {
  const all = (name: keyof Sums) => sum(rows, (row) => row[name] ?? 0);
  const known = (name: 'applications' | 'investment' | 'award' | 'appropriated' | 'paid') => (rows.some((row) => row[name] !== undefined) ? { [name]: all(name) } : {});
  return {
    spaces: all('spaces'), gross_floor_area_m2: all('gross_floor_area_m2'), area_unknown: all('area_unknown'), place_unknown: all('place_unknown'),
    ...known('applications'), ...known('investment'), ...known('award'), ...known('appropriated'), ...known('paid'),
  };
}

/** Where the rows of a group are listed. */
export function ledgerAddress(by: By, row: Row, within: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(within)) if (value !== undefined) search.set(name, value);
  if (row.district != null) search.set('district', row.district);
  if (row.key != null) search.set(by, row.key);
  return `/ledger?${search.toString()}`;
}
