import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { offences } from './architecture/judge.ts';

const files = globSync('{workers,durable-objects,relay,site,cli}/**/*.{ts,js,svelte}', { exclude: ['site/static/**'] });
const read = (path: string) => ({ path, text: readFileSync(path, 'utf8') });

/** The offences of files given as `{ path: text }`. */
const judge = (texts: Record<string, string>) =>
  offences(Object.entries(texts).map(([path, text]) => ({ path, text })));

describe('the code', () => {
  it('keeps the import rules', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(offences(files.map(read))).toEqual([]);
  });
});

describe('the import rules', () => {
  const forbidden: [title: string, path: string, text: string][] = [
    ['domain importing a package other than zod', 'workers/domain/a.ts', `import { Hono } from 'hono';`],
    ['domain importing another room', 'workers/domain/a.ts', `import { b } from '../store/b.ts';`],
    ['domain importing bindings', 'workers/domain/a.ts', `import type { Env } from '../env.ts';`],
    ['the protocol importing the relay', 'relay/protocol.ts', `import { b } from './exec.ts';`],
    ['the relay importing the domain', 'relay/exec.ts', `import { b } from '../workers/domain/step.ts';`],
    ['commands importing bindings', 'workers/commands/docker.ts', `import type { Env } from '../env.ts';`],
    ['a vendor importing the store', 'workers/vendors/ovh.ts', `import { b } from '../store/servers.ts';`],
    ['a model using the relay', 'workers/models/anthropic.ts', `import { b } from '../relay-client.ts';`],
    ['planning importing repair', 'workers/planning/a.ts', `import { b } from '../repair/fix.ts';`],
    ['a phase importing a phase', 'workers/pipeline/phases/domain.ts', `import { b } from './purchase.ts';`],
    ['a phase importing the store', 'workers/pipeline/phases/domain.ts', `import { b } from '../../store/runs.ts';`],
    ['a resource importing a resource', 'workers/api/runs.ts', `import { b } from './teams.ts';`],
    ['an API importing the object', 'workers/api/runs.ts', `import { b } from '../../durable-objects/deployment.ts';`],
    ['bindings importing the object itself', 'workers/env.ts', `import { b } from '../durable-objects/deployment.ts';`],
    [
      'a page importing the store',
      'site/routes/+page.svelte',
      `<script>import { b } from '../../workers/store/b.ts';</script>`
    ],
    ['the terminal importing the protocol', 'cli/deploy.ts', `import { b } from '../relay/protocol.ts';`],
    ['a second file that speaks SSH', 'relay/exec.ts', `import { Client } from 'ssh2';`],
    ['SQL outside the store', 'workers/api/runs.ts', `import { eq } from 'drizzle-orm';`],
    ['an import at run time', 'workers/commands/docker.ts', `const b = await import('../store/b.ts');`],
    ['an export from elsewhere', 'workers/commands/docker.ts', `export * from '../store/b.ts';`],
    ['a type named in place', 'workers/commands/docker.ts', `type B = import('../store/b.ts').B;`],
    ['a barrel', 'workers/store/index.ts', ''],
    ['utils', 'workers/store/utils.ts', ''],
    ['a file in no room', 'workers/misc/a.ts', '']
  ];

  it.each(forbidden)('refuse %s', (_title, path, text) => {
    const found = judge({ [path]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(path);
  });

  const allowed: [title: string, path: string, text: string][] = [
    ['domain importing domain and zod', 'workers/domain/a.ts', `import * as z from 'zod'; import { b } from './b.ts';`],
    ['a phase importing its context', 'workers/pipeline/phases/domain.ts', `import { b } from '../context.ts';`],
    ['a phase in several files', 'workers/pipeline/phases/domain/a.ts', `import { b } from './b.ts';`],
    [
      'bindings naming the type of the object',
      'workers/env.ts',
      `import type { B } from '../durable-objects/deployment.ts';`
    ],
    ['the API wiring its resources', 'workers/api/app.ts', `import { b } from './runs.ts';`],
    [
      'a page using the domain',
      'site/lib/run/log.svelte',
      `<script lang="ts">import { b } from '../../../workers/domain/run.ts';</script>`
    ],
    ['an alias of the site', 'site/routes/+page.svelte', `<script>import Log from '#lib/run/log.svelte';</script>`]
  ];

  it.each(allowed)('allow %s', (_title, path, text) => {
    expect(judge({ [path]: text })).toEqual([]);
  });

  it('refuse a ring of imports and say how it goes', () => {
    const ring = {
      'workers/store/a.ts': `import { b } from './b.ts';`,
      'workers/store/b.ts': `import { c } from './c.ts';`,
      'workers/store/c.ts': `import { a } from './a.ts';`
    };
    expect(judge(ring)).toEqual([
      'cycle: workers/store/a.ts -> workers/store/b.ts -> workers/store/c.ts -> workers/store/a.ts'
    ]);
  });

  it('allow a ring of types', () => {
    const ring = {
      'workers/store/a.ts': `import { b } from './b.ts';`,
      'workers/store/b.ts': `import type { A } from './a.ts';`
    };
    expect(judge(ring)).toEqual([]);
  });
});
