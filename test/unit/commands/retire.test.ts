import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { retire } from '../../../workers/commands/retire.ts';

const folder = mkdtempSync(join(tmpdir(), 'hydron-retire-'));
const deeds = join(folder, 'deeds');
afterEach(() => rmSync(deeds, { force: true }));

/** A server with one container that was replaced; the proxy has connections to it at the first `busy` looks. */
function retiring(busy: number): { said: string; deeds: string } {
  const scripts = {
    docker: `case "$1 $2" in
  "ps --all") grep -q '^rm' ${deeds} 2>/dev/null || echo "1 shop-web-old web" ;;
  "container inspect") case "$*" in *Pid*) echo 77 ;; *) echo 172.30.0.9 ;; esac ;;
  *) echo "$*" >>${deeds} ;;
esac`,
    nsenter: `echo look >>${folder}/looks
[ "$(wc -l <${folder}/looks)" -gt ${busy} ] || echo "0 0 172.30.0.2:40000 172.30.0.9:3000"`,
    sleep: ':'
  };
  rmSync(join(folder, 'looks'), { force: true });
  for (const [name, text] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  const { stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail'], {
    input: retire('shop', ['web']).apply,
    encoding: 'utf8',
    env
  });
  return { said: stdout + stderr, deeds: readFileSync(deeds, 'utf8') };
}

describe('a container that was replaced', () => {
  it('is stopped and removed', () => {
    const { said, deeds: done } = retiring(0);
    expect(done).toBe('stop --time 30 shop-web-old\nrm shop-web-old\n');
    expect(said).toBe('Stopping shop-web-old, which nothing uses any more.\n');
  });

  it('is left alone while the proxy has a connection to it', () => {
    const { said } = retiring(5);
    expect(said).toBe('Stopping shop-web-old, which nothing uses any more.\n');
    expect(readFileSync(join(folder, 'looks'), 'utf8').split('look').length - 1).toBeGreaterThan(5);
  });
});
