/** The municipal officer holds the law against its original, value by value. */

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

test('a parameter is confirmed against the original, and taken back', async () => {
  const city = await Actor.as(browser, desk.url, 'city-1', DESKTOP, PASSWORD);
  const { page } = city;
  const row = () => page.locator('.ant-table-row', { hasText: 'saving_rate_min' }).first();
  const confirm = async (value: string) => {
    await page.getByLabel('原文中的值').fill(value);
    await page.getByLabel('对照的原文').fill('京发改〔2023〕1 号（演示用）');
    await page.getByLabel(/^条款位置/).fill('三（二）');
    await city.presses('确认与原文一致');
  };
  await given('the law of the programme, item by item', async () => {
    await city.follows('规则核对');
    await row().waitFor();
    await city.isAccessible();
    await row().getByRole('button', { name: /^核对/ }).click();
    await city.sees('请照原文重新录入，不要照抄记录');
  });
  await when('what the officer reads there is not what is recorded', () => confirm('99'));
  await then('it is refused, and says what is recorded', async () => {
    await page.locator('.ant-drawer .fault').waitFor();
    expect(await page.locator('.ant-drawer .fault').textContent()).toContain('与记录不符');
    expect(await page.getByLabel('原文中的值').inputValue()).toBe('99');
  });
  await when('it is', async () => {
    const recorded = await page.locator('.ant-drawer .facts').textContent();
    await confirm(/(\d+(?:\.\d+)?) ?%/.exec(recorded ?? '')?.[1] ?? '');
  });
  await then('it stands as confirmed by the officer, in the journal and on the page', async () => {
    await city.sees(/已记入日志，第 \d+ 号/);
    await page.locator('.ant-drawer').getByText(/city-1/).first().waitFor();
    await city.isAccessible();
    await city.goes('/law');
    await page.getByText('已核对', { exact: true }).click();
    await row().getByText(/city-1/).waitFor();
  });
  await when('it turns out to be another version of the text', async () => {
    await row().getByRole('button', { name: /^核对/ }).click();
    await page.getByLabel('为什么撤回').fill('核对的是征求意见稿');
    await city.presses('撤回核对');
  });
  await then('it is to be checked again', async () => {
    await row().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByText('待核对', { exact: true }).click();
    await row().waitFor();
    await city.leaves();
  });
});

test('who does not run the programme reads the law and confirms nothing', async () => {
  const analyst = await Actor.as(browser, desk.url, 'analyst', DESKTOP, PASSWORD);
  await when('an analyst opens the law', async () => {
    await analyst.follows('规则核对');
    await analyst.page.locator('.ant-table-row').first().waitFor();
  });
  await then('there is nothing to confirm with', async () => {
    expect(await analyst.page.getByRole('button', { name: /^核对/ }).count()).toBe(0);
    await analyst.leaves();
  });
});
