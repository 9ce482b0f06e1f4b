/** Pictures of every page in both languages, light and dark, on a desk and a phone, with what axe finds. */

import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { axe, told } from './axe';
import type { View } from './browser';
import { openStudio, shoot, SHOTS, type Shot, type Studio } from './camera';

const OUT = 'e2e/out';
const ONLY = process.env.ONLY;

const VIEWS: View[] = [
  { width: 1280, height: 720, lang: 'zh', mode: 'light' },
  { width: 1280, height: 720, lang: 'en', mode: 'dark' },
  { width: 390, height: 844, lang: 'zh', mode: 'dark' },
  { width: 390, height: 844, lang: 'en', mode: 'light' },
];

/** Pages that are seen whole although something was done on them. */
const WHOLE = ['precheck', 'precheck-packages', 'choice', 'reform', 'mapping', 'refused', 'potential'];

let studio: Studio;

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  studio = await openStudio();
}, 300_000);

afterAll(() => studio.close());

const keep = (view: View) => async (page: Page, { name, act }: Shot) => {
  const of = `${name}-${view.width}-${view.lang}-${view.mode}`;
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) console.log(`${of}: ${wide} px too wide`);
  await page.screenshot({ path: `${OUT}/${of}.png`, fullPage: (act === undefined && !name.startsWith('ledger')) || WHOLE.includes(name) });
  const found = await axe(page);
  if (found.length > 0) console.log(`${of}:\n${told(found)}`);
};

test('pictures', async () => {
  const wanted = SHOTS.filter((shot) => ONLY === undefined || new RegExp(ONLY).test(shot.name));
  const views = VIEWS.filter((_, i) => process.env.VIEW === undefined || process.env.VIEW.includes(String(i)));
  for (const view of views) await shoot(studio, view, wanted, keep(view));
}, 1_800_000);
