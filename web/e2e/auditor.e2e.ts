/** The auditor: reads the journal, has a checkpoint signed, proves an event, takes everything away. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leafHash } from '../src/lib/merkle';
import { launch } from './browser';
import { openDesk, type Desk } from './desk';
import { hire } from './people';
import { Seed } from './seed';
import { Actor, story } from './story';

const { given, when, then } = story;

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  desk = await openDesk();
  const seed = new Seed(await hire(desk.url, desk.admin));
  await seed.programme();
  await seed.open('a-1', '京华印刷厂主厂房改造', 'BJ-1', 10_000_000);
  await seed.reserve('a-1');
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('a journal that proves itself in the browser', async () => {
  const auditor = await Actor.as(browser, desk.url, 'auditor');
  await given('the journal is open', async () => {
    await auditor.follows('审计日志');
    await auditor.sees('建立业务机构');
    await auditor.isAccessible();
  });
  await when('a checkpoint is signed and an event is proved', async () => {
    await auditor.presses('签发检查点');
    await auditor.sees('验证公钥');
    await auditor.page.locator('.journal summary').nth(5).click();
    await auditor.page.getByRole('button', { name: '核验收录' }).first().click();
  });
  await then('the proof leads to the signed root', async () => {
    await auditor.sees(/已核验：第 5 号事件/);
    await auditor.isAccessible();
  });
  await then('the whole journal can be taken away, line by line as it was hashed', async () => {
    const lines = (await auditor.saves(/下载全部/)).trimEnd().split('\n');
    const shown = await auditor.page.locator('.journal > li > .hash').first().getAttribute('title');
    expect(leafHash(lines[0] ?? '')).toBe(shown);
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual(lines.map((_, i) => i));
    await auditor.leaves();
  });
});

test('nobody else reads the journal', async () => {
  const city = await Actor.as(browser, desk.url, 'city');
  await when('an officer types its address', () => city.goes('/journal'));
  await then('the page says who may', async () => {
    await city.sees('无权查看或办理');
    await city.isAccessible();
    await city.leaves();
  });
});
