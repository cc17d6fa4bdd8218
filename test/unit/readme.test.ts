import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readConfig } from '../../relay/config.ts';
import { variables } from '../../cli/settings.ts';

const readme = readFileSync('README.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const found = (pattern: RegExp) => [...new Set(Array.from(readme.matchAll(pattern), (match) => match[1]!))];

it('names only settings that something reads', () => {
  const readers = [readFileSync('workers/env.ts', 'utf8'), readFileSync('relay/config.ts', 'utf8')].join('\n');
  const known = new Set(variables.map(([name]) => name));
  const unknown = found(/\b((?:HYDRON|RELAY|GITHUB)_[A-Z_]+)\b/g).filter(
    (name) => !known.has(name) && !readers.includes(name)
  );
  expect(unknown).toEqual([]);
});

it('names only scripts that are there', () => {
  expect(found(/npm run ([\w:]+)/g).filter((name) => !(name in scripts))).toEqual([]);
});

it('links only to files that are there', () => {
  expect(found(/\]\((?!https?:)([^)#]+)\)/g).filter((path) => !existsSync(path))).toEqual([]);
});

it('starts the relay with no more settings than the relay demands', () => {
  expect(readConfig({ RELAY_KEY: 'k'.repeat(16) })).toMatchObject({ port: 8788, local: false });
});
