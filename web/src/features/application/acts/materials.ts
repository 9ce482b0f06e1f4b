/** Actions on evidence, facts, decisions and the people who judge them. */

import type { Schema } from '../../../api/client';
import { parseYuan } from '../../../lib/money';
import { parsePercent } from './percent';
import { isRunning, number, on, text, yesNo, GROUNDS, type Option, type Scene, type Spec } from './spec';

type Kept = Schema['Kept'];

const MARKS = ['V', 'S', 'D', 'B', 'X', 'R', 'M', 'A'] as const;

/** Kinds of evidence that a role may attach, what the stage asks for first. */
export function evidenceKinds(scene: Scene): string[] {
  const kinds = Object.entries(scene.flow?.evidence ?? {});
  const mine = kinds.filter(([, one]) => one.by === undefined || one.by.includes(scene.role)).map(([kind]) => kind);
  const asked = scene.stage?.evidence ?? [];
  return [...mine.filter((kind) => asked.includes(kind)), ...mine.filter((kind) => !asked.includes(kind))];
}

function evidenceOptions(scene: Scene): Option[] {
  return evidenceKinds(scene).map((kind) => ({ value: kind, label: scene.flow?.evidence[kind] ?? { zh: kind, en: kind } }));
}

function milestones(scene: Scene, wanted: (accepted: boolean | undefined) => boolean): Option[] {
  const all = Object.entries(scene.flow?.milestones ?? {});
  return all.filter(([id]) => wanted(scene.whole.milestones[id])).map(([id, label]) => ({ value: id, label }));
}

const roles = (...names: ('expert' | 'verifier' | 'bank')[]): Option[] => names.map((role) => ({ value: role, label: { word: `role.${role}` } }));

