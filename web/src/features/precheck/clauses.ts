/** The order in which clauses are read: what stands in the way first. */

import type { Clause } from '../../api/decision';

export type Sorted = { open: Clause[]; met: Clause[]; beside: Clause[] };

/** Gating clauses that are not met or open, those that are met, and those on which nothing depends. */
export function sorted(clauses: readonly Clause[]): Sorted {
  const gating = clauses.filter((clause) => clause.gates && clause.verdict !== 'not_applicable');
  const of = (verdict: Clause['verdict']) => gating.filter((clause) => clause.verdict === verdict);
  return {
    open: [...of('not_met'), ...of('undetermined')],
    met: of('met'),
    beside: clauses.filter((clause) => !gating.includes(clause)),
  };
}
