/** Where the award comes from: the decision, the letter, the money steps. */

import type { Lang } from '../../lib/lang';
import { exactMoney } from '../../lib/money';
import { basisPoints } from '../../lib/number';
import { dayOf } from '../../lib/time';
import type { Values, Word } from '../../lib/words';
import type { Derivation } from '../../ui/figure';
import type { Scene } from './acts/spec';

type Say = (word: Word, values?: Values) => string;

/** The decided amount: ⌊investment · rate⌋, both of the recorded decision. */
export function awardTree(scene: Scene, t: Say, lang: Lang): Derivation {
  const { decision } = scene.whole;
  if (decision == null) return { label: t('app.decision.amount') };
  const source = `${decision.scheme} ${decision.version}`;
  const mark = decision.marks.find((one) => ['B', 'X', 'M', 'A'].includes(one)) ?? decision.marks[0];
  const inputs: Derivation[] = [];
  if (decision.investment != null) inputs.push({ label: t('app.decision.investment'), value: exactMoney(decision.investment, lang), source, date: decision.date });
  if (decision.rate_bp != null) inputs.push({ label: t('app.decision.rate'), value: basisPoints(decision.rate_bp), source, date: decision.date });
  inputs.push({ label: t('app.decision.record'), value: `${decision.record.slice(0, 16)}…`, source: 'SHA-256' });
  return {
    label: t('app.decision.amount'), source, date: decision.date, inputs,
    ...(mark && { mark }),
    ...(inputs.length === 3 && { formula: `⌊${t('app.decision.investment')} × ${t('app.decision.rate')}⌋` }),
  };
}

/** A sum of the ledger: the money events that moved it. */
export function fundTree(scene: Scene, label: string, kinds: readonly string[], t: Say, lang: Lang): Derivation {
  const steps = new Map(scene.events.filter((event) => event.what.kind === 'money_proposed').map((event) => [event.what.step, event]));
  const moved = scene.events.filter((event) => event.what.kind === 'money_approved' || event.what.kind === 'payment_posted');
  const inputs = moved.flatMap((event) => {
    const proposed = steps.get(event.what.step);
    const money = proposed?.what.money as { kind: string } | undefined;
    if (proposed === undefined || money === undefined || !kinds.includes(money.kind)) return [];
    return [{
      label: `${t(`money.${money.kind}` as Word)} · ${t(`event.${event.what.kind}` as Word)}`,
      value: exactMoney(Number(proposed.what.amount), lang),
      source: `#${event.seq} · ${proposed.actor.user} → ${event.actor.user}`,
      date: dayOf(event.at),
    }];
  });
  return { label, formula: t('board.from.moved'), source: t('board.from.ledger'), inputs };
}
