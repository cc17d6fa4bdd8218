import { describe, expect, it } from 'vitest';
import { manifest, onlyServiceOf } from './checkout-of.ts';

const lock = { 'bun.lock': '{ "lockfileVersion": 1 }' };
const server = { 'index.ts': 'Bun.serve({ port: 4000, fetch: () => new Response("hello") });\n' };

describe('an app that Bun runs', () => {
  it('is known by its start command, and needs no Node', async () => {
    const service = await onlyServiceOf({
      ...lock,
      'package.json': manifest({ scripts: { start: 'bun run src/index.ts' }, dependencies: { elysia: '1' } }),
      'src/index.ts': 'import { Elysia } from "elysia";\nnew Elysia().listen(3000);\n'
    });
    expect(service).toMatchObject({ framework: 'elysia', packageManager: 'bun', runtimeVersion: '1', port: 3000 });
    expect(service.dockerfile!.text).toContain('FROM oven/bun:1-slim AS base');
    expect(service.dockerfile!.text).toContain('USER bun');
    expect(service.dockerfile!.text).toContain('CMD ["bun","run","src/index.ts"]');
  });

  it('is known by code that only Bun runs, and is started by its entry file', async () => {
    const service = await onlyServiceOf({ ...lock, ...server, 'package.json': manifest({ module: 'index.ts' }) });
    expect(service).toMatchObject({ kind: 'web', startCommand: 'bun index.ts', port: 4000 });
  });

  it.each([
    ['.bun-version', { '.bun-version': '1.2.3\n' }, {}],
    ['mise', { 'mise.toml': '[tools]\nbun = "1.2.3"\n' }, {}],
    ['package.json', {}, { packageManager: 'bun@1.2.3' }]
  ])('has the version that %s states', async (_, files, body) => {
    const service = await onlyServiceOf({ ...lock, ...server, ...files, 'package.json': manifest(body) });
    expect(service.runtimeVersion).toBe('1.2.3');
    expect(service.dockerfile!.text).toContain('FROM oven/bun:1.2.3-slim');
  });

  it('has the current line where package.json only states the oldest that will do', async () => {
    const files = { ...lock, ...server, 'package.json': manifest({ engines: { bun: '>=1.0.0' } }) };
    expect((await onlyServiceOf(files)).runtimeVersion).toBe('1');
  });

  it('keeps Node beside it where another manager installs it', async () => {
    const service = await onlyServiceOf({
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      ...server,
      'package.json': manifest({ scripts: { start: 'bun index.ts' } })
    });
    expect(service.dockerfile!.text).toContain('RUN npm install -g bun@1');
  });
});

describe('an app that Bun only installs', () => {
  it('is run by Node', async () => {
    const service = await onlyServiceOf({
      ...lock,
      'package.json': manifest({ scripts: { start: 'node server.js' }, dependencies: { express: '5' } }),
      'server.js': 'require("express")().listen(3000)'
    });
    expect(service).toMatchObject({ packageManager: 'bun', runtimeVersion: '22', startCommand: 'node server.js' });
    expect(service.dockerfile!.text).toContain('FROM node:22-slim');
  });
});
