/** The guide's pages, and the pictures that they name. */

import { readdirSync, readFileSync } from 'node:fs';

export const GUIDE = new URL('../../docs/guide/', import.meta.url).pathname;

export type GuidePage = { lang: 'zh' | 'en'; file: string; text: string };

export function guidePages(lang: 'zh' | 'en'): GuidePage[] {
  return readdirSync(`${GUIDE}${lang}`).map((file) => ({ lang, file: `${lang}/${file}`, text: readFileSync(`${GUIDE}${lang}/${file}`, 'utf8') }));
}

/** The shots that the pages of a language show. */
export function picturesOf(lang: 'zh' | 'en'): string[] {
  const found = guidePages(lang).flatMap(({ text }) => [...text.matchAll(/\(\.\.\/images\/([a-z-]+)\.(\w+)\.webp\)/g)]);
  return found.flatMap(([, name = '', of]) => (of === lang ? [name] : []));
}
