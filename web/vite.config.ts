import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const desk = process.env.REWEAVE_DESK ?? 'http://127.0.0.1:8080';
const proxied = ['/api', '/openapi.json', '/healthz', '/readyz'];

export default defineConfig({
  plugins: [react()],
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, desk])) },
  preview: { proxy: Object.fromEntries(proxied.map((path) => [path, desk])) },
  build: {
    target: 'es2022',
    manifest: true,
    // Files of their own: a page that asks for no inline script needs no exception in its CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
