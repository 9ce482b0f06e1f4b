/** The analyst: the city by its numbers, each a way to its rows; two programmes beside each other. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launch } from './browser';
import { openDemo } from './desk';
import { Actor, story } from './story';

const { given, when, then } = story;

const PASSWORD = 'for-the-demo-only';

let desk: Awaited<ReturnType<typeof openDemo>>;
let browser: Browser;

beforeAll(async () => {
  desk = await openDemo();
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

/** A number as the pages write it. */
const number = (text: string | null) => Number((text ?? '').replaceAll(/[^0-9.]/g, ''));

test('from the city to the rows behind a number', async () => {
  const analyst = await Actor.as(browser, desk.url, 'analyst', DESKTOP, PASSWORD);
  const { page } = analyst;
  let all = 0;
  await given('the city by districts', async () => {
    await analyst.follows('城市概况');
    await page.locator('.plot svg').waitFor();
    all = number(await page.locator('.totals a').first().textContent());
    await analyst.isAccessible();
  });
  await then('the districts add up to the whole, in the file as on the page', async () => {
    const lines = (await analyst.saves('导出所列（CSV）')).trim().split('\r\n').slice(1);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.reduce((sum, line) => sum + Number(line.split(',')[2]), 0)).toBe(all);
  });
  await when('the streets of one district are opened', async () => {
    await page.getByRole('row', { name: /朝阳区/ }).getByRole('link', { name: '看其中的街道' }).click();
    await page.locator('.where').getByText('朝阳区').waitFor();
  });
  await then('a number of a street leads to as many rows of the ledger', async () => {
    const link = page.locator('.ant-table-tbody a.num').first();
    await link.waitFor();
    const count = number(await link.textContent());
    expect(await link.getAttribute('href')).toContain('/ledger?');
    await link.click();
    await page.locator('#content h1', { hasText: '台账' }).waitFor();
    expect(new URL(page.url()).searchParams.get('street')).not.toBeNull();
    await page.locator('#content').getByText(new RegExp(`${count}`)).first().waitFor();
  });
  await when('the applications of a district are followed', async () => {
    await analyst.goes('/city');
    await page.locator('.plot svg').waitFor();
    const link = page.locator('a[href^="/applications?district="]').first();
    await link.waitFor();
    const count = number(await link.textContent());
    await link.click();
    await analyst.sees(`已显示 ${count} 行`);
  });
  await then('nothing went wrong on the way', () => analyst.leaves());
});

test('two programmes beside each other', async () => {
  const analyst = await Actor.as(browser, desk.url, 'analyst', DESKTOP, PASSWORD);
  const { page } = analyst;
  const choose = async (yuan: string) => {
    await page.getByRole('group', { name: '公共资金' }).getByLabel('精确金额（元）').fill(yuan);
    await analyst.presses('比选');
    await page.getByRole('combobox', { name: '方案甲' }).waitFor();
    await page.locator('.runs .ant-select', { hasText: `${Number(yuan) / 1e8}.00 亿元` }).first().waitFor();
  };
  await given('a choice under five hundred million', async () => {
    await analyst.follows('项目比选');
    await analyst.sees('还没有比选过');
    await analyst.isAccessible();
    await choose('500000000');
    await page.locator('.run-totals').waitFor();
  });
  await when('there is less money, and a ceiling for a district', async () => {
    await analyst.picks('给一个区设上限', '丰台区');
    await page.getByRole('group', { name: '丰台区' }).getByLabel('精确金额（元）').fill('20,000,000');
    await choose('300000000');
    await analyst.sees('乙 − 甲');
  });
  await then('both stand side by side, the ceiling holds, and those left out have their reasons', async () => {
    const money = page.getByRole('row', { name: /^公共资金/ }).locator('td');
    expect(number(await money.nth(0).textContent())).toBeLessThanOrEqual(3);
    expect(number(await money.nth(1).textContent())).toBeLessThanOrEqual(5);
    const ceiling = await page.locator('.choice-districts tr', { hasText: '丰台区' }).locator('td').first().textContent();
    const [used, most] = (ceiling ?? '').split('/').map(number);
    expect(most).toBe(2000);
    expect(used).toBeLessThanOrEqual(2000);
    await page.getByText(/^落选与理由（方案甲）/).click();
    await page.locator('.ant-table-row').first().waitFor();
    expect((await page.locator('.ant-table-row').first().textContent())?.length).toBeGreaterThan(10);
    await analyst.isAccessible();
  });
  await when('the page is sent to a colleague by its address', async () => {
    await page.reload();
    await analyst.sees('乙 − 甲');
  });
  await then('nothing went wrong on the way', () => analyst.leaves());
});

test('a reform: who gains, who loses, what it costs', async () => {
  const analyst = await Actor.as(browser, desk.url, 'analyst', DESKTOP, PASSWORD);
  const { page } = analyst;
  const cell = async (row: string, column: number) => number(await page.getByRole('row', { name: new RegExp(`^${row}`) }).first().locator('td').nth(column).textContent());
  await given('a lower saving rate, and the rate tried over a range', async () => {
    await analyst.follows('政策测算');
    await analyst.sees('还没有测算过');
    await analyst.isAccessible();
    await analyst.picks('加一个参数', '节能率');
    await page.locator('.terms .sum').first().getByRole('textbox').fill('5');
    await analyst.picks('选一个参数', '节能率');
    await page.getByLabel('从', { exact: true }).fill('5');
    await page.getByLabel('到', { exact: true }).fill('30');
    await page.getByLabel('步长', { exact: true }).fill('5');
  });
  await when('it is compared', async () => {
    await page.locator('.terms button[type=submit]').click();
    await page.locator('.reform-sentence').waitFor({ timeout: 60_000 });
  });
  await then('the answer stands first, and its numbers agree with each other', async () => {
    await page.locator('.reform-plots svg').nth(1).waitFor();
    const [met, after] = [await cell('符合', 0), await cell('符合', 1)];
    expect(after).toBeGreaterThanOrEqual(met);
    const [open, openAfter] = [await cell('待定', 0), await cell('待定', 1)];
    const [not, notAfter] = [await cell('不符合', 0), await cell('不符合', 1)];
    expect(met + open + not).toBe(after + openAfter + notAfter);
    expect(notAfter).toBeLessThan(not);
    await analyst.isAccessible();
  });
  await then('the cases that moved are there, with the clause that moved them', async () => {
    const lines = (await analyst.saves('导出所列（CSV）')).trim().split('\r\n').slice(1);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.includes('节能率'))).toBe(true);
  });
  await when('the page is sent to a colleague by its address', async () => {
    await page.reload();
    await page.locator('.reform-sentence').waitFor();
  });
  await then('nothing went wrong on the way', () => analyst.leaves());
});
