// Prints how long the pages of a large ledger take, and how long each interaction keeps the screen waiting.
// The map is drawn in software here, which delays every paint: MAP=no measures the rest without it.
// REWEAVE_URL, REWEAVE_USER and REWEAVE_PASSWORD name a desk that serves the pages and somebody who reads its ledger.
import { chromium } from 'playwright-core';

const { REWEAVE_URL: url = 'http://127.0.0.1:8080', REWEAVE_USER: user = '', REWEAVE_PASSWORD: password = '', CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
const LIMIT_MS = 200;
const hasMap = process.env.MAP !== 'no';

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...(hasMap ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-gpu', '--disable-3d-apis'])] });
const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'zh-CN', reducedMotion: 'reduce' });
await page.addInitScript(() => {
  globalThis.waits = [];
  globalThis.blocked = [];
  new PerformanceObserver((list) => globalThis.waits.push(...list.getEntries().filter((entry) => entry.interactionId > 0).map((entry) => ({ paint: entry.duration, handled: entry.processingEnd - entry.startTime })))).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => globalThis.blocked.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
});
const said = (name, text) => console.log(`${name.padEnd(46)} ${text}`);

await page.goto(url);
await page.locator('#user').fill(user);
await page.locator('#password').fill(password);
await page.locator('button[type=submit]').click();
await page.locator('.shell').waitFor();

const from = Date.now();
await page.goto(`${url}/ledger`);
await page.locator('.grid-row').nth(5).waitFor();
said('rows on the page', `${Date.now() - from} ms`);
await page.locator('.legend').waitFor();
if (hasMap) await page.locator('.map[data-ready=true]').waitFor();
said('places of all spaces on the map', `${Date.now() - from} ms`);
await page.waitForTimeout(8000);
said('longest task while loading', `${Math.round(Math.max(0, ...(await page.evaluate(() => globalThis.blocked))))} ms`);

let worst = 0;
async function measure(name, act) {
  await page.evaluate(() => { globalThis.waits = []; globalThis.blocked = []; });
  await act();
  await page.waitForTimeout(2500);
  const [wait, handled, block] = await page.evaluate(() => [Math.max(0, ...globalThis.waits.map((one) => one.paint)), Math.max(0, ...globalThis.waits.map((one) => one.handled)), Math.max(0, ...globalThis.blocked)]);
  worst = Math.max(worst, wait);
  said(name, `${Math.round(wait)} ms to the next paint, handled in ${Math.round(handled)} ms, longest task ${Math.round(block)} ms`);
}

const map = await page.locator('.map-frame').boundingBox();
const middle = [map.x + map.width / 2, map.y + map.height / 2];
await measure('a row is selected', () => page.locator('.grid-row').nth(4).click());
await measure('ten arrow keys in the table', async () => { await page.locator('.grid-scroll').focus(); for (let i = 0; i < 10; i += 1) { await page.keyboard.press('ArrowDown'); await page.waitForTimeout(60); } });
await measure('the table is scrolled', async () => { await page.mouse.move(600, 400); for (let i = 0; i < 20; i += 1) { await page.mouse.wheel(0, 900); await page.waitForTimeout(50); } });
if (hasMap) await measure('a space is clicked on the map', () => page.mouse.click(...middle));
if (hasMap) await measure('the map is zoomed', async () => { await page.mouse.move(...middle); for (let i = 0; i < 5; i += 1) { await page.mouse.wheel(0, -200); await page.waitForTimeout(120); } });
await measure('a district is chosen', () => page.locator('.groups-list button').first().click());
await measure('groups by kind', () => page.locator('.groups .ant-segmented-item').nth(2).click());
await measure('a kind is chosen', () => page.locator('.groups-list button').first().click());
await measure('all filters are taken away', () => page.locator('.groups-chosen .ant-btn-link').click());
said('worst interaction to next paint', `${Math.round(worst)} ms of ${LIMIT_MS} ms`);
await browser.close();
process.exitCode = worst > LIMIT_MS ? 1 : 0;
