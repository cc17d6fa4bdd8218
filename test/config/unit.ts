import { defineConfig } from 'vitest/config';

/** What runs in Node: domain, planning, commands, cli, and the rules of the house. */
export default defineConfig({
  test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'], testTimeout: 60_000 }
});
