/** The two languages, and texts that the server gives in both. */

export type Lang = 'zh' | 'en';

export type Both = { zh: string; en: string };

export function startLang(kept: string | null, browser: readonly string[]): Lang {
  if (kept === 'zh' || kept === 'en') return kept;
  return browser.length === 0 || browser[0]?.startsWith('zh') ? 'zh' : 'en';
}

/** A text that stands within a sentence as one that begins a line. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
