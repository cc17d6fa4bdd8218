import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, known, lastLines, startChild, stopGroups } from '../../../cli/processes.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hydron-processes-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (script: string) =>
  startChild('a child', ['bash', '-c', script], { cwd: folder, env: process.env, log: join(folder, 'log') });

async function written(path: string): Promise<string> {
  for (let i = 0; i < 100; i++, await sleep(50)) if (lastLines(path) !== '') return readFileSync(path, 'utf8').trim();
  throw new Error(`nothing was written to ${path}`);
}

describe('a child', () => {
  it('ends with all that it started', async () => {
    const child = start('sleep 300 & echo $!; wait');
    const grandchild = known('sleep', Number(await written(child.log)));
    expect(isAlive(grandchild)).toBe(true);
    await stopGroups([child]);
    expect(await child.ended).toBe('ended by SIGTERM');
    expect([isAlive(child), isAlive(grandchild)]).toEqual([false, false]);
  });

  it('that does not obey is killed', async () => {
    const child = start('trap "" TERM; echo ready; while true; do sleep 0.1; done');
    await written(child.log);
    await stopGroups([child], 300);
    expect(await child.ended).toBe('ended by SIGKILL');
  });

  it('tells how it ended', async () => {
    const child = start('echo one; echo two >&2; exit 3');
    expect(await child.ended).toBe('exit code 3');
    expect(lastLines(child.log)).toBe('one\ntwo');
    expect(lastLines(child.log, 1)).toBe('two');
  });
});

describe('a known process', () => {
  it('is not another one that has its number now', () => {
    const self = known('this', process.pid);
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, started: 'at another time' })).toBe(false);
  });

  it('of another start is left alone', async () => {
    const child = start('sleep 300');
    await stopGroups([{ ...child, started: 'at another time' }], 200);
    expect(isAlive(child)).toBe(true);
    await stopGroups([child]);
  });
});
