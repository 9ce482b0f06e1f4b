/** What is handed in, as a text whose hash stands in the journal. */

import type { Schema } from '../../api/client';

/** Names in order and no white space, so that the same content has the same hash. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Everything that the applicant vouches for in this stage. */
export function handedIn(whole: Schema['Whole']): string {
  const { row, parts, works, works_from, evidence, facts } = whole;
  const { id, version, stage, title, programme, district, project_kind, mode } = row;
  return `${canonical({ application: { id, version, stage, title, programme, district, project_kind, mode }, parts, works, works_from, evidence, facts })}\n`;
}
