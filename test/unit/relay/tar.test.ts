import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lastSecond, tarEnd, tarMember, type TarMember } from '../../../relay/tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'hydron-tar-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Unpacks the members with the system's tar. */
function unpack(members: TarMember[], time = 1_700_000_000): void {
  const input = Buffer.concat([...members.map((member) => tarMember(member, time)), tarEnd()]);
  execFileSync('tar', ['-x', '--no-same-owner', '-C', folder, '-f', '-'], { input });
}

const file = (name: string | Buffer, text: string | Buffer, kind: TarMember['kind'] = 'file'): TarMember => ({
  name: Buffer.from(name),
  kind,
  content: Buffer.from(text)
});

it.each([
  'plain',
  'deep/er/file',
  'new\nline',
  '"quotes" \'and\' $(more)',
  '-x',
  'ü'.repeat(80),
  `${'d/'.repeat(90)}f`
])('keeps a file named %j', (name) => {
  unpack([file(name, `content of ${name}`)]);
  expect(readFileSync(join(folder, name), 'utf8')).toBe(`content of ${name}`);
});

it('keeps modes, times, links and every byte', () => {
  const bytes = Buffer.from(Array.from({ length: 1025 }, (_none, index) => index % 256));
  const far = `${'t/'.repeat(80)}x`;
  unpack([
    file('run', bytes, 'executable'),
    file('data', '', 'file'),
    file('short', 'run', 'link'),
    file('long', far, 'link')
  ]);
  expect(readFileSync(join(folder, 'run'))).toEqual(bytes);
  expect(statSync(join(folder, 'run'))).toMatchObject({ mtimeMs: 1_700_000_000_000 });
  expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o644);
  expect([readlinkSync(join(folder, 'short')), readlinkSync(join(folder, 'long'))]).toEqual(['run', far]);
});

it('holds the last second that it promises', () => {
  unpack([file('late', 'x')], lastSecond);
  expect(readFileSync(join(folder, 'late'), 'utf8')).toBe('x');
});
