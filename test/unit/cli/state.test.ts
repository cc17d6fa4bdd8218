import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetStack, keysOf, openState, places, readStack, saveStack } from '../../../cli/state.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hydron-state-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

describe('a state folder', () => {
  it('makes its keys once and keeps them from others', () => {
    openState(folder);
    const keys = keysOf(folder);
    expect(Buffer.from(keys.secretKey, 'base64')).toHaveLength(32);
    expect(keysOf(folder)).toEqual(keys);
    expect(mode(folder)).toBe(0o700);
    expect(mode(places(folder).keys)).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('remembers the stack that runs on it until that one is gone', () => {
    openState(folder);
    const launcher = { name: 'npm start', pid: 1, started: 'then' };
    const stack = {
      url: 'http://127.0.0.1:1',
      relayUrl: 'http://127.0.0.1:2',
      token: 't',
      ready: true,
      launcher,
      children: []
    };
    expect(readStack(folder)).toBeNull();
    saveStack(folder, stack);
    expect(readStack(folder)).toEqual(stack);
    expect(mode(places(folder).stack)).toBe(0o600);
    forgetStack(folder);
    expect(readStack(folder)).toBeNull();
  });

  it('takes a stack file of another form for none', () => {
    writeFileSync(places(folder).stack, '{"url":1}');
    expect(readStack(folder)).toBeNull();
  });
});
