/** Every page of every role: accessible in both languages, light and dark, wide and narrow; nothing from outside. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, type View } from './browser';
import { openDesk, type Desk } from './desk';
import { hire } from './people';
import { seed } from './seed';
import { Actor } from './story';

const WIDE: View = { width: 1280, height: 720, lang: 'zh', mode: 'light' };
const NARROW: View = { width: 390, height: 844, lang: 'en', mode: 'dark' };

const OF_CASE = ['', '?tab=materials', '?tab=review', '?tab=money', '?tab=letters', '?tab=history'].map((tab) => `/applications/a-006${tab}`);

const PAGES: Record<string, string[]> = {
  city: ['/', '/applications', ...OF_CASE, '/money', '/steps?all=yes', '/ledger', '/import', '/jobs', '/city', '/choice', '/reform', '/law', '/programmes', '/organisations', '/organisations?do=record_share', '/search?q=%E5%8E%82', '/password', '/nowhere'],
  owner: ['/', '/precheck', '/precheck?step=energy', '/precheck?step=project', '/precheck?step=result', '/applications', '/apply', '/applications/a-002?tab=materials'],
  district: ['/', '/applications/a-001'],
  fire: ['/', '/applications/a-004?tab=review'],
  bank: ['/', '/steps'],
  auditor: ['/', '/journal', '/money'],
  analyst: ['/city', '/city?by=kind', '/choice', '/reform', '/law', '/applications', '/money', '/ledger'],
  admin: ['/accounts', '/ledger'],
};

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  desk = await openDesk();
  await seed(await hire(desk.url, desk.admin));
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser.close();
  await desk.close();
});

describe.each([['wide, Chinese, light', WIDE], ['narrow, English, dark', NARROW]])('%s', (_, view) => {
  test.each(Object.entries(PAGES))('the pages of %s', async (user, paths) => {
    const actor = await Actor.as(browser, desk.url, user, view);
    for (const path of paths) {
      await actor.goes(path);
      await actor.page.locator('.page-head').waitFor();
      await actor.page.locator('.loading').first().waitFor({ state: 'detached' });
      await actor.isAccessible();
      const tooWide = await actor.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(tooWide, `${path} is wider than the screen`).toBe(0);
    }
    await actor.leaves();
  });

  test('the pages of nobody', async () => {
    for (const path of ['/', '/notices']) {
      const actor = await Actor.open(browser, desk.url, path, view);
      await actor.page.locator('h1').waitFor();
      await actor.isAccessible();
      await actor.leaves();
    }
  });
});
