import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startBeside, startInstead } from '../../../workers/commands/start.ts';
import { container } from '../repair/shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'hydron-docker-'));
const docker = `#!/bin/sh
if [ "$1" = run ]; then printf '%s\\n' "$@" >&2; exit 1; fi
[ "$1" != container ]
`;
writeFileSync(join(folder, 'docker'), docker, { mode: 0o755 });
afterAll(() => rmSync(folder, { recursive: true }));

/** What docker is told to run, on a server that has neither the image nor a container. */
function told(apply: string): string[] {
  const input = apply.replaceAll(/\$\{SECRET:(\w+)\}/g, 'x');
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  return spawnSync('bash', ['-eu'], { input, encoding: 'utf8', env }).stderr.split('\n');
}

describe('the start of a container', () => {
  const readiness = { kind: 'port', port: 3000, seconds: 1 } as const;

  it.each([
    ['beside the old one', startBeside(container, readiness)],
    ['in its place', startInstead(container, readiness)]
  ])('is tried a few times and not for ever, until it serves: %s', (_, { apply }) => {
    const words = told(apply);
    expect(words.filter((word) => word === '--restart')).toHaveLength(1);
    expect(words[words.indexOf('--restart') + 1]).toBe('on-failure:3');
  });
});
