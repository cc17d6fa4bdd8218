import { defineConfig } from 'vitest/config';

/** The whole product with a Docker engine: browser, terminal, servers. One file after the other. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    hookTimeout: 15 * 60_000
  }
});
