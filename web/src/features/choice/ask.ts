/** What a choice is asked with, and two runs beside each other. */

import type { Chosen, LeftOut, Picked } from '../../api/chosen';
import type { Job, Work } from '../../api/jobs';
import { parseYuan } from '../../lib/money';

export type Aim = 'co2e' | 'floor_area';

/** As typed: sums in yuan. */
export type Asked = { budget: string; aim: Aim; ceilings: Record<string, string> };

export const START: Asked = { budget: '500000000', aim: 'co2e', ceilings: {} };

export type ChooseWork = Extract<Work, { kind: 'choose' }>;

export type Run = Job & { work: ChooseWork };

export function isRun(job: Job): job is Run {
  return job.work.kind === 'choose';
}

/** The work, or the sums that are none: `budget` or the name of a district. */
export function workOf(asked: Asked): ChooseWork | { wrong: string[] } {
  const budget = parseYuan(asked.budget);
  const ceilings = Object.entries(asked.ceilings).map(([district, typed]) => [district, parseYuan(typed)] as const);
  const wrong = [...(budget === null || budget === 0 ? ['budget'] : []), ...ceilings.filter(([, fen]) => fen === null).map(([district]) => district)];
  if (budget === null || wrong.length > 0) return { wrong };
  return { kind: 'choose', budget, aim: asked.aim, ceilings: Object.fromEntries(ceilings.map(([district, fen]) => [district, fen ?? 0])) };
}

export type Both = Picked & { in: 'a' | 'b' | 'ab'; cost_b_fen?: number };

/** Projects of two runs, those in one alone first, then by the money that they take. */
export function merged(a: Chosen, b: Chosen | undefined): Both[] {
  const of_b = new Map(b?.projects.map((one) => [one.id, one]));
  const rows: Both[] = a.projects.map((one) => {
    const other = of_b.get(one.id);
    return other ? { ...one, in: 'ab', cost_b_fen: other.cost_fen } : { ...one, in: 'a' };
  });
  const of_a = new Set(a.projects.map((one) => one.id));
  const only_b: Both[] = (b?.projects ?? []).filter((one) => !of_a.has(one.id)).map((one) => ({ ...one, in: 'b' }));
  return [...rows, ...only_b].sort((x, y) => Number(x.in === 'ab') - Number(y.in === 'ab') || y.cost_fen - x.cost_fen);
}

export type ByDistrict = { district: string | null; projects: number; cost_fen: number; ceiling_fen?: number };

/** Money by district, the most first; a district with a ceiling is told even where it gets nothing. */
export function byDistrict(chosen: Chosen, ceilings: Readonly<Record<string, number>>): ByDistrict[] {
  const found = new Map<string | null, ByDistrict>();
  for (const district of Object.keys(ceilings)) found.set(district, { district, projects: 0, cost_fen: 0, ceiling_fen: ceilings[district] ?? 0 });
  for (const one of chosen.projects) {
    const row = found.get(one.district) ?? { district: one.district, projects: 0, cost_fen: 0 };
    found.set(one.district, { ...row, projects: row.projects + 1, cost_fen: row.cost_fen + one.cost_fen });
  }
  return [...found.values()].sort((x, y) => y.cost_fen - x.cost_fen);
}

/** Packages of projects that were not chosen at all; that a chosen one's other packages were not is no news. */
export function leftOut(chosen: Chosen): LeftOut[] {
  const taken = new Set(chosen.projects.map((one) => one.id));
  return chosen.left_out.filter((one) => !taken.has(one.id));
}

/** Those left out whose id holds what is looked for. */
export function found(out: readonly LeftOut[], words: string): LeftOut[] {
  const wanted = words.trim().toLowerCase();
  return wanted === '' ? [...out] : out.filter((one) => one.id.toLowerCase().includes(wanted));
}
