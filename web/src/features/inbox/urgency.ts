/** Tasks in heaps: overdue, within a week, later, without a deadline. */

import type { Schema } from '../../api/client';
import { daysUntil } from '../../lib/time';

export type Urgency = 'over' | 'soon' | 'later' | 'free';

const ORDER: readonly Urgency[] = ['over', 'soon', 'later', 'free'];
const SOON_DAYS = 7;

type Task = Schema['TaskWire'];

function urgency(task: Task, today: string): Urgency {
  if (task.due == null) return 'free';
  const left = daysUntil(task.due, today);
  if (left < 0) return 'over';
  return left <= SOON_DAYS ? 'soon' : 'later';
}

/** The heaps that are not empty, the most urgent first; within one as the server ordered them. */
export function byUrgency(tasks: readonly Task[], today: string): { urgency: Urgency; tasks: Task[] }[] {
  const heaps = ORDER.map((of) => ({ urgency: of, tasks: tasks.filter((task) => urgency(task, today) === of) }));
  return heaps.filter((heap) => heap.tasks.length > 0);
}
