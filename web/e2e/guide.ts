/** The pictures of the guide, in docs/guide/images: the shots that its pages name, light, in the language of the page. */

import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStudio, shoot, SHOTS, type Studio } from './camera';
import { GUIDE, picturesOf } from './guidePages';

const OUT = `${GUIDE}images`;
const BYTES_MAX = 80_000;
/** Of WebP, 0 to 100: words stay sharp, and a page has some 50 kB. */
const QUALITY = 72;

let studio: Studio;

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  studio = await openStudio();
}, 300_000);

afterAll(() => studio.close());

async function picture(page: Page): Promise<Buffer> {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  return Buffer.from(data, 'base64');
}

test.each(['zh', 'en'] as const)('pictures of the guide, %s', async (lang) => {
  const names = picturesOf(lang);
  const shots = SHOTS.filter((shot, at) => names.includes(shot.name) && SHOTS.findIndex((one) => one.name === shot.name) === at);
  expect(shots.map((shot) => shot.name).sort()).toEqual([...names].sort());
  await shoot(studio, { width: 1280, height: 720, lang, mode: 'light' }, shots, async (page, { name }) => {
    await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
    const bytes = await picture(page);
    expect(bytes.length, name).toBeLessThan(BYTES_MAX);
    writeFileSync(`${OUT}/${name}.${lang}.webp`, bytes);
  });
}, 900_000);
