import { expect, test } from 'vitest';
import type { Schema } from './client';
import { readFlow } from './flow';

test('a workflow is read as pages need it', () => {
  const name = { zh: '公示', en: 'public notice' };
  const wire: Schema['FlowWire'] = {
    id: 'w', name, mark: 'B', note: name, departments: {}, evidence: {}, milestones: {},
    stages: [
      {
        id: 'notice', name, mark: 'B',
        work: {
          answers: 'municipal_officer', evidence: [], facts: [], milestones: [], branches: { fire: 'fire' }, agreement: 'all', notice_days: 5, decision: false, letter: false,
          money: [], money_required: [], moves: { reject: 'refused', pass: 'closed' },
        },
      },
      { id: 'closed', name, mark: 'B' },
    ],
    tranches: [5000, 7000, 10_000].map((cumulative_bp, i) => ({ id: `t${i}`, name, cumulative_bp, stage: 'notice', evidence: [], milestones: [] })),
  };
  const flow = readFlow(wire);
  expect(flow.tranches.map((one) => one.share_bp)).toEqual([5000, 2000, 3000]);
  expect(flow.stages.map((stage) => [stage.end, stage.notice, stage.outcomes])).toEqual([[false, true, ['pass', 'reject']], [true, false, []]]);
  expect(flow.stages[0]?.name).toEqual({ zh: '公示', en: 'Public notice' });
});
