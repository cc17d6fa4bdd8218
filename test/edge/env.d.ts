/// <reference types="@cloudflare/vitest-pool-workers/types" />

type WorkerEnv = import('../../workers/env.ts').Env;

declare namespace Cloudflare {
  interface Env extends WorkerEnv {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import('../../workers/index.ts');
  }
}
