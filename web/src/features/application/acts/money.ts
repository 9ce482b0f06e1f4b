/** Money steps that are proposed on an application, and what the bank enters. */

import type { Schema } from '../../../api/client';
import { parseYuan } from '../../../lib/money';
import { parsePercent } from './percent';
import { isRunning, on, text, REASON, type Field, type Option, type Right, type Scene, type Spec } from './spec';

type Money = Schema['Money'];

const AMOUNT: Field = { name: 'amount', word: 'field.amount', kind: 'money' };

/** Whether the stage moves money in this way. */
const inStage = (step: string) => (scene: Scene) => isRunning(scene) && scene.stage?.money.includes(step) === true;

function lines(scene: Scene): Option[] {
  return scene.lines.map((line) => ({ value: line.line, label: { zh: `${line.line}（${line.year}）`, en: `${line.line} (${line.year})` } }));
}

/** Tranches and claims that were not proposed yet. */
function tranches(scene: Scene): Option[] {
  const free = (id: string) => scene.whole.tranches[id] === undefined;
  if (scene.whole.row.mode === 'interest_subsidy') {
    return scene.whole.claims.filter((claim) => free(claim.id)).map((claim) => ({ value: claim.id, label: { zh: claim.id, en: claim.id } }));
  }
  const here = scene.flow?.tranches.filter((one) => one.stage === scene.whole.row.stage && free(one.id)) ?? [];
  return here.map((one) => ({ value: one.id, label: one.name }));
}

const amount = (values: Record<string, unknown>, name = 'amount') => parseYuan(text(values, name)) ?? 0;

function propose(
  kind: Exclude<Money['kind'], 'appropriate' | 'cut' | 'carry_over'>,
  right: Right,
  when: (scene: Scene) => boolean,
  fields: (scene: Scene) => Field[],
  money: (values: Record<string, unknown>, application: string) => Money,
): Spec {
  return {
    id: `propose_${kind}`, word: `act.propose_${kind}`, group: 'money', right, when, fields,
    build: (values, scene, id) => ({ kind: 'propose_money', step: id, money: money(values, scene.whole.row.id) }),
  };
}

const hasFunds = (name: 'receivable' | 'disbursed') => (scene: Scene) => scene.whole.funds[name] > 0;

export const MONEY: Spec[] = [
  propose('reserve', 'propose_award', inStage('reserve'),
    (scene) => [{ name: 'line', word: 'field.line', kind: 'choice', options: lines(scene) }, AMOUNT],
    (values, application) => ({ kind: 'reserve', application, line: text(values, 'line'), amount: amount(values) })),
  propose('commit', 'propose_award', inStage('commit'), () => [], (_, application) => ({ kind: 'commit', application })),
  propose('release', 'propose_award', inStage('release'), () => [], (_, application) => ({ kind: 'release', application })),
  propose('cancel', 'propose_award', inStage('cancel'), () => [], (_, application) => ({ kind: 'cancel', application })),
  propose('reduce', 'propose_award', inStage('reduce'),
    () => [{ name: 'audited', word: 'field.audited', kind: 'money' }],
    (values, application) => ({ kind: 'reduce', application, audited_investment: amount(values, 'audited') })),
  propose('disburse', 'propose_payment', (scene) => isRunning(scene) && tranches(scene).length > 0,
    (scene) => [{ name: 'tranche', word: 'field.tranche', kind: 'choice', options: tranches(scene) }],
    (values, application) => ({ kind: 'disburse', application, tranche: text(values, 'tranche') })),
  propose('demand', 'propose_recovery', hasFunds('disbursed'), () => [AMOUNT, REASON],
    (values, application) => ({ kind: 'demand', application, amount: amount(values), reason: text(values, 'reason') })),
  propose('receive', 'propose_recovery', hasFunds('receivable'), () => [AMOUNT, { name: 'reference', word: 'field.reference', kind: 'line' }],
    (values, application) => ({ kind: 'receive', application, amount: amount(values), reference: text(values, 'reference') })),
  propose('write_off', 'propose_recovery', hasFunds('receivable'), () => [AMOUNT, REASON],
    (values, application) => ({ kind: 'write_off', application, amount: amount(values), reason: text(values, 'reason') })),
  {
    id: 'move_loan', word: 'act.move_loan', group: 'money', right: 'move_loan',
    when: (scene) => isRunning(scene) && scene.whole.row.mode === 'interest_subsidy',
    fields: () => [
      {
        name: 'direction', word: 'field.direction', kind: 'choice',
        options: [{ value: 'drawdown', label: { word: 'field.direction.drawdown' } }, { value: 'repayment', label: { word: 'field.direction.repayment' } }],
      },
      AMOUNT,
      { name: 'on', word: 'field.on', kind: 'day' },
    ],
    build: (values, scene) => on(scene, { kind: 'move_loan', direction: text(values, 'direction') as Schema['LoanMove'], amount: amount(values), on: text(values, 'on') }),
  },
  {
    id: 'set_rate', word: 'act.set_rate', group: 'money', right: 'set_rate',
    when: (scene) => isRunning(scene) && scene.whole.row.mode === 'interest_subsidy',
    fields: () => [
      { name: 'from', word: 'field.from', kind: 'day' },
      { name: 'actual', word: 'field.actual', kind: 'percent' },
      { name: 'reference', word: 'field.lpr', kind: 'percent' },
    ],
    build: (values, scene) => on(scene, {
      kind: 'set_rate', from: text(values, 'from'),
      actual_ppm: parsePercent(text(values, 'actual'), 4) ?? 0, reference_ppm: parsePercent(text(values, 'reference'), 4) ?? 0,
    }),
  },
  {
    id: 'claim_interest', word: 'act.claim_interest', group: 'money', right: 'claim_interest',
    when: (scene) => isRunning(scene) && scene.whole.row.mode === 'interest_subsidy',
    fields: () => [{ name: 'from', word: 'field.from', kind: 'day' }, { name: 'until', word: 'field.until', kind: 'day' }],
    build: (values, scene, id) => on(scene, { kind: 'claim_interest', claim: id, from: text(values, 'from'), until: text(values, 'until') }),
  },
];
