/** An application's draft from that of a pre-check: what was typed, and nothing that was computed. */

import type { Schema } from '../../api/client';
import { typedYuan } from '../../lib/money';
import { districtCode } from '../../lib/places';
import type { Draft as Application } from '../apply/open';
import type { Draft } from './draft';

/** A sum as typed in a unit, as yuan are typed. */
function yuan(draft: Draft): string {
  const typed = Number((draft.values.fixed_asset_investment_yuan ?? '').replaceAll(/[,，\s]/g, ''));
  if (!(typed > 0)) return '';
  const factor = (draft.units.fixed_asset_investment_yuan ?? 'wan_yuan') === 'wan_yuan' ? 10_000 : 1;
  return typedYuan(Math.round(typed * factor * 100));
}

export function toApply(draft: Draft, programmes: readonly Schema['ProgrammeWire'][], organisation: string | undefined): Partial<Application> {
  const { name, district, project_kind, support_mode } = draft.values;
  const fits = programmes.filter((one) => draft.scheme === undefined || one.scheme === draft.scheme);
  const programme = fits.length === 1 ? fits[0] : undefined;
  const code = districtCode(district, programme?.districts ?? []);
  const kind = programme?.project_kinds.find((one) => one === project_kind);
  return {
    parts: [{ space: '', owner: organisation ?? '', investment: yuan(draft) }],
    mode: support_mode === 'interest_subsidy' ? 'interest_subsidy' : 'investment_subsidy',
    ...(name !== undefined && { title: name }),
    ...(programme && { programme: programme.programme }),
    ...(code !== undefined && { district: code }),
    ...(kind !== undefined && { project_kind: kind }),
  };
}
