/** What each group is shown, in which order. */

import type { Schema } from '../../api/client';
import type { Word } from '../../lib/words';
import { PLACES } from '../../shell/nav';

type Role = Schema['Role'];

export type Step = {
  name: 'inbox' | 'end' | 'precheck' | 'verdict' | 'apply' | 'mine' | 'case' | 'acts' | 'groups' | 'map' | 'import' | 'jobs' | 'applications' | 'money' | 'steps' | 'journal' | 'duty' | 'city' | 'plot' | 'choice';
  /** The page on which it is. */
  to?: string;
  /** The first application of the list before is opened. */
  follow?: true;
  /** What is pointed at: the first of these that can be seen. */
  at: readonly string[];
};

const place = (to: string) => [`.side a[href="${to}"]`, '.top-menu', '.page-head'];

const ALL: Record<Step['name'], Step> = {
  inbox: { name: 'inbox', to: '/', at: place('/') },
  end: { name: 'end', at: ['.top .help', '.top-menu'] },
  precheck: { name: 'precheck', to: '/precheck', at: ['.pre > div', '.page-head'] },
  verdict: { name: 'verdict', to: '/precheck', at: ['.pre-verdict'] },
  apply: { name: 'apply', to: '/apply', at: ['.apply fieldset'] },
  mine: { name: 'mine', to: '/applications', at: ['.page-head'] },
  applications: { name: 'applications', to: '/applications', at: ['.filters'] },
  case: { name: 'case', follow: true, at: ['.case-main .tabs'] },
  acts: { name: 'acts', follow: true, at: ['.acts'] },
  groups: { name: 'groups', to: '/ledger', at: ['.groups'] },
  map: { name: 'map', to: '/ledger', at: ['.map-block'] },
  import: { name: 'import', to: '/import', at: ['.drop'] },
  jobs: { name: 'jobs', to: '/jobs', at: ['.works'] },
  money: { name: 'money', to: '/money', at: ['.totals', '.page-head'] },
  steps: { name: 'steps', to: '/steps', at: ['.page-head'] },
  journal: { name: 'journal', to: '/journal', at: ['.journal > li', '.page-head'] },
  duty: { name: 'duty', to: '/organisations', at: ['.page-extra'] },
  city: { name: 'city', to: '/city', at: ['.totals', '.page-head'] },
  plot: { name: 'plot', to: '/city', at: ['.plot', '.page-head'] },
  choice: { name: 'choice', to: '/choice', at: ['.terms', '.page-head'] },
};

const CITY: Step['name'][] = ['inbox', 'applications', 'case', 'acts', 'money', 'steps', 'end'];
const CHECKING: Step['name'][] = ['inbox', 'applications', 'case', 'acts', 'steps', 'duty', 'end'];

const NAMES: Record<Role, readonly Step['name'][]> = {
  applicant: ['inbox', 'precheck', 'verdict', 'apply', 'mine', 'acts', 'end'],
  district_officer: ['inbox', 'groups', 'map', 'import', 'jobs', 'acts', 'end'],
  municipal_officer: CITY,
  department: CITY,
  finance: CITY,
  expert: CHECKING,
  verifier: CHECKING,
  bank: CHECKING,
  auditor: ['inbox', 'applications', 'case', 'money', 'journal', 'duty', 'end'],
  analyst: ['city', 'plot', 'choice', 'groups', 'jobs', 'money', 'end'],
  administrator: [],
};

/** The steps of a role: none of them is on a page that is not its own. */
export function stepsOf(role: Role): Step[] {
  const own = new Set(PLACES[role].map(({ to }) => to));
  return NAMES[role].map((name) => ALL[name]).filter(({ to }) => to === undefined || own.has(to));
}

export const titleOf = (step: Step): Word => `tour.${step.name}`;
export const textOf = (step: Step): Word => `tour.${step.name}.what`;
