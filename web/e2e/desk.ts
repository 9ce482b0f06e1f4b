/** A desk of its own for a test: a fresh database, the server, and what serves the pages. */

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, servePages } from './pages';

const BIN = process.env.REWEAVE_BIN ?? 'reweave';

export type Desk = { url: string; admin: { user: string; password: string }; close: () => Promise<void> };

/** A port that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Founds a desk of its own and serves it. */
export async function openDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'reweave-e2e-'));
  const database = join(folder, 'desk.sqlite');
  const founding = ['--organisation', '91110000600037341L', '--name', '市发展改革委', '--user', 'admin', '--person', 'p-admin', '--person-name', '张三'];
  const said = execFileSync(BIN, ['found', '--database', database, ...founding], { encoding: 'utf8' });
  const password = /password\s+(\S+)|口令\s+(\S+)/.exec(said);
  const served = await serve(database);
  return {
    url: served.url,
    admin: { user: 'admin', password: password?.[1] ?? password?.[2] ?? '' },
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Serves the demo desk: a copy of that in the folder REWEAVE_DEMO, else one that is made anew. */
export async function openDemo(): Promise<Pick<Desk, 'url' | 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'reweave-demo-'));
  const made = process.env.REWEAVE_DEMO;
  if (made === undefined) execFileSync(BIN, ['demo', '--out', folder, '--spaces', '400', '--desk'], { stdio: 'ignore' });
  else cpSync(made, folder, { recursive: true });
  const served = await serve(join(folder, 'state.sqlite'));
  return { url: served.url, close: async () => { await served.close(); rmSync(folder, { recursive: true }); } };
}

async function serve(database: string): Promise<{ url: string; close: () => Promise<void> }> {
  const listen = `127.0.0.1:${await freePort()}`;
  const server = spawn(BIN, ['serve', '--database', database, '--listen', listen, '--requests-per-second', '1000', ...(existsSync(DIST) ? ['--pages', DIST] : [])], { stdio: 'ignore' });
  await answers(`http://${listen}/readyz`);
  const front = await servePages(`http://${listen}`);
  return { url: front.url, close: async () => { await front.close(); await ended(server); } };
}

/** Waits until the server answers. */
export async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGTERM');
  });
}
