/** Actions on evidence, facts, decisions and the people who judge them. */

import type { Schema } from '../../../api/client';
import { parseYuan } from '../../../lib/money';
import { say } from '../../../lib/words';
import { parsePercent } from './percent';
import { isRunning, on, text, yesNo, GROUNDS, type Option, type Role, type Scene, type Spec, type Values } from './spec';

type Kept = Schema['Kept'];

const MARKS = ['V', 'S', 'D', 'B', 'X', 'R', 'M', 'A'] as const;

/** Kinds of evidence that a role may attach, what the stage asks for first. */
export function evidenceKinds(scene: Scene): string[] {
  const kinds = Object.entries(scene.flow?.evidence ?? {});
  const mine = kinds.filter(([, one]) => one.by.length === 0 || one.by.includes(scene.role)).map(([kind]) => kind);
  const asked = scene.stage?.evidence ?? [];
  return [...mine.filter((kind) => asked.includes(kind)), ...mine.filter((kind) => !asked.includes(kind))];
}

function evidenceOptions(scene: Scene): Option[] {
  return evidenceKinds(scene).map((kind) => ({ value: kind, label: scene.flow?.evidence[kind]?.name ?? { zh: kind, en: kind } }));
}

function milestones(scene: Scene, wanted: (accepted: boolean | undefined) => boolean): Option[] {
  const all = Object.entries(scene.flow?.milestones ?? {});
  return all.filter(([id]) => wanted(scene.whole.milestones[id])).map(([id, label]) => ({ value: id, label }));
}

const APPOINTED = ['expert', 'verifier', 'bank'] as const;

/** Everyone who holds a role to which people are appointed. */
function candidates(scene: Scene): Option[] {
  return scene.users.flatMap(({ user, grants }) =>
    APPOINTED.filter((role) => grants.some((grant) => grant.role === role)).map((role) => who(user, role)),
  );
}

function who(user: string, role: Role): Option {
  return { value: `${role} ${user}`, label: { zh: `${user} · ${say('zh', `role.${role}`)}`, en: `${user} · ${say('en', `role.${role}`)}` } };
}

function appointment(values: Values): { user: string; role: Role } {
  const [role = '', user = ''] = text(values, 'who').split(' ');
  return { user, role: role as Role };
}

/** The newest version of the sheet that the stage is scored by. */
function sheetOf(scene: Scene): { sheet: string; version: number; criteria: Schema['Criterion'][] } {
  const sheet = scene.stage?.score?.sheet ?? '';
  const versions = scene.sheets.find((one) => one.sheet === sheet)?.versions ?? [];
  return { sheet, version: versions.length, criteria: versions.at(-1) ?? [] };
}

export const MATERIALS: Spec[] = [
  {
    id: 'attach_evidence', word: 'act.attach_evidence', group: 'file', right: 'attach_evidence',
    when: (scene) => isRunning(scene) && evidenceKinds(scene).length > 0,
    fields: (scene) => [
      { name: 'evidence', word: 'field.evidence', kind: 'choice', options: evidenceOptions(scene) },
      { name: 'file', word: 'field.file', kind: 'file' },
      { name: 'invoice', word: 'field.invoice', kind: 'invoice', optional: true },
    ],
    build: (values, scene) => attach(scene, text(values, 'evidence'), values.file as Kept, values.invoice as Invoice | undefined),
  },
  {
    id: 'state_fact', word: 'act.state_fact', group: 'file', right: 'state_fact', when: isRunning,
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
    id: 'report_milestone', word: 'act.report_milestone', group: 'file', right: 'report_milestone',
    when: (scene) => isRunning(scene) && milestones(scene, (accepted) => accepted === undefined).length > 0,
    fields: (scene) => [
      { name: 'milestone', word: 'field.milestone', kind: 'choice', options: milestones(scene, (accepted) => accepted === undefined) },
      { name: 'file', word: 'field.file', kind: 'file' },
    ],
    build: (values, scene) => on(scene, { kind: 'report_milestone', milestone: text(values, 'milestone'), evidence: (values.file as Kept).sha256 }),
  },
  {
    id: 'accept_milestone', word: 'act.accept_milestone', group: 'now', right: 'accept_milestone',
    when: (scene) => isRunning(scene) && milestones(scene, (accepted) => accepted === false).length > 0,
    fields: (scene) => [{ name: 'milestone', word: 'field.milestone', kind: 'choice', options: milestones(scene, (accepted) => accepted === false) }],
    build: (values, scene) => on(scene, { kind: 'accept_milestone', milestone: text(values, 'milestone') }),
  },
  {
    id: 'clear_duplicate', word: 'act.clear_duplicate', group: 'now', right: 'clear_duplicate',
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
    id: 'record_decision', word: 'act.record_decision', group: 'file', right: 'record_decision',
    when: isRunning,
    fields: (scene) => [
      { name: 'scheme', word: 'field.scheme', kind: 'line' },
      { name: 'version', word: 'field.lawVersion', kind: 'line' },
      { name: 'date', word: 'field.date', kind: 'day' },
      { name: 'met', word: 'field.met', kind: 'choice', options: yesNo('verdict.met', 'verdict.not_met') },
      { name: 'amount', word: 'field.decided', kind: 'money', optional: true },
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
    id: 'appoint', word: 'act.appoint', group: 'more', right: 'appoint', when: isRunning,
    fields: (scene) => [{ name: 'who', word: 'field.user', kind: 'choice', options: candidates(scene) }],
    build: (values, scene) => on(scene, { kind: 'appoint', ...appointment(values) }),
  },
  {
    id: 'end_appointment', word: 'act.end_appointment', group: 'more', right: 'end_appointment',
    when: (scene) => scene.whole.appointed.length > 0,
    fields: (scene) => [{ name: 'who', word: 'field.user', kind: 'choice', options: scene.whole.appointed.map(({ user, role }) => who(user, role)) }],
    build: (values, scene) => on(scene, { kind: 'end_appointment', ...appointment(values) }),
  },
  {
    id: 'score', word: 'act.score', group: 'now', right: 'score',
    when: (scene) => isRunning(scene) && scene.stage?.score !== undefined,
    fields: (scene) => [{ name: 'points', word: 'act.score', kind: 'points', criteria: sheetOf(scene).criteria }],
    build: (values, scene) => {
      const { sheet, version } = sheetOf(scene);
      return on(scene, { kind: 'score', sheet, version, points: values.points as number[] });
    },
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
