/** Actions that move the application through its stages. */

import type { Schema } from '../../../api/client';
import { isRunning, on, text, yesNo, GROUNDS, REASON, type Option, type Scene, type Spec } from './spec';

function outcomes(scene: Scene): Option[] {
  return (scene.stage?.outcomes ?? []).map((outcome) => ({ value: outcome, label: { word: `outcome.${outcome}` } }));
}

function openBranches(scene: Scene): Option[] {
  const open = Object.entries(scene.whole.opinions).filter(([, opinion]) => opinion.agrees == null);
  return open.map(([branch]) => {
    const department = scene.stage?.branches.find((one) => one.id === branch)?.department ?? branch;
    return { value: branch, label: scene.flow?.departments[department] ?? { zh: branch, en: branch } };
  });
}

function openObjections(scene: Scene): Option[] {
  const open = Object.entries(scene.whole.notice?.objections ?? {}).filter(([, upheld]) => upheld === null);
  return open.map(([id]) => ({ value: id, label: { zh: id, en: id } }));
}

export const STAGE: Spec[] = [
  {
    id: 'decide', word: 'act.decide', group: 'now', right: 'decide',
    when: (scene) => isRunning(scene) && scene.whole.answers === scene.role && scene.whole.row.suspended == null,
    fields: (scene) => [{ name: 'outcome', word: 'field.outcome', kind: 'choice', options: outcomes(scene) }, GROUNDS],
    build: (values, scene) => on(scene, { kind: 'decide', outcome: text(values, 'outcome') as Schema['Outcome'], grounds: text(values, 'grounds') }),
  },
  {
    id: 'give_opinion', word: 'act.give_opinion', group: 'now', right: 'give_opinion',
    when: (scene) => isRunning(scene) && openBranches(scene).length > 0,
    fields: (scene) => [
      { name: 'branch', word: 'field.branch', kind: 'choice', options: openBranches(scene) },
      { name: 'agrees', word: 'field.agrees', kind: 'choice', options: yesNo('field.agrees.yes', 'field.agrees.no') },
      GROUNDS,
    ],
    build: (values, scene) => on(scene, { kind: 'give_opinion', branch: text(values, 'branch'), agrees: values.agrees === 'yes', grounds: text(values, 'grounds') }),
  },
  {
    id: 'suspend', word: 'act.suspend', group: 'more', right: 'suspend',
    when: (scene) => isRunning(scene) && scene.whole.row.suspended == null,
    fields: () => [REASON],
    build: (values, scene) => on(scene, { kind: 'suspend', reason: text(values, 'reason') }),
  },
  {
    id: 'resume', word: 'act.resume', group: 'now', right: 'resume',
    when: (scene) => isRunning(scene) && scene.whole.row.suspended != null,
    fields: () => [],
    build: (_, scene) => on(scene, { kind: 'resume' }),
  },
  {
    id: 'withdraw', word: 'act.withdraw', group: 'more', right: 'withdraw', when: isRunning,
    fields: () => [REASON],
    build: (values, scene) => on(scene, { kind: 'withdraw', reason: text(values, 'reason') }),
  },
  {
    id: 'request_entity_change', word: 'act.request_entity_change', group: 'more', right: 'request_entity_change', when: isRunning,
    fields: () => [{ name: 'organisation', word: 'field.organisation', kind: 'org' }, REASON],
    build: (values, scene) => on(scene, { kind: 'request_entity_change', organisation: text(values, 'organisation').toUpperCase(), reason: text(values, 'reason') }),
  },
  {
    id: 'rule_on_entity_change', word: 'act.rule_on_entity_change', group: 'now', right: 'rule_on_entity_change',
    when: (scene) => scene.whole.entity_request != null,
    fields: () => [{ name: 'granted', word: 'field.upheld', kind: 'choice', options: yesNo('field.granted.yes', 'field.granted.no') }, GROUNDS],
    build: (values, scene) => on(scene, { kind: 'rule_on_entity_change', granted: values.granted === 'yes', grounds: text(values, 'grounds') }),
  },
  {
    id: 'appeal', word: 'act.appeal', group: 'now', right: 'appeal',
    when: (scene) => scene.flow?.appeal?.from.includes(scene.whole.row.stage) === true && !scene.events.some((event) => event.what.kind === 'appealed'),
    fields: () => [REASON],
    build: (values, scene) => on(scene, { kind: 'appeal', reason: text(values, 'reason') }),
  },
  {
    id: 'rule_on_appeal', word: 'act.rule_on_appeal', group: 'now', right: 'rule_on_appeal',
    when: (scene) => scene.flow?.appeal?.answers === scene.role && scene.whole.appeal != null,
    fields: () => [{ name: 'upheld', word: 'field.upheld', kind: 'choice', options: yesNo('field.upheld.yes', 'field.upheld.no') }, GROUNDS],
    build: (values, scene) => on(scene, { kind: 'rule_on_appeal', upheld: values.upheld === 'yes', grounds: text(values, 'grounds') }),
  },
  {
    id: 'answer_objection', word: 'act.answer_objection', group: 'now', right: 'answer_objection',
    when: (scene) => isRunning(scene) && openObjections(scene).length > 0,
    fields: (scene) => [
      { name: 'objection', word: 'field.objection', kind: 'choice', options: openObjections(scene) },
      { name: 'upheld', word: 'field.upheld', kind: 'choice', options: yesNo('field.upheld.yes', 'field.upheld.no') },
      GROUNDS,
    ],
    build: (values, scene) => on(scene, { kind: 'answer_objection', objection: text(values, 'objection'), upheld: values.upheld === 'yes', grounds: text(values, 'grounds') }),
  },
];
