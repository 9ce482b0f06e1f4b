/** What the links of the chain keep of a space. Money in fen, carbon in grams. */

import type { Schema } from '../../api/client';
import type { Both } from '../../lib/lang';
import type { VerdictKind } from '../../ui/verdict';

export type Source = { origin: string; date?: string; mark: Schema['Mark'] };
type Sourced = { value: Both; source: Source };

export type Hit = {
  criterion: string;
  title: Both;
  verdict: VerdictKind;
  findings: { what: Both; value: Sourced | null; threshold: Sourced | null; verdict: VerdictKind }[];
  missing: Both[];
  source: Source | null;
};

export type Offer = {
  package: string;
  saving_rate_percent: number | null;
  saving_method: Both;
  investment: number;
  investment_high?: number | null;
  npv?: number | null;
  carbon_saved: number | null;
};

export type RuledOffer = {
  package: string | null;
  verdict: VerdictKind;
  amount: number | null;
  amount_if_met: number | null;
  unconfirmed: boolean;
  missing: string[];
};

export type Found = {
  screening?: { hits: Hit[] };
  appraisal?: { offers: Offer[]; fault?: Both };
  decision?: { offers: RuledOffer[]; leading: number };
};
