/** What goes wrong on the way in: a server that is gone, a file that is too large, names of any length and direction, rows that may be one. */

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launch } from './browser';
import { openDesk, type Desk } from './desk';
import { importList, list } from './ledger';
import { hire, type People } from './people';
import { Seed } from './seed';
import { Actor, story } from './story';

const { given, when, then } = story;

const PHONE = { ...DESKTOP, width: 390, height: 844 };
/** 300 characters, with and without places to break. */
const LONG = `${'原第二机床厂铸造热处理与装配联合车间及其附属办公楼、锅炉房和变电所'.repeat(8)}${'W'.repeat(300)}`.slice(0, 300);
const ARABIC = 'مركز القدس التجاري (1987) — مبنى 3';
const HEBREW = 'בניין משרדים 12 (קומה 3)!';

let desk: Desk;
let browser: Browser;
let people: People;
let seed: Seed;

beforeAll(async () => {
  desk = await openDesk();
  people = await hire(desk.url, desk.admin);
  seed = new Seed(people);
  await seed.programme();
  await seed.open('long', LONG, 'XC-0001', 10_000_000);
  await seed.open('arabic', ARABIC, 'XC-0002', 10_000_000, 'rival');
  await seed.open('hebrew', HEBREW, 'XC-0003', 20_000_000);
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('a server that is gone while somebody types', async () => {
  const officer = await Actor.as(browser, desk.url, 'district');
  const reason = () => officer.page.getByLabel('原因').last().inputValue();
  await given('a form that is half filled in', async () => {
    await officer.goes('/applications/hebrew');
    await officer.presses('中止办理');
    await officer.fills('原因', '等待规划');
  });
  await when('the server cannot be reached, and the form is filled in and sent', () => officer.isCutOff(async () => {
    await officer.fills('原因', '等待规划意见，预计下月答复');
    await officer.presses('中止办理');
    await officer.sees('连接不到服务');
    await officer.sees('检查网络后重试；已填写的内容仍保留');
    expect(await reason()).toBe('等待规划意见，预计下月答复');
    await officer.isAccessible();
  }));
  await when('the page is loaded anew', async () => {
    await officer.goes('/applications/hebrew');
    await officer.presses('中止办理');
  });
  await then('what was typed is there, and goes', async () => {
    expect(await reason()).toBe('等待规划意见，预计下月答复');
    await officer.presses('中止办理');
    await officer.sees(/已办理。回执/);
    await officer.sees('已中止');
    await officer.leaves();
  });
});

test('money that is typed while the server is gone is asked for once', async () => {
  const finance = await Actor.as(browser, desk.url, 'finance');
  await when('an appropriation is sent twice into nothing', async () => {
    await finance.goes('/money');
    await finance.presses('预算办理');
    await finance.picks('预算科目', 'xicheng');
    await finance.fills('金额（元）', '7,654,321.09');
    await finance.isCutOff(async () => {
      await finance.presses('预算办理');
      await finance.sees('连接不到服务');
      await finance.presses('预算办理');
      await finance.sees('连接不到服务');
    });
  });
  await then('it is there when the server is, and is proposed once', async () => {
    expect(await finance.page.getByLabel('金额（元）').inputValue()).toBe('7,654,321.09');
    await finance.presses('预算办理');
    await finance.sees(/已办理。回执/);
    await finance.goes('/steps');
    expect(await finance.page.getByText('765.43').count()).toBe(1);
    await finance.leaves();
  });
});

test('a file that is too large is refused before it is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reweave-large-'));
  const large = join(folder, '扫描件.pdf');
  writeFileSync(large, '%PDF-1.7\n');
  truncateSync(large, 50 * 2 ** 20 + 1);
  const official = await Actor.as(browser, desk.url, 'district');
  const sent: string[] = [];
  official.page.on('request', (request) => { if (request.method() === 'POST') sent.push(new URL(request.url()).pathname); });
  await when('one is chosen as evidence', async () => {
    await official.goes('/applications/long');
    await official.presses('提交材料');
    await official.page.locator('input[type=file]').last().setInputFiles(large);
  });
  await then('the page says how large it may be and what to do, and sends nothing', async () => {
    await official.sees('文件有 50.1 MB，最多 50 MB');
    await official.sees(/没有上传。请降低扫描分辨率/);
    expect(sent).toEqual([]);
    await official.isAccessible();
  });
  await when('another one is of no kind that is taken', async () => {
    await official.page.locator('input[type=file]').last().setInputFiles({ name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]) });
  });
  await then('the server says which are', async () => {
    await official.sees(/PDF.*XLSX/);
    await official.page.keyboard.press('Escape');
  });
  await when('it is chosen as a list', async () => {
    await official.goes('/import');
    await official.page.locator('input[type=file]').setInputFiles(large);
  });
  await then('the same is said', async () => {
    await official.sees('文件有 50.1 MB，最多 50 MB');
    await official.leaves();
    rmSync(folder, { recursive: true });
  });
});

