/** The filters of the ledger as the address has them. */

import type { SpaceFilter } from '../../api/queries';
import { readFilters } from '../../lib/address';

export const GROUPS = ['district', 'street', 'kind', 'project_kind'] as const;
export const NAMES = [...GROUPS, 'floor_area_min_m2', 'floor_area_max_m2'] as const;

export function filterOf(search: URLSearchParams): SpaceFilter {
  const { floor_area_min_m2: min, floor_area_max_m2: max, ...rest } = readFilters(search, NAMES);
  const [least, most] = [areaOf(min), areaOf(max)];
  return { ...rest, ...(least !== null && { floor_area_min_m2: least }), ...(most !== null && { floor_area_max_m2: most }) };
}

/** An area that was typed, separators or none; null where it is none. */
export function areaOf(text: string | undefined): number | null {
  const plain = (text ?? '').replaceAll(/[,，\s]/g, '');
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  return Number(plain);
}
