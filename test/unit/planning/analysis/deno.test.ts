import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const server = { 'main.ts': 'Deno.serve({ port: 8000 }, () => new Response("hello"));\n' };

describe('a Deno program', () => {
  it('is started by its task, unless that is a development server', async () => {
    const tasks = (start: string) => ({ ...server, 'deno.json': manifest({ tasks: { start } }) });
    expect(await onlyServiceOf(tasks('deno run -A main.ts'))).toMatchObject({
      kind: 'web',
      language: 'TypeScript',
      packageManager: 'deno',
      startCommand: 'deno task start',
      port: 8000
    });
    expect((await onlyServiceOf(tasks('deno run -A --watch main.ts'))).startCommand).toBe(
      'deno run --allow-all main.ts'
    );
  });

  it('that exports its handler is served', async () => {
    const service = await onlyServiceOf({
      'deno.jsonc': '{\n  // imports\n  "imports": { "hono": "jsr:@hono/hono@^4" },\n}\n',
      'main.ts': 'import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n'
    });
    expect(service).toMatchObject({
      framework: 'hono',
      startCommand: 'deno serve --allow-all --host 0.0.0.0 --port $PORT main.ts'
    });
  });

  it.each([
    ['fresh', { imports: { fresh: 'jsr:@fresh/core@^2' } }],
    ['fresh', { imports: { '$fresh/': 'https://modules.example/x/fresh@1.7.3/' } }],
    ['oak', { imports: { '@oak/oak': 'jsr:@oak/oak@^17' } }]
  ])('with %s in its imports has that framework', async (framework, config) => {
    expect((await onlyServiceOf({ ...server, 'deno.json': manifest(config) })).framework).toBe(framework);
  });

  it('has the framework that its code imports by address', async () => {
    const files = {
      'deno.json': '{}',
      'server.ts':
        'import { Application } from "https://modules.example/x/oak@v12.6.1/mod.ts";\nnew Application().listen();\n'
    };
    expect(await onlyServiceOf(files)).toMatchObject({
      framework: 'oak',
      startCommand: 'deno run --allow-all server.ts'
    });
  });

  it('needs no deno.json where the repository is one file', async () => {
    const files = {
      'src/index.ts': 'import * as cow from "https://modules.example/x/cowsay/mod.ts";\nconsole.log(cow.say());\n'
    };
    expect(await onlyServiceOf(files)).toMatchObject({
      kind: 'worker',
      packageManager: 'deno',
      startCommand: 'deno run --allow-all src/index.ts'
    });
  });

  it('has the version that a file states, else the current line', async () => {
    const files = { ...server, 'deno.json': '{}' };
    expect((await onlyServiceOf({ ...files, '.deno-version': '2.2.2\n' })).runtimeVersion).toBe('2.2.2');
    expect((await onlyServiceOf({ ...files, '.tool-versions': 'deno 1.46.3\n' })).runtimeVersion).toBe('1.46.3');
    expect((await onlyServiceOf(files)).runtimeVersion).toBe('2');
  });

  it('is built by its task, with its modules in the image', async () => {
    const files = { ...server, 'deno.json': manifest({ tasks: { build: 'deno run -A build.ts' } }), '.dvmrc': '2.2.2' };
    const { text } = (await onlyServiceOf(files)).dockerfile!;
    expect(text).toContain('FROM denoland/deno:debian-2.2.2 AS build');
    expect(text).toContain('RUN deno cache main.ts');
    expect(text).toContain('RUN deno task build');
    expect(text).toContain('USER deno');
  });

  it('keeps its key-value store in the program itself', async () => {
    const files = {
      'deno.json': '{}',
      'main.ts': 'const kv = await Deno.openKv();\nDeno.serve(() => new Response());\n'
    };
    expect((await analysisOf(files)).datastores).toMatchObject([{ kind: 'sqlite', requirement: 'embedded' }]);
  });
});

describe('a deno.json', () => {
  it('beside a package.json that starts the program only brings tools', async () => {
    const service = await onlyServiceOf({
      'deno.json': manifest({ fmt: { lineWidth: 100 } }),
      'package.json': manifest({ scripts: { start: 'node server.js' }, dependencies: { express: '5' } }),
      'server.js': 'require("express")().listen(3000)'
    });
    expect(service).toMatchObject({ language: 'JavaScript', framework: 'express' });
  });

  it('of a library is no service', async () => {
    const files = {
      'deno.json': manifest({ name: '@shop/core', exports: './mod.ts' }),
      'mod.ts': 'export const a = 1;\n'
    };
    await expect(analysisOf(files)).rejects.toThrow('analysis.nothing');
  });
});
