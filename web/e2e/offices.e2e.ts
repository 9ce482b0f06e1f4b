/** How a desk is set up: a programme, its sheet, its money; who stands in for whom, and who has to stand aside. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser';
import { openDesk, type Desk } from './desk';
import { hire, org, type People } from './people';
import { Actor, story } from './story';

const { given, when, then } = story;

let desk: Desk;
let browser: Browser;
let people: People;

beforeAll(async () => {
  desk = await openDesk();
  people = await hire(desk.url, desk.admin);
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('a new desk gets its programme, its score sheet and its budget', async () => {
  const city = await Actor.as(browser, desk.url, 'city');
  await given('a desk without a programme', async () => {
    await city.follows('项目计划');
    await city.sees('还没有项目计划');
    await city.isAccessible();
  });
  await when('the city opens one', async () => {
    await city.presses('设立项目计划');
    await city.fills('计划编号', 'vacated-2027');
    await city.picks('依据的政策', '腾退');
    await city.picks('办理流程', '北京市政府投资补助项目通常流程');
    await city.picks('适用的区', '西城区');
    await city.page.keyboard.press('Escape');
    await city.picks('项目类型', '老旧厂房改造');
    await city.page.keyboard.press('Escape');
    await city.isAccessible();
    await city.presses('设立项目计划');
    await city.sees(/已办理，事件第/);
    await city.presses(/^(关闭|Close)$/);
  });
  await then('it stands there with its law and its stages', async () => {
    await city.page.getByRole('heading', { name: 'vacated-2027' }).waitFor();
    await city.sees('西城区');
  });
  await when('a sheet that the workflow asks for is published', async () => {
    await city.presses(/^发布下一版 appraisal/);
    await city.fills('评分项', '节能减碳成效');
    await city.fills('最高分', '40');
    await city.presses('添加一行');
    await city.fills('评分项', '产业与运营');
    await city.fills('最高分', '60');
    await city.sees('合计 100 分，将发布为第 1 版');
    await city.isAccessible();
    await city.presses('发布评分表');
    await city.sees(/已办理，事件第/);
    await city.presses(/^(关闭|Close)$/);
  });
  await then('experts can score by it', async () => {
    await city.sees('节能减碳成效 40、产业与运营 60');
    await city.leaves();
  });
  const finance = await Actor.as(browser, desk.url, 'finance');
  await when('finance opens a line for a year', async () => {
    await finance.goes('/money');
    await finance.sees('还没有预算科目');
    await finance.presses('预算办理');
    await finance.fills('科目', 'xicheng-2027');
    await finance.picks('项目计划', 'vacated-2027');
    await finance.fills('年度', '2027');
    await finance.picks('区', '西城区');
    await finance.picks('项目类型', '老旧厂房改造');
    await finance.presses('预算办理');
    await finance.sees(/已办理。回执/);
  });
  await then('it waits there for money', async () => {
    await finance.sees('已开设 1 个科目，还没有下达预算');
    await finance.presses('预算办理');
    await finance.picks('预算科目', 'xicheng-2027');
    await finance.page.keyboard.press('Escape');
    expect(await finance.page.getByRole('button', { name: '设立项目计划' }).count()).toBe(0);
    await finance.leaves();
  });
});

test('an officer who goes away lets a colleague stand in', async () => {
  const officer = await Actor.as(browser, desk.url, 'district');
  await when('half of the form is filled in and the page is left', async () => {
    await officer.follows('委托代办');
    await officer.fills('代办人账号', 'district-2');
    await officer.goes('/');
    await officer.follows('委托代办');
  });
  await then('what was typed is there, and the rest is asked for', async () => {
    expect(await officer.page.getByLabel('代办人账号').inputValue()).toBe('district-2');
    await officer.isAccessible();
  });
  await when('it is done', async () => {
    await officer.fills('至（含）', '2199-01-31');
    await officer.presses('委托代办');
    await officer.sees(/已办理，事件第/);
    await officer.leaves();
  });
  const second = await Actor.as(browser, desk.url, 'district-2');
  await then('the colleague can act for the other, and cannot pass it on', async () => {
    await second.picks('当前角色', '代 district');
    await second.sees('待办');
    await second.goes('/organisations');
    await second.page.getByRole('button', { name: '申报利害关系', exact: true }).waitFor();
    expect(await second.page.getByRole('button', { name: '委托代办' }).count()).toBe(0);
    await second.leaves();
  });
});

test('interests and shares keep people from what is too near to them', async () => {
  const expert = await Actor.as(browser, desk.url, 'expert');
  await when('an expert declares an interest', async () => {
    await expert.follows('单位与回避');
    await expert.fills('按名称或代码查找', '京华');
    await expert.presses('申报利害关系 京华工美文化发展有限公司');
    await expert.sees('申报不能撤回');
    await expert.isAccessible();
    await expert.presses('申报利害关系');
    await expert.sees(/已办理，事件第/);
    await expert.leaves();
  });
  const city = await Actor.as(browser, desk.url, 'city');
  await when('the city records a share with the extract that shows it', async () => {
    await city.goes(`/organisations?do=record_share&of=${org(11)}`);
    await city.picks('持股单位', '首钢园区');
    await city.fills('持股比例（%）', '12.345');
    await city.sends({ name: 'extract.txt', text: 'extract of the register\n' });
    await city.sees(/已保存/);
    await city.presses('登记股权');
  });
  await then('a share with three decimals is sent back where it stands', async () => {
    await city.sees('0 至 100，至多两位小数');
    await city.isAccessible();
  });
  await when('it is put right', async () => {
    await city.fills('持股比例（%）', '12.34');
    await city.presses('登记股权');
    await city.sees(/已办理，事件第/);
    await city.leaves();
  });
  await then('both are in the journal, to the hundredth of a percent', async () => {
    const { lines } = await (people.auditor ?? expect.fail('nobody is called auditor')).json<{ lines: string[] }>('GET', '/api/v1/journal?from=0&limit=500');
    const all = lines.join('\n');
    expect([all.includes('"interest_declared"'), all.includes('"share_bp":1234')]).toEqual([true, true]);
  });
});
