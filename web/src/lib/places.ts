/** Districts: programmes call them by codes, ledgers by their Chinese names. */

import { sayCode } from './words';

/** The name of a district as ledgers write it. */
export function ledgerDistrict(code: string): string {
  return sayCode('zh', 'district', code);
}

/** The code, among `codes`, of a district that a ledger names. */
export function districtCode(name: string | undefined, codes: readonly string[]): string | undefined {
  return codes.find((code) => code === name || ledgerDistrict(code) === name);
}
