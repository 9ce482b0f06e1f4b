/** The applicant: a draft that is not lost, evidence with progress, a receipt that proves the rest. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launch } from './browser';
import { openDesk, type Desk } from './desk';
import { hire, type People } from './people';
import { Seed } from './seed';
import { Actor, story } from './story';

const { given, when, then } = story;

const PHONE = { ...DESKTOP, width: 390, height: 844 };
const TITLE = '右安门服装批发市场更新';

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

test('an application on a phone, from the first word to the receipt', async () => {
  const owner = await Actor.as(browser, desk.url, 'owner', PHONE);
  await given('an application that is half filled in', async () => {
    await owner.goes('/apply');
    await owner.fills('项目名称', TITLE);
    await owner.fills('空间编号', 'BJ-7');
    await owner.fills('金额（元）', '126,000,000');
    await owner.sees('1.26 亿元');
    await owner.isAccessible();
  });
  await when('the page is left and opened again', () => owner.goes('/apply'));
  await then('everything is still there', async () => {
    await owner.sees('1.26 亿元');
    expect(await owner.page.getByLabel('项目名称').inputValue()).toBe(TITLE);
  });
  await when('the rest is filled in and the application begun', async () => {
    await owner.picks('区', '西城区');
    await owner.picks('项目类型', '老旧厂房改造');
    await owner.fills('开工日期', '2027-03-01');
    await owner.picks('改造内容', '绿色节能');
    await owner.page.keyboard.press('Escape');
    await owner.presses('建立申请');
    await owner.page.getByRole('heading', { name: TITLE }).waitFor();
  });
  const id = decodeURIComponent(new URL(owner.page.url()).pathname.split('/').at(-1) ?? '');
  await given('the district has taken it into the reserve', () => seed.reserve(id));
  await when('all that the stage asks for is sent', async () => {
    await owner.goes(`/applications/${id}?tab=materials`);
    await owner.sees('0 / 9 项已齐');
    for (const [i, name] of ['产权证明', '产权人同意书', '资金申请报告', '产业定位与准入标准', '运营管理机制', '未取得其他市级资金的承诺'].entries()) {
      await owner.page.getByRole('group', { name, exact: true }).locator('input[type=file]').setInputFiles({ name: `${i}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`${name}\n`) });
      await owner.sees(`${i + 1} / 9 项已齐`);
    }
    await seed.facts(id, 'BJ-7');
    await owner.sees('9 / 9 项已齐');
    await owner.isAccessible();
  });
  await when('it is handed in', async () => {
    await owner.presses('提交');
    await owner.page.locator('.ant-modal-confirm').getByRole('button', { name: '提交' }).click();
    await owner.sees('回执');
  });
  await then('the receipt names events, size and root, and the root is in the journal', async () => {
    await owner.isAccessible();
    const receipt = JSON.parse(await owner.saves('保存回执')) as { receipt: { root: string; size: number }; content: string };
    expect(receipt.receipt.root).toMatch(/^[0-9a-f]{64}$/);
    const auditor = people.auditor;
    const journal = await auditor?.json<{ lines: string[] }>('GET', `/api/v1/journal?from=${receipt.receipt.size - 4}`);
    expect(journal?.lines.join('\n')).toContain(receipt.content);
    await owner.presses('关闭');
    await owner.leaves();
  });
});
