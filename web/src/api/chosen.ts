/** What a `choose` job came to. Money in fen, carbon in grams a year. */

import type { Both } from '../lib/lang';

export type Totals = {
  projects: number;
  conditional: number;
  cost_fen: number;
  co2e_g: number;
  co2e_unknown: number;
  floor_area_m2: number;
  /** Proven distance from the best, as a share. */
  gap: number;
  budget_fen: number;
};

export type Picked = { id: string; package: string; district: string | null; cost_fen: number; co2e_g_per_year: number | null; conditional: boolean };

export type LeftOut = { id: string; package: string; reason: Both };

export type Chosen = { chosen: Totals; projects: Picked[]; left_out: LeftOut[] };
