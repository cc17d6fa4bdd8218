import { defineConfig } from 'vitest/config';

/** The relay against a real sshd and a real git, one file after the other. */
export default defineConfig({
  test: {
    name: 'relay',
    include: ['test/relay/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 15 * 60_000,
    hookTimeout: 15 * 60_000
  }
});
