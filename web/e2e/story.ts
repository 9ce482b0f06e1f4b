/** Stories in given, when, then: each step is named, so that a failure says where it is. */

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axe, told } from './axe';
import { DESKTOP, login, visit, type View, type Watch } from './browser';

/** What somebody does in the browser. */
export class Actor {
  private constructor(readonly page: Page, private readonly context: BrowserContext, private readonly watch: Watch, private readonly url: string) {}

  static async open(browser: Browser, url: string, path = '/', view: View = DESKTOP): Promise<Actor> {
    const { page, context, watch } = await visit(browser, url + path, view);
    return new Actor(page, context, watch, url);
  }

  static async as(browser: Browser, url: string, user: string, view: View = DESKTOP, password?: string): Promise<Actor> {
    const actor = await Actor.open(browser, url, '/', view);
    await login(actor.page, user, password);
    await actor.page.locator('.shell').waitFor();
    return actor;
  }

  async goes(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.page.locator('#content').waitFor();
  }

  async presses(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).last().click();
  }

  async follows(name: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name, exact: typeof name === 'string' }).first().click();
  }

  /** Fills the field `label` of the form that is open. */
  async fills(label: string | RegExp, text: string): Promise<void> {
    await this.page.getByLabel(label).last().fill(text);
  }

  async chooses(name: string): Promise<void> {
    await this.page.getByRole('radio', { name, exact: true }).last().check();
  }

  /** Chooses from a list that opens. */
  async picks(label: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: label }).last().click();
    await this.page.locator('.ant-select-item-option', { hasText: option }).last().click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async sends(file: { name: string; text: string }, place = 0): Promise<void> {
    await this.page.locator('input[type=file]').nth(place).setInputFiles({ name: file.name, mimeType: 'text/plain', buffer: Buffer.from(file.text) });
  }

  /** What a press of `name` lets the browser save, as text. */
  async saves(name: string | RegExp): Promise<string> {
    return (await this.savesBytes(name)).toString('utf8');
  }

  async savesBytes(name: string | RegExp): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.presses(name)]);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** The page as it is keeps the rules of access. */
  async isAccessible(): Promise<void> {
    // What fades in has its contrast once it is there.
    await this.page.waitForTimeout(400);
    expect(told(await axe(this.page))).toBe('');
  }

  /** Leaves; nothing went wrong on the way, and nothing was asked of another host. */
  async leaves(): Promise<void> {
    await this.context.close();
    expect(this.watch).toEqual({ errors: [], outside: [] });
  }

  /** The server cannot be reached while `work` is done. */
  async isCutOff(work: () => Promise<void>): Promise<void> {
    await this.context.setOffline(true);
    await work();
    await this.context.setOffline(false);
    // What could not be fetched meanwhile is told by the browser, and is no fault of the page.
    this.watch.errors.length = 0;
  }

  /** The session ends behind the page's back. */
  async loses(): Promise<void> {
    await this.context.clearCookies();
  }
}

type Step = (what: string, work: () => Promise<void>) => Promise<void>;

const step = (word: string): Step => async (what, work) => {
  try {
    await work();
  } catch (cause) {
    throw new Error(`${word} ${what}`, { cause });
  }
};

/** Not exported one by one: a module with an export called `then` is taken for a promise. */
export const story = { given: step('given'), when: step('when'), then: step('then') };
