/** Decisions under the rules as the desk tells them, with all that they were made from. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Both } from '../lib/lang';
import { answered, api, type Schema } from './client';

type Mark = Schema['Mark'];

export type Verdict = 'met' | 'not_met' | 'undetermined';

/** Where a parameter or a clause stands. */
export type Ground = {
  sources: string[];
  article: string;
  mark: Mark;
  from: string;
  checked_on: string | null;
  confirmed: { by: string; on: string; against: string } | null;
};

export type Source = { origin: string; date?: string | null; mark: Mark };

/** A step of a derivation; the last input of a `branch` is the alternative that was taken. */
export type Trace = {
  step: string;
  label: Both;
  name?: string;
  value: unknown;
  shown: Both;
  formula?: string;
  ground?: Ground;
  source?: Source;
  inputs?: Trace[];
};

export type Comparison = { value: Both; relation: string; threshold: Both; holds: boolean | null };

export type Input = { name: string; label: Both; shown: Both; ground?: Ground; source?: Source };

export type Clause = {
  id: string;
  kind: string;
  gates: boolean;
  text: Both;
  verdict: Verdict | 'not_applicable';
  provisional: boolean;
  comparisons: Comparison[];
  reason?: string;
  inputs: Input[];
  missing: string[];
  ground: Ground;
};

export type Missing = { name: string; what: Both; who: Both; needed_by: string[] };

export type Mode = { id: string; name: Both; amount_if_met: number | null; missing: string[]; ground: Ground; trace: Trace };

export type Decision = {
  scheme: string;
  scheme_name: Both;
  version: string;
  version_name: Both;
  document: string;
  draft: boolean;
  date: string;
  verdict: Verdict;
  amount: number | null;
  amount_if_met: number | null;
  amount_note: Both | null;
  mode: string | null;
  modes: Mode[];
  clauses: Clause[];
  missing: Missing[];
  unconfirmed: boolean;
  provisional: boolean;
  marks: Mark[];
};

export type Change = { name: string; label: Both; from_shown: Both; to_shown: Both; who: Both };

export type Nearest =
  | { outcome: 'not_refused' }
  | { outcome: 'change'; changes: Change[]; waits_until: string | null; is_least: boolean; verdict: Verdict; amount: number | null; amount_if_met: number | null; metric: Both }
  | { outcome: 'none'; stuck: { clause: string; text: Both }[]; why: Both }
  | { outcome: 'bound'; why: Both };

export type Explained = { decision: Decision; nearest_change?: Nearest | null };

/** A fact as a case states it. */
export type Stated = { value: string | number | boolean; origin: string; date: string };

/** What the rules say of facts that are stated; nothing is kept. */
export const decisionQuery = (scheme: string | undefined, facts: Record<string, Stated>) =>
  queryOptions({
    queryKey: ['decision', scheme, facts],
    queryFn: async () => {
      const answer = await answered<unknown>(api.POST('/api/v1/schemes/decision', { body: { scheme: scheme ?? '', facts }, parseAs: 'json' }));
      return answer as Explained;
    },
    enabled: scheme !== undefined,
    // While the next answer is on its way the last one stays on the page.
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

/** A fact that a scheme asks for; lists that are empty are left out. */
export type FactAsked = Omit<Schema['FactAsked'], 'choices'> & { choices?: Schema['FactAsked']['choices'] };

export const factsQuery = (scheme: string | undefined) =>
  queryOptions({
    queryKey: ['facts', scheme],
    queryFn: async (): Promise<FactAsked[]> => (await answered(api.GET('/api/v1/schemes/facts', { params: { query: { scheme: scheme ?? '' } } }))).rows,
    enabled: scheme !== undefined,
    staleTime: Infinity,
  });

/** A field of the ledger; lists that are empty are left out. */
export type FieldKnown = Omit<Schema['FieldKnown'], 'choices'> & { choices?: string[] };
