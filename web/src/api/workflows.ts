/** Workflows: the order of stages with the names of all that they ask for. */

import type { Both } from '../lib/lang';
import type { Schema } from './client';
import shipped from './workflows.json';

export type Stage = {
  id: string;
  name: Both;
  mark: string;
  end?: boolean;
  answers?: Schema['Role'];
  deadline?: number;
  evidence?: string[];
  facts?: string[];
  milestones?: string[];
  branches?: { id: string; department: string; deadline?: number }[];
  notice?: { days: number; count: string };
  score?: { sheet: string; experts_min: number; points_min: number };
  decision?: boolean;
  letter?: boolean;
  money?: { step: string; required?: boolean }[];
  moves?: { on: Schema['Outcome']; to: string; then?: string }[];
};

export type Workflow = {
  id: string;
  name: Both;
  note?: Both;
  mark: string;
  departments: Record<string, Both>;
  evidence: Record<string, Both & { by?: Schema['Role'][] }>;
  milestones?: Record<string, Both>;
  stages: Stage[];
  tranches?: { id: string; name: Both; share: string; stage: string; evidence?: string[]; milestones?: string[] }[];
  appeal?: { from: string[]; within: number; answers: Schema['Role']; deadline: number };
};

/** English names as headings write them; the files have them as they stand within a sentence. */
const ALL = JSON.parse(JSON.stringify(shipped), (key, value: unknown) =>
  key === 'en' && typeof value === 'string' ? value.charAt(0).toUpperCase() + value.slice(1) : value,
) as Workflow[];

export function workflow(id: string | undefined): Workflow | undefined {
  return ALL.find((one) => one.id === id);
}

/** Every workflow that this desk knows. */
export function workflows(): readonly Workflow[] {
  return ALL;
}
