/** The district official: a list with mistakes, mended; ledger and map; screening; the potential of a drawn area; a report. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser';
import { openDesk, type Desk } from './desk';
import { list, spoilThree } from './ledger';
import { hire } from './people';
import { Actor, story } from './story';

const { given, when, then } = story;

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  desk = await openDesk();
  await hire(desk.url, desk.admin);
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('a list with mistakes is mended on the page, and becomes a ledger that is screened and judged', async () => {
  const official = await Actor.as(browser, desk.url, 'district');
  const { page } = official;
  await given('an empty ledger', async () => {
    await official.follows('资源台账');
    await official.sees('台账还是空的');
    await official.isAccessible();
  });
  await when('a list is chosen', async () => {
    await official.goes('/import');
    await official.isAccessible();
    await official.sends({ name: '西城区.csv', text: list(40, spoilThree) });
  });
  await then('its columns are recognised, with values beside, and can be changed', async () => {
    await official.sees('已按“北京腾退低效产业空间台账”认出 14 / 14 列；可逐列更改。没有对应字段的列不导入。');
    await official.isAccessible();
    await official.picks('“产权单位”读作', '运营单位');
    await official.sees('已更改');
  });
  await when('it is imported', async () => {
    await official.presses('开始导入');
    await official.sees('40 行 = 新建 28 + 更新 0 + 未变 0 + 合并 0 + 退回 12；台账现有 28 处空间');
  });
  await then('every refused row says where, what was expected, and what to do', async () => {
    await official.sees('1000 至 2200 之间的年份');
    await official.sees('核对数值与映射中的单位');
    await official.isAccessible();
  });
  await when('they are mended: one by one, or all of a kind at once', async () => {
    await page.getByRole('button', { name: /^面积不对/ }).click();
    await page.getByLabel('第 5 行“建筑面积(㎡)”的值').fill('6200');
    await official.sees('已改 1 / 12 行 · 草稿已保存在本机');
    await page.getByRole('button', { name: /^年份不对/ }).click();
    await official.fills(/^把所列 4 处都改为/, '1985');
    await official.presses('全部改');
    await official.sees('已改 5 / 12 行 · 草稿已保存在本机');
    await page.getByRole('button', { name: /^坐标不对/ }).click();
    await official.presses('查看第 11 行');
    await official.isAccessible();
    await official.fills('经度', '116.355');
    await page.keyboard.press('Escape');
  });
  await then('the mended rows alone go again, under the same headings and mapping', async () => {
    await official.presses('送回改好的 6 行');
    await official.sees('6 行 = 新建 6 + 更新 0 + 未变 0 + 合并 0 + 退回 0；台账现有 34 处空间');
    await official.sees('没有退回的行');
    await official.isAccessible();
  });
  await when('the ledger is filtered by a group and a space is selected', async () => {
    await official.goes('/ledger');
    await page.locator('.map[data-ready=true]').waitFor();
    await page.getByText('街道', { exact: true }).first().click();
    await official.presses(/^牛街街道/);
    await page.locator('.grid-row', { hasText: 'XC-0003' }).click();
  });
  await then('the address has it all, and table, map and panel show the same space', async () => {
    await official.sees('牛街街3号市场');
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('street'), searchParams.get('space')]).toEqual(['牛街街道', 'XC-0003']);
    await page.reload();
    await page.locator('.grid-row[aria-selected=true]', { hasText: 'XC-0003' }).waitFor();
    await official.isAccessible();
    await official.presses(/由何而来：类型/);
    await official.sees(/西城区\.csv/);
    await official.isAccessible();
    await page.keyboard.press('Escape');
  });
  await when('the ledger is screened', async () => {
    await official.goes('/jobs');
    await page.locator('.work', { hasText: '低效筛查' }).getByRole('button', { name: '开始' }).click();
    await page.getByRole('article', { name: '低效筛查' }).getByText('完成').waitFor();
    await official.isAccessible();
  });
  await then('a space has a verdict for each criterion, with what is missing', async () => {
    await official.goes('/space?id=XC-0003');
    await page.locator('.verdict-met', { hasText: '整栋空置' }).waitFor();
    await official.isAccessible();
  });
  await when('an area is taken from the map and its potential asked for', async () => {
    await official.goes('/ledger');
    await page.locator('.map[data-ready=true]').waitFor();
    await official.presses('圈定范围');
    const box = await page.locator('.map').boundingBox();
    if (box === null) throw new Error('no map');
    for (const [x, y] of [[0.1, 0.25], [0.9, 0.25], [0.9, 0.9], [0.1, 0.9]] as const) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      await page.waitForTimeout(350);
    }
    await official.sees('已有 4 个角点');
    await official.isAccessible();
    await official.presses('评估潜力');
  });
  await then('bands come with reasons and questions', async () => {
    await official.sees('先查清什么');
    await official.sees(/待查：.+/);
    await page.locator('.potential-one').first().waitFor();
    await page.locator('.map[data-ready=true]').waitFor();
    await official.isAccessible();
  });
  await when('one space is appraised in full', async () => {
    await official.goes('/space?id=XC-0003');
    await official.presses('评估这处空间');
    await page.getByRole('button', { name: 'appraisal-zh.pdf' }).waitFor({ timeout: 120_000 });
  });
  await then('report and workbook can be taken away', async () => {
    expect((await official.saves('appraisal-zh.pdf')).slice(0, 5)).toBe('%PDF-');
    expect((await official.saves('cash-flow.xlsx')).slice(0, 2)).toBe('PK');
    await official.leaves();
  });
});

test('10,000 rows with 3,000 mistakes stay at hand', async () => {
  const official = await Actor.as(browser, desk.url, 'district');
  const { page } = official;
  await when('they are imported', async () => {
    await official.goes('/import');
    await official.sends({ name: '大表.csv', text: list(10_000, spoilThree) });
    await official.presses('开始导入');
    await official.sees(/退回 3,000/);
  });
  await then('a group is there at once, with its count', async () => {
    const took = await page.evaluate(async () => {
      const group = [...document.querySelectorAll<HTMLButtonElement>('.refused .groups-list button')].find((one) => one.textContent.includes('年份不对'));
      const begun = performance.now();
      group?.click();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return { ms: performance.now() - begun, text: group?.textContent ?? '' };
    });
    expect(took.text).toContain('1,000');
    expect(took.ms).toBeLessThan(1_000);
  });
  await then('a group is mended at once, and only the rows in sight are on the page', async () => {
    await official.fills(/^把所列 1,000 处都改为/, '1985');
    await official.presses('全部改');
    await official.sees(/已改 1,000 \/ 3,000 行/);
    expect(await page.locator('.remark-row').count()).toBeLessThan(40);
    await official.presses('送回改好的 1,000 行');
    await official.sees(/1,000 行 = .+退回 0；/);
    await official.isAccessible();
    await official.leaves();
  });
});

test('a workbook is mended likewise, its days as days', async () => {
  const official = await Actor.as(browser, desk.url, 'district');
  const { page } = official;
  await when('one with an area, a year and a blank row in between is imported', async () => {
    await official.goes('/import');
    await page.locator('input[type=file]').setInputFiles(new URL('list.xlsx', import.meta.url).pathname);
    await official.presses('开始导入');
    await official.sees(/^3 行 = 新建 1 .+ 退回 2；/);
  });
  await then('rows are those of the sheet', async () => {
    await official.presses('查看第 5 行');
    expect(await page.getByLabel('竣工日期').inputValue()).toBe('1987-08-03');
    await page.keyboard.press('Escape');
  });
  await when('they are mended and sent again', async () => {
    await page.getByLabel('第 3 行“建筑面积(㎡)”的值').fill('5000');
    await page.getByLabel('第 5 行“竣工年份”的值').fill('1985');
    await official.presses('送回改好的 2 行');
  });
  await then('both are in the ledger', async () => {
    await official.sees(/^2 行 = 新建 2 .+ 退回 0；/);
    await official.leaves();
  });
});

test('an applicant has no way to the ledger', async () => {
  const owner = await Actor.as(browser, desk.url, 'owner');
  await when('the address is typed', () => owner.goes('/ledger'));
  await then('the page says who may', async () => {
    await owner.sees('无权查看或办理');
    await owner.isAccessible();
    await owner.leaves();
  });
});
