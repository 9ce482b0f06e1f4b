/** Pictures of every page in both languages, light and dark, on a desk and a phone, with what axe finds. */

import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { axe, told } from './axe';
import { launch, login, visit, type View } from './browser';
import { openDemo } from './desk';
import { fillLedger, list, spoilThree } from './ledger';
import { Client } from './people';

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
  { name: 'ledger', user: 'city-1', path: '/ledger' },
  { name: 'ledger-space', user: 'city-1', path: '/ledger?district=西城区&by=kind&space=XC-0005' },
  { name: 'ledger-draw', user: 'city-1', path: '/ledger', act: async (page) => { await page.getByRole('button', { name: /圈定范围|Draw an area/ }).click(); await page.getByRole('button', { name: /取当前视野|Take the view/ }).click(); } },
  { name: 'space', user: 'city-1', path: '/space?id=SYN-000003' },
  { name: 'space-from', user: 'city-1', path: '/space?id=SYN-000003', act: press(/由何而来：建筑面积|From what: gross floor area/) },
  { name: 'import', user: 'city-1', path: '/import' },
  { name: 'mapping', user: 'city-1', path: '/import', act: async (page) => { await page.locator('input[type=file]').setInputFiles({ name: '西城区空间台账.csv', mimeType: 'text/csv', buffer: Buffer.from(list(60, spoilThree)) }); await page.locator('.mapping').waitFor(); } },
  { name: 'refused', user: 'district-1', path: '/jobs', act: async (page) => { await page.locator('.job', { hasText: /导入台账|Import/ }).last().getByRole('link').click(); await page.locator('.refused').waitFor(); await page.locator('input[type=file]').setInputFiles({ name: '西城区.csv', mimeType: 'text/csv', buffer: Buffer.from(list(120, spoilThree)) }); await page.locator('.groups-list button').nth(1).click(); await page.locator('.remark-row input').nth(1).fill('5200'); await page.locator('.merges summary').first().click(); } },
  { name: 'row', user: 'district-1', path: '/jobs', act: async (page) => { await page.locator('.job', { hasText: /导入台账|Import/ }).last().getByRole('link').click(); await page.locator('.refused').waitFor(); await page.locator('input[type=file]').setInputFiles({ name: '西城区.csv', mimeType: 'text/csv', buffer: Buffer.from(list(120, spoilThree)) }); await page.locator('.remark-row .figure').first().click(); } },
  { name: 'jobs', user: 'district-1', path: '/jobs' },
  { name: 'potential', user: 'district-1', path: '/jobs', act: async (page) => { await page.locator('.job', { hasText: /片区潜力|Potential/ }).first().getByRole('link').click(); await page.locator('.potential-one').first().waitFor(); } },
  { name: 'password', user: 'city-1', path: '/password' },
  { name: 'nothing', user: 'city-1', path: '/nowhere' },
];

const PASSWORD = 'for-the-demo-only';

let desk: Awaited<ReturnType<typeof openDemo>>;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  desk = await openDemo();
  const official = new Client(desk.url, 'district-1', 'district_officer');
  await official.login(PASSWORD);
  await fillLedger(official);
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
    await page.goto(encodeURI(desk.url + path));
    await page.waitForLoadState('domcontentloaded');
    await page.locator('#content').waitFor();
    await page.waitForTimeout(700);
    await page.locator('.loading').first().waitFor({ state: 'detached' });
    if ((await page.locator('.map').count()) > 0) await page.locator('.map[data-ready=true]').first().waitFor();
    if (act) {
      await act(page);
      await page.waitForTimeout(600);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) console.log(`${of}: ${wide} px too wide`);
    await page.screenshot({ path: `${OUT}/${of}.png`, fullPage: (act === undefined && !name.startsWith('ledger')) || ['mapping', 'refused', 'potential'].includes(name) });
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
