/** Pictures of every page in both languages, light and dark, on a desk and a phone, with what axe finds. */

import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { axe, told } from './axe';
import { launch, login, visit, type View } from './browser';
import { openDemo } from './desk';

const OUT = 'e2e/out';
const ONLY = process.env.ONLY;

const VIEWS: View[] = [
  { width: 1280, height: 720, lang: 'zh', mode: 'light' },
  { width: 1280, height: 720, lang: 'en', mode: 'dark' },
  { width: 390, height: 844, lang: 'zh', mode: 'dark' },
  { width: 390, height: 844, lang: 'en', mode: 'light' },
];

type Shot = { name: string; user?: string; path: string; act?: (page: Page) => Promise<void> };

/** Opens what a phone keeps folded, and presses a button. */
const press = (name: string | RegExp) => async (page: Page) => {
  await page.locator('.acts details').evaluateAll((all) => all.forEach((one) => { one.setAttribute('open', ''); }));
  await page.getByRole('button', { name }).first().click();
};

const SHOTS: Shot[] = [
  { name: 'login', path: '/' },
  { name: 'notices', path: '/notices' },
  { name: 'inbox-district', user: 'district-1', path: '/' },
  { name: 'inbox-city', user: 'city-1', path: '/' },
  { name: 'inbox-fire', user: 'dept-fire', path: '/' },
  { name: 'applications', user: 'city-1', path: '/applications' },
  { name: 'overview', user: 'city-1', path: '/applications/demo-22' },
  { name: 'materials', user: 'city-1', path: '/applications/demo-25?tab=materials' },
  { name: 'review', user: 'city-1', path: '/applications/demo-20?tab=review' },
  { name: 'review-open', user: 'city-1', path: '/applications/demo-09?tab=review' },
  { name: 'funds', user: 'city-1', path: '/applications/demo-30?tab=money' },
  { name: 'claims', user: 'city-1', path: '/applications/demo-29?tab=money' },
  { name: 'letters', user: 'city-1', path: '/applications/demo-19?tab=letters' },
  { name: 'history', user: 'city-1', path: '/applications/demo-16?tab=history' },
  { name: 'act-form', user: 'city-1', path: '/applications/demo-17', act: press(/中止办理|^Suspend/) },
  { name: 'decision-form', user: 'city-1', path: '/applications/demo-14', act: press(/记录政策认定|Record the decision/) },
  { name: 'letter-form', user: 'city-1', path: '/applications/demo-20', act: press(/起草并签发|Write and issue/) },
  { name: 'mine', user: 'applicant-1', path: '/applications' },
  { name: 'checklist', user: 'applicant-1', path: '/applications/demo-03?tab=materials' },
  { name: 'apply', user: 'applicant-1', path: '/apply' },
  { name: 'score', user: 'expert-2', path: '/' },
  { name: 'board', user: 'finance-1', path: '/money' },
  { name: 'from-what', user: 'finance-1', path: '/money', act: (page) => page.locator('.totals .figure').nth(4).click() },
  { name: 'steps', user: 'finance-1', path: '/steps' },
  { name: 'journal', user: 'auditor', path: '/journal', act: press(/签发检查点|Sign a checkpoint/) },
  { name: 'accounts', user: 'admin', path: '/accounts' },
  { name: 'search', user: 'city-1', path: '/search?q=%E5%8E%82' },
  { name: 'spaces', user: 'city-1', path: '/spaces' },
  { name: 'space', user: 'city-1', path: '/spaces?at=SYN-000003', act: (page) => page.waitForTimeout(300) },
  { name: 'password', user: 'city-1', path: '/password' },
  { name: 'nothing', user: 'city-1', path: '/nowhere' },
];

const PASSWORD = 'for-the-demo-only';

let desk: Awaited<ReturnType<typeof openDemo>>;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  desk = await openDemo();
  browser = await launch();
}, 300_000);

afterAll(async () => {
  await browser.close();
  await desk.close();
});

async function shoot(view: View, shots: readonly Shot[]): Promise<void> {
  const { page, context, watch } = await visit(browser, desk.url, view);
  const user = shots[0]?.user;
  if (user !== undefined) {
    await login(page, user, PASSWORD);
    await page.locator('.shell').waitFor();
  }
  for (const { name, path, act } of shots) {
    const of = `${name}-${view.width}-${view.lang}-${view.mode}`;
    await page.goto(desk.url + path);
    await page.waitForLoadState('domcontentloaded');
    await page.locator('#content').waitFor();
    await page.waitForTimeout(700);
    await page.locator('.loading').first().waitFor({ state: 'detached' });
    if (act) {
      await act(page);
      await page.waitForTimeout(600);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) console.log(`${of}: ${wide} px too wide`);
    await page.screenshot({ path: `${OUT}/${of}.png`, fullPage: act === undefined && name !== 'spaces' });
    const found = await axe(page);
    if (found.length > 0) console.log(`${of}:\n${told(found)}`);
  }
  if (watch.errors.length + watch.outside.length > 0) console.log(`${user ?? 'nobody'} ${view.lang}:`, watch);
  await context.close();
}

test('pictures', async () => {
  const wanted = SHOTS.filter((shot) => ONLY === undefined || new RegExp(ONLY).test(shot.name));
  const users = [...new Set(wanted.map((shot) => shot.user))];
  const views = VIEWS.filter((_, i) => process.env.VIEW === undefined || process.env.VIEW.includes(String(i)));
  for (const view of views) {
    for (const user of users) await shoot(view, wanted.filter((shot) => shot.user === user));
  }
});
