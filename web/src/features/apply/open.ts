/** What opens an application, from what was typed. */

import type { Schema } from '../../api/client';
import { parseYuan } from '../../lib/money';

export type Draft = {
  id: string;
  title: string;
  programme: string;
  district: string;
  project_kind: string;
  mode: Schema['Mode'];
  works: string[];
  works_from: string;
  parts: { space: string; owner: string; investment: string }[];
};

export function openApplication(draft: Draft): Schema['Action'] {
  const { id, title, parts, ...rest } = draft;
  return {
    kind: 'open_application',
    application: id,
    title: title.trim(),
    programme: rest.programme,
    district: rest.district,
    project_kind: rest.project_kind,
    mode: rest.mode,
    works: rest.works,
    works_from: rest.works_from,
    parts: parts.map((part) => ({ space: part.space.trim(), owner: part.owner.trim().toUpperCase(), investment: parseYuan(part.investment) ?? 0 })),
  };
}
