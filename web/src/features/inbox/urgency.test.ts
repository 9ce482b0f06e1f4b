import { expect, test } from 'vitest';
import type { Schema } from '../../api/client';
import { byUrgency } from './urgency';

const task = (application: string, due?: string): Schema['TaskWire'] => ({ application, title: application, what: 'stage', stage_name: { zh: '受理', en: 'Completeness' }, overdue: false, open: [], ...(due !== undefined && { due }) });

test('tasks fall into heaps, in the order of the server', () => {
  const heaps = byUrgency([task('a', '2024-03-01'), task('b', '2024-03-04'), task('c', '2024-03-11'), task('d', '2024-03-12'), task('e')], '2024-03-04');
  expect(heaps.map((heap) => [heap.urgency, heap.tasks.map((one) => one.application).join('')])).toEqual([['over', 'a'], ['soon', 'bc'], ['later', 'd'], ['free', 'e']]);
});
