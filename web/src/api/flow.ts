/** Workflows: the order of stages with the names of all that they ask for. */

import type { Both } from '../lib/lang';
import type { Schema } from './client';

export type Stage = {
  id: string;
  name: Both;
  /** Nothing is left to do in it. */
  end: boolean;
  answers?: Schema['Role'];
  /** Working days. */
  deadline?: number;
  evidence: string[];
  facts: string[];
  branches: { id: string; department: string }[];
  notice: boolean;
  score?: { sheet: string; points_min: number };
  money: string[];
  outcomes: Schema['Outcome'][];
};

export type Workflow = {
  id: string;
  name: Both;
  /** How far its order can be trusted: the letter of its mark, with what is known of it. */
  mark: string;
  note: Both;
  departments: Record<string, Both>;
  evidence: Record<string, { name: Both; by: Schema['Role'][] }>;
  milestones: Record<string, Both>;
  stages: Stage[];
  /** Parts of a subsidy, each with its own share in hundredths of a percent. */
  tranches: { id: string; name: Both; share_bp: number; stage: string }[];
  appeal?: { from: string[]; answers: Schema['Role'] };
};

type Wire = Schema['FlowWire'];

/** A workflow as pages read it: names as headings write them. */
export function readFlow(flow: Wire): Workflow {
  const named = (all: Record<string, Both>) => Object.fromEntries(Object.entries(all).map(([id, name]) => [id, heading(name)]));
  const before = (i: number) => flow.tranches[i - 1]?.cumulative_bp ?? 0;
  return {
    id: flow.id,
    name: heading(flow.name),
    mark: flow.mark,
    note: flow.note,
    departments: named(flow.departments),
    evidence: Object.fromEntries(Object.entries(flow.evidence).map(([kind, one]) => [kind, { name: heading(one.name), by: one.by }])),
    milestones: named(flow.milestones),
    stages: flow.stages.map(readStage),
    tranches: flow.tranches.map((one, i) => ({ id: one.id, name: heading(one.name), share_bp: one.cumulative_bp - before(i), stage: one.stage })),
    ...(flow.appeal && { appeal: { from: flow.appeal.from, answers: flow.appeal.answers } }),
  };
}

function readStage({ id, name, work }: Wire['stages'][number]): Stage {
  return {
    id,
    name: heading(name),
    end: work == null,
    ...(work && { answers: work.answers }),
    ...(work?.deadline_days != null && { deadline: work.deadline_days }),
    evidence: work?.evidence ?? [],
    facts: work?.facts ?? [],
    branches: Object.entries(work?.branches ?? {}).map(([branch, department]) => ({ id: branch, department })),
    notice: work?.notice_days != null,
    ...(work?.score && { score: { sheet: work.score.sheet, points_min: work.score.points_min } }),
    money: work?.money ?? [],
    outcomes: OUTCOMES.filter((outcome) => work?.moves[outcome] !== undefined),
  };
}

const OUTCOMES = ['pass', 'return', 'reject'] as const;

/** English as a heading begins; the files write names as they stand within a sentence. */
function heading({ zh, en }: Both): Both {
  return { zh, en: en.charAt(0).toUpperCase() + en.slice(1) };
}