/** Where `name` is on the page: nothing of it is beyond the screen, and it stands by itself. */
async function standsApart(page: Page, name: string): Promise<void> {
  const found = await page.evaluate((text) => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const places: { where: string; isApart: boolean; isOut: boolean }[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const box = node.parentElement;
      if (box === null || node.nodeValue?.trim() !== text || box.closest('.visually-hidden, title, option') !== null) continue;
      const rect = box.getBoundingClientRect();
      const isClipped = box.closest('.grid-scroll, .plain-scroll, .ant-table-content, .ant-table-body, .detail, .map-frame') !== null;
      const style = getComputedStyle(box);
      const isApart = ['isolate', 'plaintext', 'isolate-override'].includes(style.unicodeBidi);
      places.push({ where: `${box.tagName} ${box.className} in ${box.parentElement?.className ?? ''}`, isApart, isOut: !isClipped && rect.width > 0 && rect.right > document.documentElement.clientWidth + 1 });
    }
    return { wide, places };
  }, name);
  const { pathname, search } = new URL(page.url());
  expect(found.wide, `${pathname}${search} is wider than the screen`).toBe(0);
  expect(found.places.length, `${pathname}${search} shows it`).toBeGreaterThan(0);
  expect(found.places.filter((place) => !place.isApart || place.isOut), pathname).toEqual([]);
}

test.each([['wide', DESKTOP], ['narrow', PHONE]])('names of any length and direction, %s', async (size, view) => {
  const names = { 'XC-0001': LONG, 'XC-0002': ARABIC, 'XC-0003': HEBREW };
  const official = people.district ?? expect.fail('nobody is called district');
  await given('spaces that are called so', async () => {
    if (size === 'wide') await importList(official, '名称.csv', list(12, (row) => { row[1] = (names as Record<string, string>)[row[0] ?? ''] ?? row[1] ?? ''; }));
  });
  const city = await Actor.as(browser, desk.url, 'city', view);
  const { page } = city;
  const ready = async () => {
    await page.locator('.page-head').waitFor();
    await page.locator('.loading').first().waitFor({ state: 'detached' });
    await page.waitForTimeout(300);
  };
  for (const [id, name] of [['long', LONG], ['arabic', ARABIC], ['hebrew', HEBREW]] as const) {
    await then(`the application ${id} fits in its lists and on its page`, async () => {
      for (const path of ['/applications', `/applications/${id}`, `/applications/${id}?tab=history`, `/search?q=${encodeURIComponent(name.slice(0, 6))}`]) {
        await city.goes(path);
        await ready();
        await standsApart(page, name);
      }
    });
  }
  for (const [space, name] of Object.entries(names)) {
    await then(`the space ${space} fits in ledger, panel and page`, async () => {
      await city.goes(`/ledger?space=${space}`);
      await page.locator('.detail h2').waitFor();
      await standsApart(page, name);
      await city.goes(`/space?id=${space}`);
      await page.locator('.space').waitFor();
      await standsApart(page, name);
      await city.isAccessible();
    });
  }
  await city.leaves();
});

test('rows that may be one are merged, parted again, and found to be two', async () => {
  const official = await Actor.as(browser, desk.url, 'district');
  const { page } = official;
  const pair = (id: string) => page.locator('.merges li', { hasText: id }).filter({ hasText: id === 'XD-0031' ? 'TW-0021' : 'TW-0022' });
  await given('a list in which two buildings stand twice, spelt a little differently', async () => {
    await official.goes('/import');
    await official.sends({ name: '两遍.csv', text: list(40, (row, i) => {
      const twin = { 30: 20, 31: 21 }[i];
      if (twin === undefined) return;
      const of = list(40).split('\n')[twin + 1]?.split(',') ?? [];
      const id = row[0] ?? '';
      row.splice(0, row.length, ...of);
      row[0] = id.replace('XC', 'XD');
    }).replaceAll('XC-', 'TW-') });
    await official.presses('开始导入');
    await official.sees(/疑似同一处 [1-9]/);
  });
  await when('a pair is opened', async () => {
    await pair('XD-0031').locator('summary').click();
    await pair('XD-0031').locator('.compared').waitFor();
  });
  await then('both stand beside one another, each value with its source', async () => {
    await official.isAccessible();
    await pair('XD-0031').locator('.compared .figure').first().click();
    await official.sees(/两遍\.csv/);
    await page.keyboard.press('Escape');
  });
  await when('they are found to be one', async () => {
    await pair('XD-0031').getByRole('button', { name: '是同一处，保留 TW-0021' }).click();
  });
  await then('it says who found so, and the ledger shows one', async () => {
    await official.sees(/XD-0031 已并入 TW-0021（district，/);
    await official.isAccessible();
    await official.goes('/search?q=XD-0031');
    await official.sees(/没有找到/);
    await page.goBack();
  });
  await when('that is undone', async () => {
    await pair('XD-0031').locator('summary').click();
    await official.presses('撤销合并');
    await pair('XD-0031').getByRole('button', { name: '不是同一处' }).waitFor();
  });
  await then('both are in the ledger again', async () => {
    await official.goes('/space?id=XD-0031');
    await page.locator('.space').waitFor();
    await page.goBack();
  });
  await when('the other pair is found to be two', async () => {
    await pair('XD-0032').locator('summary').click();
    await pair('XD-0032').getByRole('button', { name: '不是同一处' }).click();
  });
  await then('it says who found so', async () => {
    await official.sees(/认定为两处（district，/);
    await official.isAccessible();
    await official.leaves();
  });
});
