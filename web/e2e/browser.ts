/** Chromium, looked at through Playwright; every page that it opens is watched. */

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { PASSWORD } from './people';

export type View = { width: number; height: number; lang: 'zh' | 'en'; mode: 'light' | 'dark' };

export const DESKTOP: View = { width: 1280, height: 720, lang: 'zh', mode: 'light' };

/** Chromium with WebGL in software: the map draws with it. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
}

/** What pages did that they must not: errors, and requests to other hosts. */
export type Watch = { errors: string[]; outside: string[] };

export async function visit(browser: Browser, url: string, view: View = DESKTOP): Promise<{ page: Page; context: BrowserContext; watch: Watch }> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height }, locale: view.lang === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: view.mode, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const watch: Watch = { errors: [], outside: [] };
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text())) watch.errors.push(message.text()); });
  page.on('pageerror', (error) => watch.errors.push(error.message));
  page.on('request', (request) => { if (new URL(request.url()).origin !== new URL(url).origin && !/^(data|blob):/.test(request.url())) watch.outside.push(request.url()); });
  await page.goto(url);
  return { page, context, watch };
}

export async function login(page: Page, user: string, password = PASSWORD): Promise<void> {
  await page.locator('#user').fill(user);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
}
