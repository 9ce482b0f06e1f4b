import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [process.env.SHOTS === undefined ? 'e2e/**/*.e2e.ts' : 'e2e/shots.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    bail: 1,
  },
});
