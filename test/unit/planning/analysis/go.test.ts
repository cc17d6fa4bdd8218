import { describe, expect, it } from 'vitest';
import { onlyServiceOf } from './checkout-of.ts';

const main = { 'main.go': 'package main\nfunc main() { http.ListenAndServe(":8080", nil) }\n' };
const dockerfileOf = async (files: Record<string, string>) =>
  (await onlyServiceOf({ ...main, ...files })).dockerfile!.text;

const module = (version: string, ...requires: string[]) =>
  `module example.com/shop\n\ngo ${version}\n\nrequire (\n${requires.map((line) => `\t${line}\n`).join('')})\n`;
const sums = (version: string, kind: string) => `github.com/mattn/go-sqlite3 ${version}${kind} h1:aGFzaA==\n`;

describe('a Go program', () => {
  it('is built without C', async () => {
    const text = await dockerfileOf({ 'go.mod': module('1.24', 'github.com/gin-gonic/gin v1.10.0') });
    expect(text).toContain('CGO_ENABLED=0');
    expect(text).not.toContain('gcc');
  });

  it.each([
    ['requires', 'github.com/mattn/go-sqlite3 v1.14.15'],
    ['gets from a driver', 'github.com/mattn/go-sqlite3 v1.14.15 // indirect']
  ])('is built with a C compiler when it %s SQLite in C', async (_, line) => {
    const text = await dockerfileOf({ 'go.mod': module('1.22', 'gorm.io/driver/sqlite v1.5.0', line) });
    expect(text).toContain('CGO_ENABLED=1');
    expect(text).toMatch(/apt-get install .*gcc libc6-dev/);
  });

  it('of an old go.mod, which keeps silent about what others require, is judged by its sums', async () => {
    const old = { 'go.mod': module('1.15', 'github.com/jinzhu/gorm v1.9.16') };
    expect(await dockerfileOf({ ...old, 'go.sum': sums('v1.14.0', '') })).toContain('CGO_ENABLED=1');
    expect(await dockerfileOf({ ...old, 'go.sum': sums('v1.14.0', '/go.mod') })).toContain('CGO_ENABLED=0');
  });
});
