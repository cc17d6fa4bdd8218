import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, refusalOf } from './checkout-of.ts';

const server = {
  'package.json': manifest({ scripts: { start: 'node a.js' }, dependencies: { express: '5' } }),
  'a.js': ''
};
const names = async (files: Record<string, string>) =>
  (await analysisOf(files)).services.map((service) => service.path);
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat([...'bcdefghij'].map((key, at) => `${key}: &${key} [${`*${'abcdefghij'[at]},`.repeat(9)}]`))
  .join('\n');

describe('a hostile repository', () => {
  it.each([
    ['a broken package.json beside', { 'x/package.json': '{"name": ' }],
    ['a broken pyproject.toml', { 'pyproject.toml': '[project\nname = ' }],
    ['broken YAML', { 'docker-compose.yml': 'services:\n\t- {' }],
    ['a bomb of aliases', { 'compose.yaml': bomb }],
    ['a Dockerfile whose heredoc never ends', { 'x/Dockerfile': 'FROM node:22\nRUN <<EOT\nFROM evil\n' }],
    ['an environment file that is no text', { '.env.example': 'A=\0\u0001\uFFFD' }],
    ['names with quotes, spaces and signs of the shell', { '$(rm -rf)/`a`;"b".js': '', "it's/package.json": '{}' }],
    ['long lines made for slow patterns', { 'src/index.js': `${'process.env.'.repeat(9000)}\n${'{ '.repeat(9000)}` }],
    ['deep folders', { [`${'a/'.repeat(300)}package.json`]: server['package.json'] }]
  ])('with %s is read as far as it can be', async (_title, files: Record<string, string>) => {
    expect(await names({ ...server, ...files })).toEqual(['.']);
  });

  it('cannot reach the prototype of objects by its keys', async () => {
    const text =
      '{"scripts":{"start":"node a.js","__proto__":"x"},"__proto__":{"polluted":1},"dependencies":{"express":"5","constructor":"1"}}';
    expect(await names({ 'package.json': text, 'a.js': '' })).toEqual(['.']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('of many packages is read within the limit, and says what was left', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`src/part${at}.js`, at < 399 ? `import './part${at + 1}.js';` : ''])
    );
    const imports = Object.keys(many)
      .map((path) => `import './${path}';`)
      .join('\n');
    const { filesRead } = await analysisOf({ ...server, ...many, 'a.js': imports });
    expect(filesRead.length).toBeLessThanOrEqual(100);
  });

  it('does not read what is too large', async () => {
    const { filesRead } = await analysisOf({ ...server, 'pyproject.toml': 'x'.repeat(400_000) });
    expect(filesRead.find((file) => file.path === 'pyproject.toml')).toMatchObject({ why: 'left out' });
  });

  it('with nothing that starts says so', async () => {
    expect(await refusalOf({ 'README.md': '# Notes', 'notes.txt': 'x' })).toBe('analysis.nothing');
  });
});
