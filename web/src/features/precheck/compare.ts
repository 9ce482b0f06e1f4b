/** Packages side by side, from a dossier. Money in fen, carbon in grams, energy in kWh a year. */

import type { Dossier, Drawn, PackageMoney, PackageResult, Range, Run } from '../../api/dossier';
import type { Both } from '../../lib/lang';

export type Compared = {
  id: string;
  name: Both;
  recommended: boolean;
  result: PackageResult;
  money: PackageMoney | undefined;
  measures: Both[];
  /** Final energy at the site, PV not counted: what the rules are asked with. */
  saving_percent: number | undefined;
  investment: Range;
  npv: Range | null;
  npv_with: number | undefined;
  payback_years: number | null | undefined;
  payback_with_years: number | null | undefined;
};

const METHOD = 'site_energy';

export function compared(dossier: Dossier): Compared[] {
  return (dossier.appraisal?.packages ?? []).map((result) => {
    const money = dossier.money.find((one) => one.package === result.id);
    const indicators = money?.statement.indicators;
    const names = new Map(money?.plan.investments.map((one) => [one.id, one.name]));
    return {
      id: result.id,
      name: result.name,
      recommended: result.id === dossier.recommended,
      result,
      money,
      measures: result.measures.map(({ measure }) => names.get(measure) ?? { zh: measure, en: measure.replaceAll('_', ' ') }),
      saving_percent: result.saving_rates.find((one) => one.method === METHOD)?.rate_percent,
      investment: result.investment,
      npv: result.npv,
      npv_with: indicators?.with_subsidy.npv,
      payback_years: indicators?.project.simple_payback_years,
      payback_with_years: indicators?.with_subsidy.simple_payback_years,
    };
  });
}

/** What is left after each year. */
export function cumulative(years: readonly number[]): number[] {
  let sum = 0;
  return years.map((year) => (sum += year));
}

/** Energy by end use, in the order of the first run; of all runs on one scale. */
export function endUses(runs: readonly Run[]): { use: string; kwh: number[] }[] {
  const uses = [...new Set(runs.flatMap((run) => run.end_uses.map((one) => one.end_use)))];
  return uses.map((use) => ({ use, kwh: runs.map((run) => run.end_uses.filter((one) => one.end_use === use).reduce((sum, one) => sum + one.energy_kwh, 0)) }));
}

export type Bin = { from: number; below: number; without: number; with: number };

/** Two distributions in the same bins, as shares of the draws. */
export function bins(without: Drawn, with_subsidy: Drawn): Bin[] {
  const all = new Map<number, Bin>();
  const add = (drawn: Drawn, which: 'without' | 'with') => {
    for (const { from, below, count } of drawn.histogram) {
      const bin = all.get(from) ?? { from, below, without: 0, with: 0 };
      bin[which] += count / drawn.draws;
      all.set(from, bin);
    }
  };
  add(without, 'without');
  add(with_subsidy, 'with');
  return [...all.values()].sort((a, b) => a.from - b.from);
}
