import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newSshKey } from '../../../workers/domain/ssh-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'hydron-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keygen = (...args: string[]) => {
  const ran = spawnSync('ssh-keygen', args, { encoding: 'utf8', cwd: folder });
  return ran.status === 0 ? ran.stdout.trim() : `exit ${ran.status}: ${ran.stderr}`;
};

describe('a new SSH key', () => {
  it.each(['hydron-shop', '', 'with a space', 'ünïcödé'])(
    'with the comment %j is read by ssh-keygen, which prints its public line',
    async (comment) => {
      const { publicKey, privateKey } = await newSshKey(comment);
      writeFileSync(join(folder, 'key'), privateKey, { mode: 0o600 });
      expect(keygen('-y', '-P', '', '-f', 'key')).toBe(publicKey.trim());
      expect(privateKey.split('\n').every((line) => line.length <= 70)).toBe(true);
    }
  );

  it('signs what its public line verifies', async () => {
    const { publicKey, privateKey } = await newSshKey('signer');
    writeFileSync(join(folder, 'key'), privateKey, { mode: 0o600 });
    writeFileSync(join(folder, 'allowed'), `me ${publicKey}\n`);
    writeFileSync(join(folder, 'text'), 'a text');
    rmSync(join(folder, 'text.sig'), { force: true });
    keygen('-Y', 'sign', '-f', 'key', '-n', 'test', 'text');
    const verify = spawnSync(
      'ssh-keygen',
      ['-Y', 'verify', '-f', 'allowed', '-I', 'me', '-n', 'test', '-s', 'text.sig'],
      { cwd: folder, input: 'a text' }
    );
    expect(verify.status).toBe(0);
  });

  it('is another each time', async () =>
    expect((await newSshKey('a')).publicKey).not.toBe((await newSshKey('a')).publicKey));
});
