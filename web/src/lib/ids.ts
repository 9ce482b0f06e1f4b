/** Ids that the client makes, and the check of codes that people type. */

/** A new id, such as `a-3f9c…`. Not `randomUUID`, which pages without TLS do not have. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return `${prefix}-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export const ID_PATTERN = /^[A-Za-z0-9\-_.:/]{1,64}$/;

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether a text is a unified social credit code with its check character (GB 32100-2015). */
export function isOrgCode(text: string): boolean {
  const values = Array.from(text.trim().toUpperCase(), (char) => CHARACTERS.indexOf(char));
  if (values.length !== 18 || values.includes(-1)) return false;
  let [sum, weight] = [0, 1];
  for (const value of values.slice(0, 17)) {
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return (31 - (sum % 31)) % 31 === values[17];
}
