/** All about one building, as `appraise_space` and `precheck` jobs tell it. Money in fen, carbon in grams. */

import type { Both } from '../lib/lang';
import type { Schema } from './client';
import type { Decision } from './decision';

export type Range = { low: number; likely: number; high: number };

export type Use = { end_use: string; carrier: string; energy_kwh: number };

export type Run = {
  end_uses: Use[];
  site_energy_kwh: number;
  operating_carbon: number | null;
  energy_bill: number | null;
  hours_outside_comfort_h: number;
};

export type PackageResult = {
  id: string;
  name: Both;
  measures: { measure: string; cost: Range; assumed: boolean }[];
  after: Run;
  saving_rates: { method: string; rate_percent: number }[];
  saved_kwh: number;
  carbon_saved: number | null;
  bill_saving: number | null;
  assumed_share: number | null;
  investment: Range;
  npv: Range | null;
};

export type Indicators = { npv: number; simple_payback_years: number | null };

export type PackageMoney = {
  package: string;
  plan: { life_years: number; discount_rate_percent: number; works_months: number; investments: { id: string; name: Both }[] };
  statement: { project: number[]; with_subsidy: number[]; indicators: { project: Indicators; with_subsidy: Indicators } };
  decision: Decision | null;
  grant: number | null;
  grant_is_conditional: boolean;
};

export type Share = { share: number; low_share: number; high_share: number };

export type Drawn = {
  draws: number;
  mean: { value: number; low: number; high: number };
  loss: Share;
  quantiles: { at_percent: number; value: number }[];
  histogram: { from: number; below: number; count: number }[];
};

export type Dossier = {
  id: string;
  name: string | null;
  scope: Both;
  recommended: string | null;
  odds: {
    profile?: { with_subsidy: Drawn | null; without_subsidy: Drawn; inputs: string; seed: number } | null;
    judgement: { verdict: string; headline: Both; grounds: Both[]; missing: Both[]; what_to_change: { what: Both }[] };
  };
  search: { combinations: number; heat_balances: number } | null;
  appraisal: {
    floor_area_m2: number;
    baseline: Run;
    packages: PackageResult[];
    grounds: {
      model: string;
      weather: string;
      sources: { key: string; value: string; source: { origin: string; mark: Schema['Mark'] } }[];
      assumptions: { key: string; source: { origin: string; mark: Schema['Mark'] } }[];
      stamps: Both[];
    };
  } | null;
  money: PackageMoney[];
};
