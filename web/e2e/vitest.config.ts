import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [process.env.PICTURES === undefined ? 'e2e/**/*.e2e.ts' : `e2e/${process.env.PICTURES}.ts`],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    bail: 1,
  },
});
