/** The two languages, and texts that the server gives in both. */

export type Lang = 'zh' | 'en';

export type Both = { zh: string; en: string };

export function startLang(kept: string | null, browser: readonly string[]): Lang {
  if (kept === 'zh' || kept === 'en') return kept;
  return browser.length === 0 || browser[0]?.startsWith('zh') ? 'zh' : 'en';
}
