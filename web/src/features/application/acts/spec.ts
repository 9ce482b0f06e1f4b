/** An action as a form: when it is offered, what it asks, what it sends. */

import type { Schema } from '../../../api/client';
import type { JournalEvent } from '../../../api/events';
import type { Stage, Workflow } from '../../../api/flow';
import type { Word } from '../../../lib/words';

export type Role = Schema['Role'];
export type Right = Schema['Right'];

/** What an action is offered and built from. */
export type Scene = {
  whole: Schema['Whole'];
  flow: Workflow | undefined;
  stage: Stage | undefined;
  role: Role;
  /** For whom the role is held, where it was delegated. */
  onBehalfOf?: string | undefined;
  lines: Schema['LineWire'][];
  events: JournalEvent[];
  sheets: Schema['SheetWire'][];
  /** Those who can be appointed, where the role may know them. */
  users: Schema['UserWire'][];
};

export type Option = { value: string; label: { word: Word } | { code: [prefix: string, code: string] } | { zh: string; en: string } };

/** One input of a form. */
export type Field = { name: string; word: Word; optional?: boolean; extra?: Word } & (
  | { kind: 'prose' | 'line' | 'id' | 'money' | 'day' | 'org' | 'percent' | 'file' | 'fact' | 'invoice' }
  | { kind: 'choice' | 'choices'; options: Option[] }
  | { kind: 'points'; criteria: Schema['Criterion'][] }
);

/** What was filled in: texts as typed, files as kept. */
export type Values = Record<string, unknown>;

export type Group = 'now' | 'file' | 'money' | 'more';

export type Spec = {
  id: string;
  word: Word;
  group: Group;
  /** The right that it needs; whether the user has it here, the server says. */
  right: Right;
  /** Whether it makes sense here; absent: always. */
  when?: (scene: Scene) => boolean;
  fields: (scene: Scene) => Field[];
  /** `id` is one for all attempts of a form, so that a retry says the same and is done once. */
  build: (values: Values, scene: Scene, id: string) => Schema['Action'];
};

/** An action on the application itself. */
export function on(scene: Scene, what: Schema['Move']): Schema['Action'] {
  return { kind: 'on', application: scene.whole.row.id, do: what };
}

/** Whether the user has a right here and now, in the role in which he acts. */
export function may(scene: Scene, right: Right): boolean {
  return scene.whole.may.some((one) => one.right === right && one.role === scene.role && (one.on_behalf_of ?? undefined) === scene.onBehalfOf);
}

export const isRunning = (scene: Scene) => !scene.whole.row.ended;

/** A text that was filled in. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : '';
}

export const yesNo = (yes: Word, no: Word): Option[] => [
  { value: 'yes', label: { word: yes } },
  { value: 'no', label: { word: no } },
];

export const GROUNDS: Field = { name: 'grounds', word: 'field.grounds', kind: 'prose' };
export const REASON: Field = { name: 'reason', word: 'field.reason', kind: 'prose' };
