import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { factsScript, readFacts } from '../../../workers/repair/facts.ts';

describe('the facts of a server', () => {
  it('are read from what the script prints on a real system', () => {
    const facts = readFacts(execFileSync('bash', ['-euo', 'pipefail', '-c', factsScript], { encoding: 'utf8' }));
    expect(facts.os).toMatch(/^[a-z]+ [\d.]+$/);
    expect(facts.arch).toMatch(/^\w+$/);
    expect(facts.memoryMb).toBeGreaterThan(100);
    expect(facts.cores).toBeGreaterThan(0);
    expect(facts.diskFreeMb).not.toBeNull();
    expect(facts.container).not.toBeNull();
  });

  it('are unknown where a server prints something else', () => {
    const sizes = { cores: null, memoryMb: null, swapMb: null, diskFreeMb: null };
    const unknown = { os: null, arch: null, ...sizes, container: null };
    expect(readFacts('')).toEqual(unknown);
    expect(readFacts('os=$(reboot)\narch=`id`\ncores=1e9\nmemoryMb=-4\nswapMb=99999999999\n=\n')).toEqual(unknown);
  });
});
