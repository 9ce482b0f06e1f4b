/** What was typed into a pre-check, and the facts that follow from it. What is left out stays unknown. */

import type { Stated } from '../../api/decision';
import type { Question, Unit } from './questions';

export type Draft = {
  scheme?: string;
  /** Texts as they were typed, by the key of the question. */
  values: Record<string, string>;
  /** The unit in which a number was typed, where it was changed. */
  units: Record<string, string>;
  /** The job that compares packages, and what was asked of it. */
  job?: string;
  asked?: string;
};

export const EMPTY: Draft = { values: { support_mode: 'investment_subsidy' }, units: {} };

/** Kinds of buildings by the project that they are usually renovated as. */
const PROJECT: Record<string, string> = {
  plant: 'old_plant', warehouse: 'old_plant', office: 'low_efficiency_building', retail: 'low_efficiency_building', market: 'low_efficiency_building', hotel: 'low_efficiency_building',
};

export function unitOf(question: Question, draft: Draft): Unit | undefined {
  return question.units.find((unit) => unit.id === draft.units[question.key]) ?? question.units[0];
}

/** The draft after an answer, with what usually goes along as long as nobody has said otherwise. */
export function answer(draft: Draft, key: string, text: string): Draft {
  const values = { ...draft.values, [key]: text };
  if (text === '') Reflect.deleteProperty(values, key);
  const follows = (other: string, before: string | undefined, after: string | undefined) => {
    if ((draft.values[other] ?? '') === (before ?? '') && after !== undefined) values[other] = after;
  };
  if (key === 'kind') follows('project_kind', PROJECT[draft.values.kind ?? ''], PROJECT[text]);
  if (key === 'gross_floor_area_m2') follows('renovated_area_m2', draft.values.gross_floor_area_m2, text);
  return { ...draft, values };
}

export type Read = { value: string | number | boolean } | { wrong: 'number' | 'year' | 'date' | 'positive' | 'percent' } | null;

/** A typed text as a value of its kind, in the kept unit; null where nothing was typed. */
export function read(question: Question, draft: Draft): Read {
  const text = draft.values[question.key]?.trim() ?? '';
  if (text === '') return null;
  switch (question.holds) {
    case 'bool': return { value: text === 'yes' };
    case 'year': return /^(1[0-9]{3}|2[01][0-9]{2})$/.test(text) ? { value: text } : { wrong: 'year' };
    case 'date': return /^\d{4}(-\d{2}){0,2}$/.test(text) ? { value: text } : { wrong: 'date' };
    case 'number': return number(question, text, unitOf(question, draft)?.factor ?? 1);
    default: return { value: text };
  }
}

function number(question: Question, text: string, factor: number): Read {
  const plain = text.replaceAll(/[,，\s]/g, '');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return { wrong: 'number' };
  // Twelve figures: what a factor such as 1/3.6 adds beyond them is none of what was typed.
  const value = Number((Number(plain) * factor).toPrecision(12));
  if (question.key.endsWith('_percent') && Math.abs(value) > 100) return { wrong: 'percent' };
  if (question.key === 'saving_rate_percent') return { value };
  const may_be_zero = /_kwh$|_percent$|_yuan$/.test(question.key);
  return value > 0 || (may_be_zero && value === 0) ? { value } : { wrong: 'positive' };
}

/** The facts that the rules are asked about. */
export function facts(all: readonly Question[], draft: Draft, origin: string, day: string): Record<string, Stated> {
  const stated: Record<string, Stated> = {};
  for (const question of all) {
    const known = question.of_rules ? read(question, draft) : null;
    if (known !== null && 'value' in known) stated[question.key] = { value: known.value, origin, date: day };
  }
  return stated;
}

/** The facts from which the building is simulated and the packages are decided. */
export function described(all: readonly Question[], draft: Draft): Record<string, string> {
  const stated: Record<string, string> = {};
  for (const question of all) {
    const known = question.of_model ? read(question, draft) : null;
    if (known === null || 'wrong' in known) continue;
    stated[question.key] = typeof known.value === 'boolean' ? (known.value ? 'yes' : 'no') : String(known.value);
  }
  return stated;
}