export const MATERIALS: Spec[] = [
  {
    id: 'attach_evidence', word: 'act.attach_evidence', group: 'file',
    roles: ['applicant', 'district_officer', 'municipal_officer', 'department', 'expert', 'finance', 'verifier', 'bank'],
    when: (scene) => isRunning(scene) && evidenceKinds(scene).length > 0,
    fields: (scene) => [
      { name: 'evidence', word: 'field.evidence', kind: 'choice', options: evidenceOptions(scene) },
      { name: 'file', word: 'field.file', kind: 'file' },
      { name: 'invoice', word: 'field.invoice', kind: 'invoice', optional: true },
    ],
    build: (values, scene) => attach(scene, text(values, 'evidence'), values.file as Kept, values.invoice as Invoice | undefined),
  },
  {
    id: 'state_fact', word: 'act.state_fact', group: 'file', roles: ['applicant', 'district_officer', 'verifier'], when: isRunning,
    fields: () => [
      { name: 'fact', word: 'field.fact', kind: 'fact' },
      { name: 'origin', word: 'field.origin', kind: 'line' },
      { name: 'file', word: 'field.file', kind: 'file' },
    ],
    build: (values, scene) => on(scene, {
      kind: 'state_fact',
      fact: { stated: values.fact as Schema['Stated'], source: { origin: text(values, 'origin'), mark: 'R' }, evidence: (values.file as Kept).sha256 },
    }),
  },
  {
    id: 'report_milestone', word: 'act.report_milestone', group: 'file', roles: ['applicant'],
    when: (scene) => isRunning(scene) && milestones(scene, (accepted) => accepted === undefined).length > 0,
    fields: (scene) => [
      { name: 'milestone', word: 'field.milestone', kind: 'choice', options: milestones(scene, (accepted) => accepted === undefined) },
      { name: 'file', word: 'field.file', kind: 'file' },
    ],
    build: (values, scene) => on(scene, { kind: 'report_milestone', milestone: text(values, 'milestone'), evidence: (values.file as Kept).sha256 }),
  },
  {
    id: 'accept_milestone', word: 'act.accept_milestone', group: 'now', roles: ['district_officer', 'municipal_officer'],
    when: (scene) => isRunning(scene) && milestones(scene, (accepted) => accepted === false).length > 0,
    fields: (scene) => [{ name: 'milestone', word: 'field.milestone', kind: 'choice', options: milestones(scene, (accepted) => accepted === false) }],
    build: (values, scene) => on(scene, { kind: 'accept_milestone', milestone: text(values, 'milestone') }),
  },
  {
    id: 'clear_duplicate', word: 'act.clear_duplicate', group: 'now', roles: ['municipal_officer', 'auditor'],
    when: (scene) => isRunning(scene) && Object.values(scene.whole.suspicions).includes(false),
    fields: (scene) => [
      {
        name: 'with', word: 'field.with', kind: 'choice',
        options: Object.entries(scene.whole.suspicions).filter(([, cleared]) => !cleared).map(([id]) => ({ value: id, label: { zh: id, en: id } })),
      },
      GROUNDS,
    ],
    build: (values, scene) => on(scene, { kind: 'clear_duplicate', with: text(values, 'with'), grounds: text(values, 'grounds') }),
  },
  {
    id: 'record_decision', word: 'act.record_decision', group: 'file', roles: ['municipal_officer'],
    when: isRunning,
    fields: (scene) => [
      { name: 'scheme', word: 'field.scheme', kind: 'line' },
      { name: 'version', word: 'field.lawVersion', kind: 'line' },
      { name: 'date', word: 'field.date', kind: 'day' },
      { name: 'met', word: 'field.met', kind: 'choice', options: yesNo('verdict.met', 'verdict.not_met') },
      { name: 'amount', word: 'app.decision.amount', kind: 'money', optional: true },
      { name: 'investment', word: 'field.investment', kind: 'money', optional: true },
      ...(scene.whole.row.mode === 'investment_subsidy' ? [{ name: 'rate', word: 'field.rate', kind: 'percent', optional: true } as const] : []),
      { name: 'confirmed', word: 'field.confirmed', kind: 'choice', options: yesNo('field.confirmed.yes', 'field.confirmed.no') },
      { name: 'provisional', word: 'field.provisional', kind: 'choice', options: yesNo('field.provisional.yes', 'field.provisional.no') },
      { name: 'marks', word: 'field.marks', kind: 'choices', options: MARKS.map((mark) => ({ value: mark, label: { word: `mark.${mark}` } })) },
      { name: 'file', word: 'field.record', kind: 'file' },
    ],
    build: (values, scene) => on(scene, {
      kind: 'record_decision',
      decision: {
        scheme: text(values, 'scheme'), version: text(values, 'version'), date: text(values, 'date'), met: values.met === 'yes', mode: scene.whole.row.mode,
        amount: parseYuan(text(values, 'amount')), investment: parseYuan(text(values, 'investment')),
        rate_bp: text(values, 'rate') === '' ? null : (parsePercent(text(values, 'rate'), 2) ?? null),
        unconfirmed: values.confirmed !== 'yes', provisional: values.provisional === 'yes',
        marks: values.marks as Schema['Mark'][], record: (values.file as Kept).sha256,
      },
    }),
  },
  {
    id: 'appoint', word: 'act.appoint', group: 'more', roles: ['municipal_officer'], when: isRunning,
    fields: () => [
      { name: 'as', word: 'field.role', kind: 'choice', options: roles('expert', 'verifier', 'bank') },
      { name: 'user', word: 'field.user', kind: 'id' },
    ],
    build: (values, scene) => on(scene, { kind: 'appoint', user: text(values, 'user'), role: text(values, 'as') as Schema['Role'] }),
  },
  {
    id: 'end_appointment', word: 'act.end_appointment', group: 'more', roles: ['municipal_officer'],
    when: (scene) => scene.whole.appointed.length > 0,
    fields: (scene) => [{
      name: 'who', word: 'field.user', kind: 'choice',
      options: scene.whole.appointed.map(({ user, role }) => ({ value: `${role} ${user}`, label: { zh: `${user}（${role}）`, en: `${user} (${role})` } })),
    }],
    build: (values, scene) => {
      const [role = '', user = ''] = text(values, 'who').split(' ');
      return on(scene, { kind: 'end_appointment', user, role: role as Schema['Role'] });
    },
  },
  {
    id: 'score', word: 'act.score', group: 'now', roles: ['expert'],
    when: (scene) => isRunning(scene) && scene.stage?.score !== undefined,
    fields: () => [
      { name: 'sheetVersion', word: 'field.sheetVersion', kind: 'whole' },
      { name: 'points', word: 'field.points', kind: 'points' },
    ],
    build: (values, scene) => on(scene, {
      kind: 'score', sheet: scene.stage?.score?.sheet ?? '', version: number(values, 'sheetVersion'),
      points: text(values, 'points').split(/[\s,，]+/).map(Number),
    }),
  },
];

export type Invoice = { seller: string; number: string; date: string; amount: string };

/** Attaches a document that is kept already. */
export function attach(scene: Scene, evidence: string, kept: Kept, invoice?: Invoice): Schema['Action'] {
  const { sha256, bytes } = kept;
  const isInvoice = invoice !== undefined && invoice.number.trim() !== '';
  return on(scene, {
    kind: 'attach_evidence', evidence, sha256, bytes,
    ...(isInvoice && { invoice: { seller: invoice.seller.trim().toUpperCase(), number: invoice.number.trim(), date: invoice.date, amount: parseYuan(invoice.amount) ?? 0 } }),
  });
}
