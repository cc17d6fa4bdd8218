import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

/** The settings of a local install that reaches no relay. */
const localInstall = {
  HYDRON_MODE: 'local',
  HYDRON_LOCAL_TOKEN: 'local-token-of-the-edge-tests',
  HYDRON_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  RELAY_URL: 'http://relay.test',
  RELAY_KEY: 'relay-key-of-the-edge-tests'
};

/** What runs in workerd, with its real D1, Durable Objects, Queue and Workflow. */
export default defineConfig({
  plugins: [
    cloudflareTest(async ({ inject }) => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          ...localInstall,
          ANTHROPIC_BASE_URL: inject<string>('messagesUrl'),
          TEST_MIGRATIONS: await readD1Migrations('./migrations')
        }
      }
    }))
  ],
  test: {
    name: 'edge',
    include: ['test/edge/**/*.test.ts'],
    testTimeout: 30_000,
    globalSetup: ['./test/edge/global-setup.ts'],
    setupFiles: ['./test/edge/setup.ts'],
    // These mix module formats, or are CommonJS: workerd takes them bundled.
    deps: { optimizer: { ssr: { enabled: true, include: ['itty-durable', 'rfc6902'] } } }
  }
});
