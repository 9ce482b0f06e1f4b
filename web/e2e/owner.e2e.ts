/** The owner: from a few facts about a building to a submitted application; whatever happens, nothing typed is lost. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser';
import { openDesk, type Desk } from './desk';
import { hire, type People } from './people';
import { EVIDENCE, Seed } from './seed';
import { Actor, story } from './story';

const { given, when, then } = story;

const NAME = '马连道茶叶城三号楼';

let desk: Desk;
let browser: Browser;
let people: People;
let seed: Seed;

beforeAll(async () => {
  desk = await openDesk();
  people = await hire(desk.url, desk.admin);
  seed = new Seed(people);
  await seed.programme();
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('from the pre-check to the receipt', async () => {
  const owner = await Actor.as(browser, desk.url, 'owner');
  const { page } = owner;
  const typed = (label: string) => page.getByLabel(label, { exact: true }).inputValue();
  await given('an owner who describes a building that is too small', async () => {
    await owner.follows('项目预审');
    await owner.sees('没有不符合的条件');
    await owner.fills('楼宇名称', NAME);
    await owner.picks('所在区', '西城区');
    await owner.picks('建筑类型', '商业');
    await page.getByLabel('建筑面积').fill('19,000');
    await page.getByLabel('建成年份').fill('2001');
  });
  await then('the verdict follows, with the nearest change that passes', async () => {
    await owner.sees('有 1 条不符合');
    expect(await typed('改造面积')).toBe('19,000');
    await owner.sees('20,000.01 平方米');
    await owner.isAccessible();
  });
  await when('the area is put right and the page is left and opened again', async () => {
    await page.getByLabel('建筑面积').fill('83,859.9');
    await owner.sees('没有不符合的条件');
    await owner.goes('/precheck');
  });
  await then('everything is still there', async () => {
    await owner.sees('没有不符合的条件');
    expect([await typed('楼宇名称'), await typed('改造面积')]).toEqual([NAME, '83,859.9']);
  });
  await when('the session ends while more is typed', async () => {
    await owner.follows('3 项目');
    await owner.loses();
    await page.getByLabel('固定资产投资总额', { exact: true }).fill('4,800');
    await owner.sees('登录已过期');
    await page.getByRole('dialog').getByLabel('口令').fill('correct horse battery');
    await page.getByRole('dialog').getByRole('button', { name: '登录' }).click();
  });
  await then('the answer comes to what was typed', async () => {
    await owner.sees('480.00 万元');
    expect(await typed('固定资产投资总额')).toBe('4,800');
  });
  await when('the server cannot be reached', () => owner.isCutOff(async () => {
    await page.getByLabel('固定资产投资总额', { exact: true }).fill('6,200');
    await owner.sees('连接不到服务');
    expect(await typed('固定资产投资总额')).toBe('6,200');
  }));
  await then('trying again goes on from what was typed', async () => {
    await owner.presses('重试');
    await owner.sees('620.00 万元');
  });
  await when('the amount is asked where it comes from, by the keyboard alone', async () => {
    await page.locator('.answer-amount .figure').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem').first().focus();
  });
  await then('a short tree leads from the amount to the facts and the law', async () => {
    await owner.isAccessible();
    await owner.sees('= min(适用补助比例 × 固定资产投资总额, 投资补助上限)');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('适用补助比例');
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).toBe('false');
    await page.emulateMedia({ media: 'print' });
    expect([await page.getByRole('tree').isVisible(), await page.getByText('低效楼宇占固定资产投资的补助比例').isVisible(), await page.locator('.shell').isVisible()]).toEqual([true, true, false]);
    await page.emulateMedia({ media: null });
    await page.keyboard.press('Escape');
    await page.getByRole('tree').waitFor({ state: 'detached' });
  });
  await when('packages are computed', async () => {
    await owner.follows('4 结果与方案');
    await owner.presses('测算改造方案');
    await page.locator('.side-by-side').waitFor();
    await page.locator('.plot svg').nth(4).waitFor();
  });
  await then('they stand side by side, with plots, and are given as PDF and workbook', async () => {
    await owner.sees('值不值得改');
    expect(await page.locator('.side-by-side thead th').count()).toBeGreaterThan(2);
    expect((await owner.savesBytes('评估报告（中文 PDF）')).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await owner.savesBytes(/^现金流工作簿/)).subarray(0, 2).toString()).toBe('PK');
    expect(await owner.saves('下载数（CSV）')).toContain('净现值');
    await owner.isAccessible();
  });
  await when('the owner takes it into an application and fills in what is left', async () => {
    await owner.presses('带着这些内容去申请');
    await owner.sees('新建申请');
    expect(await page.getByLabel('项目名称').inputValue()).toBe(NAME);
    await owner.sees('6,200.00 万元');
    await owner.fills('空间编号', 'BJ-7');
    await owner.picks('项目类型', '低效楼宇改造');
    await owner.fills('开工日期', '2027-03-01');
    await owner.picks('改造内容', '绿色节能');
    await page.keyboard.press('Escape');
    await owner.presses('建立申请');
    await page.getByRole('heading', { name: NAME }).waitFor();
  });
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '');
  await given('the district has taken it into the reserve, and the papers are there', async () => {
    await seed.reserve(id);
    await seed.attach('owner', id, EVIDENCE);
    await seed.facts(id, 'BJ-7');
  });
  await when('it is handed in', async () => {
    await owner.goes(`/applications/${id}?tab=materials`);
    await owner.sees('9 / 9 项已齐');
    await owner.presses('提交');
    await page.locator('.ant-modal-confirm').getByRole('button', { name: '提交' }).click();
    await owner.sees('回执');
  });
  await then('the receipt has the root of the journal', async () => {
    const receipt = JSON.parse(await owner.saves('保存回执')) as { title: string; receipt: { root: string } };
    expect(receipt.title).toBe(NAME);
    expect(receipt.receipt.root).toMatch(/^[0-9a-f]{64}$/);
    await owner.presses('关闭');
    await owner.leaves();
  });
});
