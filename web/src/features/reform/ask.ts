/** What a reform is asked with: values of parameters in place of those in force, and one to try over a range. */

import type { Parameter } from '../../api/law';
import type { Job, Work } from '../../api/jobs';

/** As typed. */
export type Change = { parameter: string; place?: string; value: string };
export type Range = { parameter: string; first: string; last: string; step: string };
export type Asked = { scheme: string; changes: Change[]; sweep: Range | null };

export type ReformWork = Extract<Work, { kind: 'reform' }>;
export type Run = Job & { work: ReformWork };

export function isRun(job: Job): job is Run {
  return job.work.kind === 'reform';
}

const NUMBER = /^\d{1,15}(\.\d{1,9})?$/;

/** A typed value as the law's files take it, or null where it is none of its kind. */
export function written(parameter: Parameter | undefined, typed: string): string | null {
  const text = typed.trim();
  if (parameter === undefined || text === '') return null;
  switch (parameter.holds) {
    case 'number': return NUMBER.test(text) ? text : null;
    case 'bool': return text === 'true' || text === 'false' ? text : null;
    case 'choice': return parameter.choices.some((one) => one.key === text) ? JSON.stringify(text) : null;
    case 'date': return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) ? JSON.stringify(text) : null;
    case 'text': return JSON.stringify(text);
    default: return null;
  }
}

/** Kinds of values that can be typed in one line. */
export function isTyped(parameter: Parameter): boolean {
  return ['number', 'bool', 'choice', 'date', 'text'].includes(parameter.holds);
}

/** The value in force on the day, of those of a place or of the scheme itself. */
export function inForce(parameter: Parameter, place: string | undefined, on: string) {
  const own = parameter.values.filter((one) => one.item.of === 'value' && (one.item.place ?? undefined) === place && one.item.from <= on);
  return own.at(-1);
}

function sweepText({ parameter, first, last, step }: Range): string | null {
  const parts = [first, last, step].map((part) => part.trim());
  const numbers = parts.map(Number);
  const [low = NaN, high = NaN, by = NaN] = numbers;
  const fits = parts.every((part) => NUMBER.test(part)) && high >= low && by > 0 && (high - low) / by <= 399;
  return fits ? `${parameter}=${parts[0] ?? ''}..${parts[1] ?? ''}/${parts[2] ?? ''}` : null;
}

/** The work, or which part of what was typed cannot be taken: the place of a change, or `sweep`. */
export function workOf(asked: Asked, parameters: readonly Parameter[], version: string, on: string): ReformWork | { wrong: (number | 'sweep' | 'changes')[] } {
  const by = new Map(parameters.map((one) => [one.id, one]));
  const lines = asked.changes.map(({ parameter, place, value }) => {
    const text = written(by.get(parameter), value);
    return text === null ? null : `{"parameter": ${JSON.stringify(parameter)}, ${place === undefined ? '' : `"place": ${JSON.stringify(place)}, `}"value": ${text}}`;
  });
  const sweep = asked.sweep === null ? null : sweepText(asked.sweep);
  const wrong = [...lines.flatMap((line, i) => (line === null ? [i] : [])), ...(asked.sweep !== null && sweep === null ? ['sweep' as const] : []), ...(lines.length === 0 ? ['changes' as const] : [])];
  if (wrong.length > 0) return { wrong };
  const title = (lang: 'zh' | 'en') => JSON.stringify(asked.changes.map(({ parameter, place, value }) => `${by.get(parameter)?.label[lang] ?? parameter}${place === undefined ? '' : ` ${place}`} ${value.trim()}`).join('; ').slice(0, 200));
  const head = `"id": "reform", "title": {"zh": ${title('zh')}, "en": ${title('en')}}, "scheme": ${JSON.stringify(asked.scheme)}, "version": ${JSON.stringify(version)}`;
  return { kind: 'reform', law: { scheme: asked.scheme, on }, reform: `{${head}, "changes": [${lines.join(', ')}]}`, sweep: sweep === null ? [] : [sweep], by: [] };
}
