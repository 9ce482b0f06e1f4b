/** The reviewer and finance: from a notice that has run out of objections to the money's first step. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser';
import { openDesk, type Desk } from './desk';
import { hire, type People } from './people';
import { Seed } from './seed';
import { Actor, story } from './story';

const { given, when, then } = story;

let desk: Desk;
let browser: Browser;
let people: People;
let seed: Seed;

beforeAll(async () => {
  desk = await openDesk();
  people = await hire(desk.url, desk.admin);
  seed = new Seed(people);
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test('finance gives a line money: one proposes, another approves', async () => {
  await given('a programme without money in one of its lines', () => seed.programme());
  const finance = await Actor.as(browser, desk.url, 'finance');
  await when('finance proposes an appropriation', async () => {
    await finance.goes('/money');
    await finance.presses('预算办理');
    await finance.picks('预算科目', 'xicheng');
    await finance.fills('金额（元）', '1,234,567.89');
    await finance.sees('123.46 万元');
    await finance.presses('预算办理');
    await finance.sees(/已办理。回执/);
  });
  await then('finance itself cannot approve it', async () => {
    await finance.goes('/steps');
    await finance.sees('待复核');
    expect(await finance.page.getByRole('button', { name: '复核通过' }).count()).toBe(0);
    await finance.isAccessible();
    await finance.leaves();
  });
  const second = await Actor.as(browser, desk.url, 'finance-2');
  await then('a colleague approves it, and the board shows it to the fen', async () => {
    await second.goes('/steps');
    await second.presses('复核通过');
    await second.presses('复核通过');
    await second.sees(/已办理。回执/);
    await second.goes('/money');
    await second.page.locator('.totals .figure').first().click();
    await second.sees('166,234,567.89 元');
    await second.isAccessible();
    await second.leaves();
  });
});

test('the reviewer decides beside the evidence; a colleague is told when he is late', async () => {
  await given('an application that every department has answered', async () => {
    await seed.open('a-1', '京华印刷厂主厂房改造', 'BJ-1', 10_000_000);
    await seed.reserve('a-1');
    await seed.handIn('a-1', 'BJ-1');
    await seed.recommend('a-1');
    await seed.opinions('a-1');
  });
  const city = await Actor.as(browser, desk.url, 'city');
  const late = await Actor.as(browser, desk.url, 'city-2');
  await when('both open the form, and the first decides', async () => {
    for (const actor of [city, late]) {
      await actor.follows('京华印刷厂主厂房改造');
      await actor.presses('办结本环节');
      await actor.chooses('通过');
      await actor.fills('理由', '五部门同意');
    }
    await city.presses('办结本环节');
    await city.sees(/已办理。回执/);
    await city.sees('第三方评估');
  });
  await then('the second is shown both versions, and nothing typed is lost', async () => {
    await late.presses('办结本环节');
    await late.sees('这件申请在您读取之后有了变化');
    await late.isAccessible();
    expect(await late.page.getByLabel('理由').last().inputValue()).toBe('五部门同意');
    await late.leaves();
  });
  await then('the decision stands in the history with its hash', async () => {
    await city.follows('记录');
    await city.page.locator('.history').getByText('五部门同意').first().waitFor();
    expect(await city.page.locator('.history .hash').count()).toBeGreaterThan(20);
    await city.isAccessible();
    await city.leaves();
  });
});

test('a session that ends while someone types goes on where it was', async () => {
  const city = await Actor.as(browser, desk.url, 'city');
  await given('a form that is filled in', async () => {
    await city.goes('/applications/a-1');
    await city.presses('中止办理');
    await city.fills('原因', '等待规划意见');
  });
  await when('the session ends and the form is sent', async () => {
    await city.loses();
    await city.presses('中止办理');
    await city.sees('登录已过期');
    await city.isAccessible();
  });
  await then('logging in over the page sends it', async () => {
    await city.page.getByLabel('口令').fill('correct horse battery');
    await city.presses('登录');
    await city.sees(/已办理。回执/);
    await city.sees('已中止');
    await city.leaves();
  });
});

test('an appraised application is decided, published and seen by everyone', async () => {
  await given('an application in the appraisal', async () => {
    await seed.who('city').on('a-1', { kind: 'resume' }, seed.who('city'));
    for (const expert of ['expert', 'expert-2']) await seed.who('city').on('a-1', { kind: 'appoint', user: expert, role: 'expert' }, seed.who('city'));
    await seed.attach('expert', 'a-1', ['appraisal_report']);
  });
  for (const user of ['expert', 'expert-2']) {
    const expert = await Actor.as(browser, desk.url, user);
    await when(`${user} scores`, async () => {
      await expert.goes('/applications/a-1');
      await expert.presses('评分');
      await expert.fills(/节能减碳成效/, '32');
      await expert.fills(/产业与运营/, '48');
      await expert.sees('合计 80 / 100 分');
      await expert.presses('评分');
      await expert.sees(/已办理。回执/);
      await expert.leaves();
    });
  }
  const city = await Actor.as(browser, desk.url, 'city');
  await when('the officer records the decision and passes the stage', async () => {
    await city.goes('/applications/a-1?tab=review');
    await city.presses('记录政策认定');
    await city.fills('政策编号', 'cn/beijing/vacated-space');
    await city.fills('版本', '2023-plan');
    await city.fills('认定日期', '2026-03-01');
    await city.chooses('符合');
    await city.fills(/认定金额/, '3000000');
    await city.fills(/认定投资/, '10000000');
    await city.fills(/补助比例/, '30');
    await city.chooses('均经确认');
    await city.chooses('没有');
    await city.picks('所用数值的可信标记', '原文已见');
    await city.page.keyboard.press('Escape');
    await city.sends({ name: 'record.txt', text: 'the record' });
    await city.sees(/已保存/);
    await city.presses('记录政策认定');
    await city.sees('300.00 万元 / 1,000.00 万元');
    await city.isAccessible();
    await city.presses('办结本环节');
    await city.chooses('通过');
    await city.fills('理由', '得分达到要求');
    await city.presses('办结本环节');
    await city.sees(/公示/);
  });
  await when('the notice is written as PDF and published', async () => {
    await city.presses('起草并发布公示');
    await city.fills('依据的政策', '疏解腾退空间资源再利用方案');
    await city.fills('联系人与电话', '010-00000000');
    await city.presses('生成 PDF');
    await city.page.getByText('已生成，请先通读再签发').waitFor({ timeout: 60_000 });
    expect(await city.saves(/下载正本/)).toMatch(/^%PDF/);
    await city.presses('发布公示');
    await city.sees(/已办理。回执/);
    await city.leaves();
  });
  const anyone = await Actor.open(browser, desk.url, '/notices');
  await then('everyone reads it without an account', async () => {
    await anyone.sees('京华印刷厂主厂房改造');
    await anyone.sees('300.00 万元');
    await anyone.isAccessible();
    await anyone.leaves();
  });
});
