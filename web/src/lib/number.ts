/** Numbers that are not money. */

/** An exact number with separators, as 17,728. */
export function exact(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value).replace('-', '−');
}

/** An estimate with at most three significant figures: 1,234 → 1,230. */
export function estimate(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 }).format(value).replace('-', '−');
}

/** An area: m² with separators. */
export function area(m2: number): string {
  return `${exact(m2)} m²`;
}

/** Hundredths of a percent: 3000 → 30 %. */
export function basisPoints(bp: number): string {
  return `${exact(bp / 100)} %`;
}

/** The size of a file. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${estimate(bytes / 1000)} kB`;
  return `${estimate(bytes / 1_000_000)} MB`;
}

/** Energy of a year in the language's unit: 万 kWh, MWh. */
export function energy(kwh: number, lang: 'zh' | 'en'): string {
  return lang === 'zh' ? `${estimate(kwh / 10_000)} 万 kWh` : `${estimate(kwh / 1000)} MWh`;
}

/** Grams of CO2e as tonnes. */
export function tonnes(grams: number): string {
  return `${estimate(grams / 1e6)} t`;
}

/** A share as a percentage with at most three figures; a tiny one is not told as nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.05 %';
  return `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(share * 100)} %`;
}
