/** Serves web/dist before a server that does not do so itself, under the policy that pages have. */

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

export const DIST = new URL('../dist/', import.meta.url).pathname;
const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
const KINDS: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const OF_SERVER = /^\/(api|openapi\.json|healthz|readyz|metrics)(\/|$|\?)/;

export async function servePages(desk: string): Promise<{ url: string; close: () => Promise<void> }> {
  const home = await fetch(`${desk}/`);
  // A server with the pages in it needs nobody before it.
  if (home.headers.get('content-type')?.startsWith('text/html') === true) return { url: desk, close: () => Promise.resolve() };
  const server = createServer((ask, answer) => (OF_SERVER.test(ask.url ?? '') ? passOn(desk, ask, answer) : file(ask, answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

function file(ask: IncomingMessage, answer: ServerResponse): void {
  const path = join(DIST, normalize(decodeURIComponent(new URL(ask.url ?? '/', 'http://x').pathname)));
  const found = path.startsWith(DIST) && existsSync(path) && statSync(path).isFile() ? path : join(DIST, 'index.html');
  answer.writeHead(200, { 'content-type': KINDS[extname(found)] ?? 'application/octet-stream', 'content-security-policy': CSP });
  createReadStream(found).pipe(answer);
}

function passOn(desk: string, ask: IncomingMessage, answer: ServerResponse): void {
  const onward = request(new URL(ask.url ?? '/', desk), { method: ask.method, headers: ask.headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  ask.pipe(onward);
}
