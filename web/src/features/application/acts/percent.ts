/** Whole steps of a percentage: 30 with two places is 3000, 3.45 with four is 34500; null if it is none. */
export function parsePercent(text: string, places: number): number | null {
  const parts = /^(\d{1,3})(?:\.(\d+))?$/.exec(text.trim());
  const decimals = parts?.[2] ?? '';
  if (!parts || decimals.length > places) return null;
  const steps = Number(parts[1]) * 10 ** places + Number(decimals.padEnd(places, '0'));
  return steps <= 100 * 10 ** places ? steps : null;
}
