import { describe, expect, it } from 'vitest';
import { manifest, onlyServiceOf } from './checkout-of.ts';

const app = (more: object = {}) => manifest({ scripts: { start: 'node index.js' }, ...more });
const versionWith = async (files: Record<string, string>) =>
  (await onlyServiceOf({ 'package.json': app(), 'index.js': '', ...files })).runtimeVersion;

describe('the version of Node', () => {
  it.each([
    ['mise before asdf', { 'mise.toml': '[tools]\nnode = "24.1"\n', '.tool-versions': 'nodejs 20.1.0\n' }, '24'],
    ['asdf before nvm', { '.tool-versions': 'ruby 3.4.1\nnodejs 20.1.0 # old\n', '.nvmrc': '24' }, '20'],
    [
      'nvm before the range of engines',
      { '.nvmrc': 'v24.2.0\n', 'package.json': app({ engines: { node: '20' } }) },
      '24'
    ],
    ['a comment above the version', { '.node-version': '# the line in use\n20.11\n' }, '20'],
    ['the newest line', { 'mise.toml': '[tools]\nnode = "latest"\n' }, '26'],
    ['a list and a table of mise', { '.mise.toml': '[tools]\n"core:node" = ["24", "22"]\n' }, '24'],
    ['a version with options', { '.config/mise.toml': '[tools]\nnode = { version = "20" }\n' }, '20'],
    [
      'the runtime of development',
      { 'package.json': app({ devEngines: { runtime: { name: 'node', version: '^24.0.0' } } }) },
      '24'
    ],
    ['the default where the file says nothing', { '.nvmrc': 'some words\n' }, '22'],
    ['the default where the person builds it', { '.tool-versions': 'nodejs system\n' }, '22']
  ])('is read from %s', async (_, files, version) => {
    expect(await versionWith(files)).toBe(version);
  });

  it('of a newer line gets its image', async () => {
    const service = await onlyServiceOf({ 'package.json': app({ engines: { node: '26.1.0' } }), 'index.js': '' });
    expect(service.runtimeVersion).toBe('26');
    expect(service.dockerfile?.text).toContain('FROM node:26-slim');
  });
});

describe('the package manager of Node', () => {
  const serviceWith = (more: object, files: Record<string, string> = {}) =>
    onlyServiceOf({ 'package.json': app(more), 'index.js': '', ...files });

  it('without a lock file is what engines or its settings ask for', async () => {
    const pnpm = await serviceWith({ engines: { pnpm: '8.15.9', npm: '>=9' } });
    expect(pnpm.packageManager).toBe('pnpm');
    expect(pnpm.dockerfile?.text).toContain('npm install -g --force pnpm@8.15.9');
    expect((await serviceWith({ engines: { bun: '>=1' } })).packageManager).toBe('bun');
    expect((await serviceWith({}, { 'bunfig.toml': '' })).packageManager).toBe('bun');
    expect(
      (await serviceWith({ devEngines: { packageManager: { name: 'pnpm', version: '10.2.0' } } })).packageManager
    ).toBe('pnpm');
  });

  it('is the one of the lock file, in the version that is pinned beside it', async () => {
    const service = await serviceWith(
      { engines: { pnpm: '>=8' } },
      { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n", 'mise.toml': '[tools]\npnpm = "10.4.1"\n' }
    );
    expect(service.dockerfile?.text).toContain('pnpm@10.4.1');
    const open = await serviceWith({ engines: { yarn: '>=1.22' } }, { 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" });
    expect(open.packageManager).toBe('pnpm');
    expect(open.dockerfile?.text).toContain('pnpm@8');
  });
});
