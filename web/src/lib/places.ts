/** Districts: programmes call them by codes, ledgers by their Chinese names. */

import type { Lang } from './lang';
import { codesOf, sayCode } from './words';

/** The name of a district as ledgers write it. */
export function ledgerDistrict(code: string): string {
  return sayCode('zh', 'district', code);
}

/** The code, among `codes`, of a district that a ledger or a programme names. */
export function districtCode(name: string | undefined, codes: readonly string[]): string | undefined {
  return codes.find((code) => code === name || ledgerDistrict(code) === name);
}

/** A district of a ledger or a programme in the language of the page; as it is where nobody has named it. */
export function districtName(name: string, lang: Lang): string {
  const code = districtCode(name, codesOf('district'));
  return code === undefined ? name : sayCode(lang, 'district', code);
}
