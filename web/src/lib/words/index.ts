/** Every word of the pages, in both languages. A word that is missing in one does not compile. */

import type { Lang } from '../lang';
import { actions } from './actions';
import { applications } from './applications';
import { common } from './common';
import { desk } from './desk';
import { events } from './events';
import { jobs } from './jobs';
import { ledger } from './ledger';
import { money } from './money';
import { offices } from './offices';
import { owner } from './owner';
import { planning } from './planning';
import { shell } from './shell';
import { tour } from './tour';

const words = { ...shell, ...common, ...applications, ...actions, ...events, ...money, ...desk, ...ledger, ...jobs, ...owner, ...planning, ...offices, ...tour };

export type Word = keyof typeof words;

export type Values = Record<string, string | number>;

/** A word with its values; `{n|day|days}` is the number with the noun that fits it. */
export function say(lang: Lang, word: Word, values: Values = {}): string {
  const text: string = words[word][lang === 'zh' ? 0 : 1];
  return text.replaceAll(/\{(\w+)(?:\|([^|}]+)\|([^}]+))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = String(values[name] ?? '');
    return one === undefined ? value : `${value} ${value === '1' ? one : many}`;
  });
}

/** The word of a code that data may hold, or the code itself where there is none for it. */
export function sayCode(lang: Lang, prefix: string, code: string): string {
  const word = `${prefix}.${code}`;
  return word in words ? say(lang, word as Word) : code.replaceAll('_', ' ');
}

/** Every code that has a word under `prefix`. */
export function codesOf(prefix: string): string[] {
  return Object.keys(words).filter((word) => word.startsWith(`${prefix}.`)).map((word) => word.slice(prefix.length + 1));
}

/** All words of a language, as they are written here. */
export function allWords(lang: Lang): string[] {
  return Object.values(words).map((pair) => pair[lang === 'zh' ? 0 : 1]);
}
