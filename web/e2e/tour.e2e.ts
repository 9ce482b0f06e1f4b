/** The tour: offered once, quietly; by the keyboard alone; ended at any time; begun again from the help menu. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, launch } from './browser';
import { openDesk, type Desk } from './desk';
import { hire } from './people';
import { seed } from './seed';
import { Actor, story } from './story';

const { given, when, then } = story;

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  desk = await openDesk();
  await seed(await hire(desk.url, desk.admin));
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser.close();
  await desk.close();
});

test.each(['owner', 'district', 'city', 'finance', 'bank', 'auditor', 'analyst'])('%s is shown around', async (user) => {
  const actor = await Actor.as(browser, desk.url, user);
  const { page } = actor;
  const panel = page.locator('.ant-tour:not(.ant-tour-hidden)');
  await given('somebody who logs in for the first time here', async () => {
    await actor.sees('第一次来？');
    await actor.isAccessible();
  });
  await when('the tour is begun and turned by the keyboard alone', async () => {
    await page.getByRole('button', { name: '开始导览' }).focus();
    await page.keyboard.press('Enter');
    await panel.waitFor();
    const all = Number(/1 \/ (\d)/.exec(await panel.innerText())?.[1]);
    expect(all).toBeGreaterThanOrEqual(4);
    for (let step = 2; step <= all; step++) {
      await page.keyboard.press('ArrowRight');
      await panel.getByText(`${step} / ${all}`).waitFor();
      await panel.locator('.ant-tour-next-btn:focus').waitFor();
      if (step === 3) await actor.isAccessible();
    }
  });
  await then('it ends where it can be begun again, and leads back', async () => {
    await actor.sees('导览到此');
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'hidden' });
    expect(new URL(page.url()).pathname).toBe('/');
  });
  await then('it is not offered again', async () => {
    await page.reload();
    await page.locator('.page-head').waitFor();
    expect(await page.locator('.offer').count()).toBe(0);
  });
  await when('it is begun from the help menu, and left', async () => {
    await page.locator('.top .help summary').focus();
    await page.keyboard.press('Enter');
    await actor.isAccessible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await page.keyboard.press('Escape');
  });
  await then('it is gone', async () => {
    await panel.waitFor({ state: 'hidden' });
    await actor.leaves();
  });
});

test('who does not want it is not asked again', async () => {
  const owner = await Actor.as(browser, desk.url, 'owner', { ...DESKTOP, width: 390, height: 844 });
  await when('the offer is turned down on a phone', () => owner.presses('不用了'));
  await then('it is gone, also after the page is loaded anew', async () => {
    await owner.page.reload();
    await owner.page.locator('.page-head').waitFor();
    expect(await owner.page.locator('.offer').count()).toBe(0);
  });
  await when('it is begun from the menu', async () => {
    await owner.presses('菜单');
    await owner.page.locator('.side-drawer .help summary').click();
    await owner.presses('看一遍导览');
  });
  await then('it fits the screen', async () => {
    const box = await owner.page.locator('.ant-tour:not(.ant-tour-hidden)').boundingBox();
    expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    await owner.leaves();
  });
});
