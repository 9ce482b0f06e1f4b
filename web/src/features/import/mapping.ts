/** Which column of a list is read as which field, and what of it differs from the ready mapping. */

/** Fields by heading; null where a column is left out. */
export type Chosen = Record<string, string | null>;

/** Keys that several columns share, or that only the ready mapping can read. */
export const FIXED: readonly string[] = ['position', 'period'];

/** What the ready mapping reads, for every heading. */
export function guessed(headings: readonly string[], columns: Readonly<Record<string, string>>): Chosen {
  return Object.fromEntries(headings.map((heading) => [heading, columns[heading] ?? null]));
}

/** Headings by field in place of the ready mapping's own; a field that lost its column is given one that no list has. */
export function changed(guess: Chosen, chosen: Chosen, nowhere: string): Record<string, string> {
  const columns: Record<string, string> = {};
  for (const [heading, key] of Object.entries(guess)) {
    if (key !== null && !FIXED.includes(key) && chosen[heading] !== key) columns[key] = nowhere;
  }
  for (const [heading, key] of Object.entries(chosen)) {
    if (key !== null && guess[heading] !== key) columns[key] = heading;
  }
  return columns;
}

/** Fields that two columns claim. */
export function twice(chosen: Chosen): [key: string, headings: string[]][] {
  const claims = new Map<string, string[]>();
  for (const [heading, key] of Object.entries(chosen)) {
    if (key !== null && key !== 'position') claims.set(key, [...(claims.get(key) ?? []), heading]);
  }
  return [...claims].filter(([, headings]) => headings.length > 1);
}

export function hasId(chosen: Chosen): boolean {
  return Object.values(chosen).includes('id');
}
