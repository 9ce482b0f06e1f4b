/** Pages of the demo desk, each brought to where a picture of it says something. */

import type { Browser, Page } from 'playwright-core';
import { launch, login, visit, type View } from './browser';
import { openDemo } from './desk';
import { fillLedger, list, spoilThree } from './ledger';
import { Client } from './people';

export type Shot = { name: string; user?: string; path: string; act?: (page: Page) => Promise<void> };

/** Opens what a phone keeps folded, and presses a button. */
const press = (name: string | RegExp) => async (page: Page) => {
  await page.locator('.acts details').evaluateAll((all) => all.forEach((one) => { one.setAttribute('open', ''); }));
  await page.getByRole('button', { name }).first().click();
};

/** A building whose questions are answered as far as its owner knows. */
async function typed(page: Page): Promise<void> {
  const values = {
    name: '望京西路商场', district: '朝阳区', address: '朝阳区望京西路41号', kind: 'retail', project_kind: 'low_efficiency_building', gross_floor_area_m2: '83,859.9', renovated_area_m2: '83,859.9', storeys: '3', year_built: '2001',
    vacant: 'no', support_mode: 'investment_subsidy', heating_plant: 'district', property_rights_clear: 'yes', project_state: 'planned', fixed_asset_investment_yuan: '4,800', target_industry: '现代服务业',
  };
  await page.evaluate((draft) => localStorage.setItem('reweave.draft.applicant-2.precheck', draft), JSON.stringify({ values, units: {} }));
  await page.reload();
  await page.locator('.answer').waitFor();
}

async function computed(page: Page): Promise<void> {
  await page.getByRole('button', { name: /测算改造方案|重新测算|^Compute/ }).click();
  await page.locator('.side-by-side').waitFor();
  await page.locator('.plot svg').nth(4).waitFor();
}

/** Two runs beside each other. */
async function chosen(page: Page): Promise<void> {
  for (const yuan of ['500000000', '300000000']) {
    await page.locator('.terms input.num').first().fill(yuan);
    await page.locator('.terms button[type=submit]').click();
    await page.waitForTimeout(300);
    await page.locator('.terms .ant-btn-loading').waitFor({ state: 'detached' });
    await page.locator('.run-totals').waitFor();
  }
}

/** A parameter at another value, and over a range. */
async function reformed(page: Page): Promise<void> {
  const take = async (place: number, name: RegExp) => {
    await page.locator('.terms fieldset').nth(place).getByRole('combobox').click();
    await page.locator('.ant-select-item-option', { hasText: name }).last().click();
  };
  await take(0, /综合节能率下限|least composite saving rate/);
  await page.locator('.terms .sum').first().getByRole('textbox').fill('10');
  await take(1, /综合节能率下限|least composite saving rate/);
  for (const [i, value] of ['5', '30', '5'].entries()) await page.locator('.range input').nth(i).fill(value);
  await page.locator('.terms button[type=submit]').click();
  await page.locator('.reform-plots svg').nth(1).waitFor({ timeout: 90_000 });
}

export const SHOTS: Shot[] = [
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
  { name: 'programmes', user: 'city-1', path: '/programmes' },
  { name: 'programme-form', user: 'city-1', path: '/programmes', act: press(/设立项目计划|^Open a programme/) },
  { name: 'sheet-form', user: 'city-1', path: '/programmes', act: press(/^发布下一版|^Publish the next/) },
  { name: 'organisations', user: 'city-1', path: '/organisations' },
  { name: 'delegate', user: 'district-1', path: '/organisations?do=delegate' },
  { name: 'share', user: 'city-1', path: '/organisations?do=record_share' },
  { name: 'offer', user: 'other-district', path: '/', act: (page) => page.evaluate(() => localStorage.removeItem('reweave.tour.other-district')).then(() => page.reload()).then(() => page.locator('.offer').waitFor()) },
  { name: 'tour', user: 'other-district', path: '/', act: async (page) => { await page.locator('.offer button').first().click(); await page.locator('.ant-tour').waitFor(); await page.keyboard.press('ArrowRight'); await page.waitForTimeout(1500); } },
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
  { name: 'spaces', user: 'city-1', path: '/ledger' },
  { name: 'space', user: 'city-1', path: '/space?id=SYN-000003' },
  { name: 'precheck', user: 'applicant-2', path: '/precheck', act: typed },
  { name: 'precheck-energy', user: 'applicant-2', path: '/precheck?step=energy' },
  { name: 'precheck-project', user: 'applicant-2', path: '/precheck?step=project' },
  { name: 'precheck-amount', user: 'applicant-2', path: '/precheck?step=project', act: (page) => page.locator('.answer-amount .figure').click() },
  { name: 'precheck-packages', user: 'applicant-2', path: '/precheck?step=result', act: computed },
  { name: 'city', user: 'analyst', path: '/city' },
  { name: 'city-streets', user: 'analyst', path: '/city?by=street&district=%E6%9C%9D%E9%98%B3%E5%8C%BA' },
  { name: 'choice', user: 'analyst', path: '/choice', act: chosen },
  { name: 'reform', user: 'analyst', path: '/reform', act: reformed },
  { name: 'law', user: 'city-1', path: '/law' },
  { name: 'law-check', user: 'city-1', path: '/law', act: async (page) => { await page.locator('.ant-table-row button').nth(3).click(); await page.locator('.confirm-form').waitFor(); } },
  { name: 'password', user: 'city-1', path: '/password' },
  { name: 'nothing', user: 'city-1', path: '/nowhere' },
];

const PASSWORD = 'for-the-demo-only';

export type Studio = { url: string; browser: Browser; close: () => Promise<void> };

/** The demo desk with a ledger that somebody worked on, and a browser before it. */
export async function openStudio(): Promise<Studio> {
  const desk = await openDemo();
  const official = new Client(desk.url, 'district-1', 'district_officer');
  await official.login(PASSWORD);
  await fillLedger(official);
  const browser = await launch();
  return { url: desk.url, browser, close: async () => { await browser.close(); await desk.close(); } };
}

/** Lets `keep` take a picture of every shot, one user after the other; tells what went wrong on the pages. */
export async function shoot(studio: Studio, view: View, shots: readonly Shot[], keep: (page: Page, shot: Shot) => Promise<void>): Promise<void> {
  for (const user of new Set(shots.map((shot) => shot.user))) {
    const { page, context, watch } = await visit(studio.browser, studio.url, view);
    if (user !== undefined) {
      await login(page, user, PASSWORD);
      await page.locator('.shell').waitFor();
      // The offer of the tour has a picture of its own.
      await page.evaluate((name) => localStorage.setItem(`reweave.tour.${name}`, 'offered'), user);
    }
    for (const shot of shots.filter((one) => one.user === user)) {
      await pose(page, studio.url, shot);
      await keep(page, shot);
    }
    if (watch.errors.length + watch.outside.length > 0) console.log(`${user ?? 'nobody'} ${view.lang}:`, watch);
    await context.close();
  }
}

async function pose(page: Page, url: string, { path, act }: Shot): Promise<void> {
  await page.goto(encodeURI(url + path));
  await page.waitForLoadState('domcontentloaded');
  await page.locator('#content').waitFor();
  await page.waitForTimeout(700);
  await page.locator('.loading').first().waitFor({ state: 'detached' });
  if ((await page.locator('.map').count()) > 0) await page.locator('.map[data-ready=true]').first().waitFor();
  if (act) {
    await act(page);
    await page.waitForTimeout(600);
  }
}
