import { describe, expect, test } from 'vitest';
import type { Schema } from '../../../api/client';
import type { Stage, Workflow } from '../../../api/flow';
import { offered } from '.';
import type { Right, Role, Scene, Values } from './spec';

const name = { zh: '环节', en: 'Stage' };

function stage(id: string, changes: Partial<Stage> = {}): Stage {
  return { id, name, end: false, evidence: [], facts: [], branches: [], notice: false, money: [], outcomes: ['pass', 'return', 'reject'], ...changes };
}

const FLOW: Workflow = {
  id: 'w', name, mark: 'B', note: name, departments: {}, milestones: {},
  evidence: {
    contract: { name, by: [] }, audit_report: { name, by: ['district_officer', 'finance'] }, verification_report: { name, by: ['verifier'] },
  },
  stages: [
    stage('completeness', { answers: 'district_officer' }),
    stage('approval', { answers: 'municipal_officer', money: ['reserve', 'commit'] }),
    stage('works', { answers: 'district_officer' }),
    stage('acceptance', { answers: 'district_officer', evidence: ['audit_report'] }),
    stage('refused', { end: true }),
    stage('closed', { end: true }),
  ],
  tranches: [{ id: 'first', name, share_bp: 5000, stage: 'works' }, { id: 'second', name, share_bp: 5000, stage: 'works' }],
  appeal: { from: ['refused'], answers: 'municipal_officer' },
};

function scene(role: Role, at: string, rights: Right[], changes: Partial<Schema['Whole']> = {}): Scene {
  const here = FLOW.stages.find((one) => one.id === at);
  const row = {
    id: 'a', version: 3, programme: 'p', district: 'xicheng', project_kind: 'old_plant', mode: 'investment_subsidy', title: '厂房', applicant: 'x', beneficiary: 'x',
    stage: at, ended: here?.end === true, entered: '2024-03-04', suspected: false, investment: 1, reserved: 0, paid: 0,
  } as Schema['ApplicationRow'];
  const funds = { reserved: 0, committed: 0, pending: 0, disbursed: 0, receivable: 0, returned: 0, written_off: 0 };
  const whole = {
    row, stage_name: name, answers: here?.answers, open: [], parts: [], works: [], works_from: '2024-09-01', opinions: {}, evidence: {}, facts: [],
    milestones: {}, scores: {}, appointed: [], suspicions: {}, funds, tranches: {}, claims: [], open_steps: [], may: rights.map((right) => ({ role, right })), ...changes,
  } as Schema['Whole'];
  return { whole, flow: FLOW, stage: here, role, lines: [], events: [], sheets: [], users: [] };
}

const ids = (of: Scene) => offered(of).map((spec) => spec.id);

function built(of: Scene, id: string, values: Values) {
  return offered(of).find((spec) => spec.id === id)?.build(values, of, 'x-1');
}

describe('what is offered', () => {
  test('what the server says that the user may, in the role in which he acts', () => {
    expect(ids(scene('district_officer', 'completeness', ['decide', 'suspend']))).toEqual(['decide', 'suspend']);
    expect(ids(scene('municipal_officer', 'completeness', ['suspend']))).toEqual(['suspend']);
    const other = scene('municipal_officer', 'completeness', []);
    other.whole.may = [{ role: 'district_officer', right: 'suspend' }, { role: 'municipal_officer', right: 'suspend', on_behalf_of: 'chief' }];
    expect(ids(other)).toEqual([]);
    expect(ids({ ...other, onBehalfOf: 'chief' })).toEqual(['suspend']);
  });

  test('money steps follow the stage', () => {
    const rights: Right[] = ['propose_award', 'propose_payment'];
    expect(ids(scene('municipal_officer', 'approval', rights))).toEqual(['propose_reserve', 'propose_commit']);
    expect(ids(scene('municipal_officer', 'works', rights))).toEqual(['propose_disburse']);
    expect(ids(scene('municipal_officer', 'works', rights, { tranches: { first: 'paid', second: 'pending' } }))).toEqual([]);
  });

  test('a refusal can be appealed against, an end that is none cannot', () => {
    expect(ids(scene('applicant', 'refused', ['appeal']))).toEqual(['appeal']);
    expect(ids(scene('applicant', 'closed', ['appeal']))).toEqual([]);
  });

  test('evidence is offered to those whose word it is, what the stage asks for first', () => {
    const kinds = (role: Role) => {
      const at = scene(role, 'acceptance', ['attach_evidence']);
      return offered(at)[0]?.fields(at).flatMap((field) => ('options' in field ? field.options.map((option) => option.value) : []));
    };
    expect(kinds('verifier')).toEqual(['contract', 'verification_report']);
    expect(kinds('district_officer')).toEqual(['audit_report', 'contract']);
  });
});

test('sums and rates are sent as whole numbers', () => {
  const officer = scene('municipal_officer', 'approval', ['propose_award', 'record_decision']);
  const action = built(officer, 'propose_reserve', { line: 'p-2024', amount: '3,000,000.01' });
  expect(action).toMatchObject({ kind: 'propose_money', step: 'x-1', money: { kind: 'reserve', application: 'a', line: 'p-2024', amount: 300_000_001 } });
  const file = { sha256: 'f'.repeat(64), bytes: 10, media_type: 'application/pdf' };
  const decision = built(officer, 'record_decision', {
    scheme: 's', version: 'v', date: '2024-03-01', met: 'yes', amount: '3000000', investment: '10000000', rate: '30', confirmed: 'yes', provisional: 'no', marks: ['V'], file,
  });
  expect(decision).toMatchObject({ do: { decision: { amount: 300_000_000, rate_bp: 3000, unconfirmed: false, provisional: false, record: file.sha256 } } });
});

test('an invoice is sent only where it is one', () => {
  const owner = scene('applicant', 'works', ['attach_evidence']);
  const file = { sha256: 'f'.repeat(64), bytes: 10, media_type: 'application/pdf' };
  const plain = built(owner, 'attach_evidence', { evidence: 'contract', file });
  expect(plain).toEqual({ kind: 'on', application: 'a', do: { kind: 'attach_evidence', evidence: 'contract', sha256: file.sha256, bytes: 10 } });
  const invoice = { seller: '91110000600037341l', number: ' 12 ', date: '2024-03-01', amount: '1.5' };
  expect(built(owner, 'attach_evidence', { evidence: 'invoice', file, invoice })).toMatchObject({
    do: { invoice: { seller: '91110000600037341L', number: '12', amount: 150 } },
  });
});

test('the same form says the same again, so that a retry is done once', () => {
  const bank = scene('applicant', 'works', ['claim_interest'], {});
  bank.whole.row.mode = 'interest_subsidy';
  const values = { from: '2024-04-10', until: '2024-07-01' };
  expect(built(bank, 'claim_interest', values)).toEqual(built(bank, 'claim_interest', values));
});
