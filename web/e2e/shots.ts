/** Pictures of every page in both languages, light and dark, on a desk and a phone, with what axe finds. */

import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { axe, told } from './axe';
import { launch, login, visit, type View } from './browser';
import { openDesk, type Desk } from './desk';
import { fillLedger, list, spoilThree } from './ledger';
import { hire } from './people';
import { seed } from './seed';

const OUT = 'e2e/out';
const ONLY = process.env.ONLY;

const VIEWS: View[] = [
  { width: 1280, height: 720, lang: 'zh', mode: 'light' },
  { width: 1280, height: 720, lang: 'en', mode: 'dark' },
  { width: 390, height: 844, lang: 'zh', mode: 'dark' },
  { width: 390, height: 844, lang: 'en', mode: 'light' },
];

type Shot = { name: string; user?: string; path: string; act?: (page: Page) => Promise<void> };

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const SHOTS: Shot[] = [
  { name: 'login', path: '/' },
  { name: 'notices', path: '/notices' },
  { name: 'inbox-district', user: 'district', path: '/' },
  { name: 'inbox-city', user: 'city', path: '/' },
  { name: 'inbox-fire', user: 'fire', path: '/' },
  { name: 'applications', user: 'city', path: '/applications' },
  { name: 'overview', user: 'city', path: '/applications/a-008' },
  { name: 'materials', user: 'district', path: '/applications/a-004?tab=materials' },
  { name: 'review', user: 'city', path: '/applications/a-007?tab=review' },
  { name: 'funds', user: 'city', path: '/applications/a-006?tab=money' },
  { name: 'letters', user: 'city', path: '/applications/a-006?tab=letters' },
  { name: 'history', user: 'city', path: '/applications/a-006?tab=history' },
  { name: 'decide', user: 'city', path: '/applications/a-005', act: press(/办结本环节|Decide the stage/) },
  { name: 'decision-form', user: 'city', path: '/applications/a-005', act: press(/记录政策认定|Record the decision/) },
  { name: 'letter-form', user: 'city', path: '/applications/a-005', act: press(/起草并签发|Write and issue/) },
  { name: 'checklist', user: 'owner', path: '/applications/a-002?tab=materials' },
  { name: 'fact-form', user: 'owner', path: '/applications/a-002?tab=materials', act: press(/申报事实 改造前|State a fact Structure/) },
  { name: 'mine', user: 'owner', path: '/applications' },
  { name: 'apply', user: 'owner', path: '/apply' },
  { name: 'board', user: 'finance', path: '/money' },
  { name: 'from-what', user: 'finance', path: '/money', act: (page) => page.locator('.totals .figure').nth(1).click() },
  { name: 'steps', user: 'finance', path: '/steps?all=yes' },
  { name: 'journal', user: 'auditor', path: '/journal', act: press(/签发检查点|Sign a checkpoint/) },
  { name: 'accounts', user: 'admin', path: '/accounts' },
  { name: 'search', user: 'city', path: '/search?q=%E5%8E%82' },
  { name: 'ledger', user: 'city', path: '/ledger' },
  { name: 'ledger-space', user: 'city', path: '/ledger?district=西城区&by=kind&space=XC-0005' },
  { name: 'ledger-draw', user: 'city', path: '/ledger', act: async (page) => { await page.getByRole('button', { name: /圈定范围|Draw an area/ }).click(); await page.getByRole('button', { name: /取当前视野|Take the view/ }).click(); } },
  { name: 'space', user: 'city', path: '/space?id=XC-0005' },
  { name: 'space-from', user: 'city', path: '/space?id=XC-0005', act: press(/由何而来：建筑面积|From what: gross floor area/) },
  { name: 'import', user: 'city', path: '/import' },
  { name: 'mapping', user: 'city', path: '/import', act: async (page) => { await page.locator('input[type=file]').setInputFiles({ name: '西城区空间台账.csv', mimeType: 'text/csv', buffer: Buffer.from(list(60, spoilThree)) }); await page.locator('.mapping').waitFor(); } },
  { name: 'refused', user: 'district', path: '/jobs', act: async (page) => { await page.locator('.job', { hasText: /导入台账|Import/ }).last().getByRole('link').click(); await page.locator('.refused').waitFor(); await page.locator('input[type=file]').setInputFiles({ name: '西城区.csv', mimeType: 'text/csv', buffer: Buffer.from(list(120, spoilThree)) }); await page.locator('.groups-list button').nth(1).click(); await page.locator('.remark-row input').nth(1).fill('5200'); await page.locator('.merges summary').first().click(); } },
  { name: 'row', user: 'district', path: '/jobs', act: async (page) => { await page.locator('.job', { hasText: /导入台账|Import/ }).last().getByRole('link').click(); await page.locator('.refused').waitFor(); await page.locator('input[type=file]').setInputFiles({ name: '西城区.csv', mimeType: 'text/csv', buffer: Buffer.from(list(120, spoilThree)) }); await page.locator('.remark-row .figure').first().click(); } },
  { name: 'jobs', user: 'district', path: '/jobs' },
  { name: 'potential', user: 'district', path: '/jobs', act: async (page) => { await page.locator('.job', { hasText: /片区潜力|Potential/ }).first().getByRole('link').click(); await page.locator('.potential-one').first().waitFor(); } },
  { name: 'password', user: 'city', path: '/password' },
  { name: 'nothing', user: 'city', path: '/nowhere' },
];

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  desk = await openDesk(process.env.LEDGER);
  const people = await hire(desk.url, desk.admin);
  await seed(people);
  await fillLedger(people.district);
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
    await login(page, user);
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
  for (const view of VIEWS) {
    for (const user of users) await shoot(view, wanted.filter((shot) => shot.user === user));
  }
});
