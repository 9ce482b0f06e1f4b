/** From a decision's trace to the short tree that people read: result ← formula ← inputs. */

import type { Clause, Decision, Ground, Input, Mode, Source, Trace } from '../api/decision';
import type { Both, Lang } from '../lib/lang';
import { exactMoney } from '../lib/money';
import type { Derivation } from './figure';

/** Steps that stand by themselves although they have no name: one of several like parts. */
const PARTS = ['item', 'stretch'];

/** The alternative that was taken, below any number of branches. */
function taken(trace: Trace): Trace {
  const last = trace.inputs?.at(-1);
  return trace.step === 'branch' && trace.name === undefined && last !== undefined ? taken(last) : trace;
}

function names(trace: Trace, found = new Map<string, Both>()): Map<string, Both> {
  if (trace.name !== undefined) found.set(trace.name, trace.label);
  trace.inputs?.forEach((input) => names(input, found));
  return found;
}

const SIGNS: [RegExp, string][] = [[/>=/g, '≥'], [/<=/g, '≤'], [/==/g, '='], [/!=/g, '≠'], [/\*/g, '×'], [/\s+/g, ' ']];

/** A formula of the rules with the labels of its names in their place. */
export function inWords(formula: string, labels: ReadonlyMap<string, Both>, lang: Lang): string {
  const named = formula.replaceAll(/[a-z_][a-z0-9_]*/g, (name) => labels.get(name)?.[lang] ?? name);
  return SIGNS.reduce((text, [sign, shown]) => text.replaceAll(sign, shown), named).trim();
}

export function groundOf(ground: Ground | undefined): Partial<Derivation> {
  if (ground === undefined) return {};
  const { sources, article, mark, from, checked_on, confirmed } = ground;
  return { sources, article, mark: confirmed ? 'V' : mark, date: from, ...(confirmed && { confirmed }), ...(checked_on !== null && { checked: checked_on }) };
}

function sourceOf(source: Source | undefined): Partial<Derivation> {
  if (source === undefined) return {};
  return { source: source.origin, mark: source.mark, ...(source.date != null && { date: source.date }) };
}

/** The named inputs of a step, each once: what is between them the formula says already. */
function inputsOf(trace: Trace, lang: Lang): Derivation[] {
  const found = new Map<string, Derivation>();
  const visit = (input: Trace) => {
    if (input.step === 'literal') return;
    if (input.name === undefined && !PARTS.includes(input.step)) input.inputs?.forEach(visit);
    else found.set(`${input.name ?? input.label.en} ${input.shown.en}`, nodeOf(input, lang));
  };
  trace.inputs?.forEach(visit);
  return [...found.values()];
}

function nodeOf(trace: Trace, lang: Lang): Derivation {
  const { formula } = trace.step === 'definition' ? { formula: undefined } : trace;
  return {
    label: trace.label[lang],
    value: trace.shown[lang],
    ...(formula !== undefined && { formula: inWords(formula, names(trace), lang) }),
    ...groundOf(trace.ground),
    ...sourceOf(trace.source),
    inputs: inputsOf(trace, lang),
  };
}

/** The amount of one mode of support. */
export function ofMode(mode: Mode, label: string, lang: Lang): Derivation {
  const step = taken(mode.trace);
  return {
    label: `${label} · ${mode.name[lang]}`,
    value: mode.amount_if_met === null ? mode.trace.shown[lang] : exactMoney(mode.amount_if_met, lang),
    ...(step.formula !== undefined && { formula: inWords(step.formula, names(mode.trace), lang) }),
    ...groundOf(mode.ground),
    inputs: inputsOf(mode.trace, lang),
  };
}

/** The amount of a decision, if the mode is known that it is for. */
export function ofAmount(decision: Decision, label: string, lang: Lang): Derivation | undefined {
  const mode = decision.modes.find((one) => one.id === decision.mode);
  return mode && ofMode(mode, label, lang);
}

function ofInput(input: Input, lang: Lang): Derivation {
  return { label: input.label[lang], value: input.shown[lang], ...groundOf(input.ground), ...sourceOf(input.source) };
}

export const RELATIONS: Record<string, string> = { '>=': '≥', '<=': '≤', '==': '=', '!=': '≠', in: '∈' };

function compared({ value, relation, threshold }: Clause['comparisons'][number], lang: Lang): string {
  return `${value[lang]} ${RELATIONS[relation] ?? relation} ${threshold[lang]}`;
}

/** A clause with each value that it read, and where the clause itself stands. */
export function ofClause(clause: Clause, verdict: string, lang: Lang): Derivation {
  const formula = clause.comparisons.map((one) => compared(one, lang)).join(lang === 'zh' ? '；' : '; ');
  return {
    label: clause.text[lang], value: verdict,
    ...(formula !== '' && { formula }),
    ...(clause.reason !== undefined && { source: clause.reason }),
    ...groundOf(clause.ground),
    inputs: clause.inputs.map((input) => ofInput(input, lang)),
  };
}

/** The comparison on which a clause turns: the last that fails, else the last that is open, else the last. */
export function turning(clause: Clause): Clause['comparisons'][number] | undefined {
  const last = (holds: boolean | null) => clause.comparisons.findLast((one) => one.holds === holds);
  if (clause.verdict === 'not_met') return last(false) ?? clause.comparisons.at(-1);
  return last(null) ?? clause.comparisons.at(-1);
}
