import { describe, expect, test } from 'vitest';
import type { Schema } from '../../../api/client';
import { workflow } from '../../../api/workflows';
import { offered } from '.';
import type { Role, Scene, Values } from './spec';

const BEIJING = 'cn/beijing/vacated-space/usual-form';

function scene(role: Role, stage: string, changes: Partial<Schema['Whole']> = {}): Scene {
  const flow = workflow(BEIJING);
  const at = flow?.stages.find((one) => one.id === stage);
  const row = {
    id: 'a', version: 3, programme: 'p', district: 'xicheng', project_kind: 'old_plant', mode: 'investment_subsidy', title: '厂房', applicant: 'x', beneficiary: 'x',
    stage, ended: at?.end === true, entered: '2024-03-04', suspected: false, investment: 1, reserved: 0, paid: 0,
  } as Schema['ApplicationRow'];
  const funds = { reserved: 0, committed: 0, pending: 0, disbursed: 0, receivable: 0, returned: 0, written_off: 0 };
  const whole: Schema['Whole'] = {
    row, stage_name: at?.name ?? { zh: '', en: '' }, answers: at?.answers ?? null, open: [], parts: [], works: [], works_from: '2024-09-01', opinions: {}, evidence: {}, facts: [],
    milestones: {}, scores: {}, appointed: [], suspicions: {}, funds, tranches: {}, claims: [], open_steps: [], ...changes,
  };
  return { whole, flow, stage: at, role, lines: [], events: [] };
}

const ids = (of: Scene) => offered(of).map((spec) => spec.id);

function built(of: Scene, id: string, values: Values) {
  return offered(of).find((spec) => spec.id === id)?.build(values, of);
}

describe('what is offered', () => {
  test('a stage is decided by the role that answers it', () => {
    expect(ids(scene('district_officer', 'completeness'))).toContain('decide');
    expect(ids(scene('municipal_officer', 'completeness'))).not.toContain('decide');
    expect(ids(scene('auditor', 'completeness'))).not.toContain('decide');
  });

  test('money steps follow the stage', () => {
    expect(ids(scene('municipal_officer', 'approval'))).toEqual(expect.arrayContaining(['propose_reserve', 'propose_commit']));
    expect(ids(scene('municipal_officer', 'notice'))).not.toContain('propose_reserve');
    expect(ids(scene('municipal_officer', 'works'))).toContain('propose_disburse');
    const paid = scene('municipal_officer', 'works', { tranches: { first: 'paid', second: 'pending' } });
    expect(ids(paid)).not.toContain('propose_disburse');
  });

  test('an ended application can be appealed once, and nothing else', () => {
    expect(ids(scene('applicant', 'refused'))).toEqual(['appeal']);
    expect(ids(scene('applicant', 'closed'))).toEqual([]);
  });

  test('evidence is offered to those who may attach it', () => {
    const fields = (role: Role) => offered(scene(role, 'acceptance')).find((spec) => spec.id === 'attach_evidence')?.fields(scene(role, 'acceptance'));
    const kinds = (role: Role) => fields(role)?.flatMap((field) => ('options' in field ? field.options.map((option) => option.value) : []));
    expect(kinds('verifier')).toContain('verification_report');
    expect(kinds('applicant')).not.toContain('verification_report');
    expect(kinds('district_officer')?.[0]).toBe('audit_report');
  });
});

test('sums and rates are sent as whole numbers', () => {
  const officer = scene('municipal_officer', 'approval');
  const action = built(officer, 'propose_reserve', { line: 'p-2024', amount: '3,000,000.01' });
  expect(action).toMatchObject({ kind: 'propose_money', money: { kind: 'reserve', application: 'a', line: 'p-2024', amount: 300_000_001 } });
  const file = { sha256: 'f'.repeat(64), bytes: 10, media_type: 'application/pdf' };
  const decision = built(officer, 'record_decision', {
    scheme: 's', version: 'v', date: '2024-03-01', met: 'yes', amount: '3000000', investment: '10000000', rate: '30', confirmed: 'yes', provisional: 'no', marks: ['V'], file,
  });
  expect(decision).toMatchObject({ do: { decision: { amount: 300_000_000, rate_bp: 3000, unconfirmed: false, provisional: false, record: file.sha256 } } });
});

test('an invoice is sent only where it is one', () => {
  const owner = scene('applicant', 'works');
  const file = { sha256: 'f'.repeat(64), bytes: 10, media_type: 'application/pdf' };
  const plain = built(owner, 'attach_evidence', { evidence: 'contract', file });
  expect(plain).toEqual({ kind: 'on', application: 'a', do: { kind: 'attach_evidence', evidence: 'contract', sha256: file.sha256, bytes: 10 } });
  const invoice = { seller: '91110000600037341l', number: ' 12 ', date: '2024-03-01', amount: '1.5' };
  expect(built(owner, 'attach_evidence', { evidence: 'invoice', file, invoice })).toMatchObject({
    do: { invoice: { seller: '91110000600037341L', number: '12', amount: 150 } },
  });
});
