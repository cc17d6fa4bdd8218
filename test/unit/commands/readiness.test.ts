import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { waitText } from '../../../workers/commands/readiness.ts';

describe('waiting for a container to serve', () => {
  it('ends after the seconds that it says, however long each look takes', () => {
    const given = 'name=web; docker() { echo running; }; ready() { sleep 0.8; false; }';
    const script = `${given}\n${waitText({ kind: 'port', port: 3000, seconds: 2 })}\necho "$up $SECONDS"`;
    const { stdout } = spawnSync('bash', ['-eu'], { input: script, encoding: 'utf8' });
    const [up, seconds] = stdout.trim().split(' ');
    expect(up).toBe('no');
    expect(Number(seconds)).toBeLessThan(6);
  });
});
