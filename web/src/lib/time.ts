/** Days and moments, both in the desk's own zone. */

import type { Lang } from './lang';

const ZONE = 'Asia/Shanghai';
const LOCALE: Record<Lang, string> = { zh: 'zh-CN', en: 'en-GB' };
const DAY_MS = 86_400_000;

/** `2024-03-04` as people write it: 2024年3月4日, 4 Mar 2024. */
export function showDay(day: string, lang: Lang): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  const options = { year: 'numeric', month: lang === 'zh' ? 'long' : 'short', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALE[lang], options).format(at);
}

/** A moment in milliseconds with its time of day. */
export function showMoment(ms: number, lang: Lang): string {
  const options = {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', timeZone: ZONE, hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat(LOCALE[lang], options).format(ms);
}

/** The day in the desk's zone on which a moment falls. */
export function dayOf(ms: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(ms);
}

/** Days from `today` to `day`; negative when it is over. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
}
