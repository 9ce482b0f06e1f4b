/** Money: whole fen, shown short with the exact sum at hand, read without a float in between. */

import type { Lang } from './lang';
import { estimate } from './number';

/** The exact sum, in yuan with two decimals and separators. */
export function exactYuan(fen: number): string {
  const sign = fen < 0 ? '−' : '';
  const whole = Math.floor(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  return `${sign}${grouped(String(whole))}.${String(rest).padStart(2, '0')}`;
}

/** The exact sum with its currency. */
export function exactMoney(fen: number, lang: Lang): string {
  return lang === 'zh' ? `${exactYuan(fen)} 元` : `CNY ${exactYuan(fen)}`;
}

const SHORT: Record<Lang, [fen: number, unit: string][]> = {
  zh: [
    [1e10, '亿元'],
    [1e6, '万元'],
    [100, '元'],
  ],
  en: [
    [1e11, 'billion'],
    [1e8, 'million'],
    [100, ''],
  ],
};

/** 123.45 万元, 1.23 亿元; CNY 1.23 million. */
export function shortMoney(fen: number, lang: Lang): string {
  const [scale, unit] = SHORT[lang].find(([least]) => Math.abs(fen) >= least) ?? [100, lang === 'zh' ? '元' : ''];
  const text = decimals(fen, scale, 2);
  return lang === 'zh' ? `${text} ${unit}` : `CNY ${text}${unit === '' ? '' : ` ${unit}`}`;
}

/** The unit of a column of money. */
export const COLUMN_UNIT: Record<Lang, string> = { zh: '万元', en: 'thousand CNY' };

/** Fen of that unit. */
export const COLUMN_FEN: Record<Lang, number> = { zh: 1e6, en: 1e5 };

/** A sum in the unit of its column. */
export function columnMoney(fen: number, lang: Lang): string {
  return decimals(fen, COLUMN_FEN[lang], 2);
}

/** An estimated sum with its unit, three significant figures: 1.08 亿元, CNY 108 million. */
export function aboutMoney(fen: number, lang: Lang): string {
  const [scale, unit] = SHORT[lang].find(([least]) => Math.abs(fen) >= least) ?? [100, lang === 'zh' ? '元' : ''];
  const text = estimate(fen / scale);
  return lang === 'zh' ? `${text} ${unit}` : `CNY ${text}${unit === '' ? '' : ` ${unit}`}`;
}

/** An estimated sum in the unit of its column. */
export function aboutColumn(fen: number, lang: Lang): string {
  return estimate(fen / (lang === 'zh' ? 1e6 : 1e5));
}

/** Fen of a text in yuan such as `1,234,567.89`; null unless it is a sum with at most two decimals. */
export function parseYuan(text: string): number | null {
  const plain = text.trim().replaceAll(/[,，\s]/g, '');
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!parts) return null;
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

/** Fen as a person types it. */
export function typedYuan(fen: number): string {
  return exactYuan(fen).replaceAll(',', '').replace(/\.00$/, '');
}

/** A whole number of `scale`s with `places` decimals, halves away from zero. */
function decimals(fen: number, scale: number, places: number): string {
  const steps = Math.round((Math.abs(fen) / scale) * 10 ** places);
  const digits = String(steps).padStart(places + 1, '0');
  const sign = fen < 0 && steps > 0 ? '−' : '';
  return `${sign}${grouped(digits.slice(0, -places))}.${digits.slice(-places)}`;
}

function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
