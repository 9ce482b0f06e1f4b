/** The guide names what is on the pages, and its pictures are there. */

import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GUIDE, guidePages, picturesOf } from '../../../e2e/guidePages';
import { allWords } from '.';

/** A word as it may stand on a page: with any values in its places. */
function shape(word: string): RegExp {
  const parts = word.split(/\{\w+(?:\|[^}]*)?\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

describe.each(['zh', 'en'] as const)('the guide in %s', (lang) => {
  const words = allWords(lang);
  const shapes = words.filter((word) => word.includes('{')).map(shape);
  /** Steps of a page are numbered: 1 Building. */
  const isWord = (label: string) => [label, label.replace(/^\d /, '')].some((text) => words.includes(text) || shapes.some((one) => one.test(text)));

  test.each(guidePages(lang))('$file calls things by their names', ({ text }) => {
    const labels = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = '']) => label);
    expect(labels.filter((label) => !isWord(label))).toEqual([]);
  });

  test('pages lead to pages that are there, and pictures too', () => {
    for (const { file, text } of guidePages(lang)) {
      const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, to = '']) => to);
      expect(links.filter((to) => !existsSync(`${GUIDE}${lang}/${to}`)), file).toEqual([]);
    }
  });
});

test('both languages show the same, and nothing lies about unused', () => {
  expect(picturesOf('zh').sort()).toEqual(picturesOf('en').sort());
  const named = (['zh', 'en'] as const).flatMap((lang) => picturesOf(lang).map((name) => `${name}.${lang}.webp`));
  expect(readdirSync(`${GUIDE}images`).sort()).toEqual(named.sort());
  expect(named.length).toBeLessThanOrEqual(25);
});
