import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { switchAptMirror } from '../../../workers/commands/apt-mirror.ts';

let etc: string;
beforeEach(() => {
  etc = mkdtempSync(join(tmpdir(), 'hydron-etc-'));
  mkdirSync(join(etc, 'apt/sources.list.d'), { recursive: true });
  writeFileSync(join(etc, 'os-release'), 'ID=debian\nVERSION_CODENAME=trixie\n');
});
afterEach(() => rmSync(etc, { recursive: true }));

/** Runs the remedy's text on a folder in place of /etc, without what reads the lists anew. */
function switched(file: string, text: string): string {
  writeFileSync(join(etc, file), text);
  const script = switchAptMirror('main').split('\nfind ')[0]!.replaceAll('/etc/', `${etc}/`);
  execFileSync('bash', ['-euo', 'pipefail', '-c', script]);
  return bare(readFileSync(join(etc, file), 'utf8'));
}

/** A text in which hosts go by their first label. */
const bare = (text: string) => text.replace(/\/\/(\w+)(?:\.\w+)+/g, '//$1');

describe('switching the package mirror', () => {
  it("takes lines of the distribution to its own servers, and leaves others' alone", () => {
    const lines = [
      'deb http://mirror.vendor.test/debian/packages trixie main contrib',
      'deb [signed-by=/x.gpg] http://mirror.vendor.test/debian/packages trixie-updates non-free main',
      'deb http://mirror.vendor.test/debian/security trixie-security main',
      'deb https://download.docker.test/linux/debian trixie stable',
      'deb https://apt.tools.test trixie main'
    ];
    expect(switched('apt/sources.list', `${lines.join('\n')}\n`).split('\n')).toEqual([
      'deb http://deb/debian trixie main contrib',
      'deb [signed-by=/x.gpg] http://deb/debian trixie-updates non-free main',
      'deb http://security/debian-security trixie-security main',
      bare(lines[3]!),
      bare(lines[4]!),
      ''
    ]);
  });

  it('does the same to stanzas, keeping their keys', () => {
    const stanza = (uri: string, suites: string) =>
      `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`;
    const before = `${stanza('http://mirror.vendor.test/debian/', 'trixie trixie-updates')}\n${stanza('http://mirror.vendor.test/sec', 'trixie-security')}`;
    expect(switched('apt/sources.list.d/debian.sources', before).trim()).toBe(
      `${stanza('http://deb/debian', 'trixie trixie-updates')}\n${stanza('http://security/debian-security', 'trixie-security')}`.trim()
    );
  });

  it('begins from the file as it was, however often it is done', () => {
    const line = 'deb http://mirror.vendor.test/debian trixie main\n';
    expect(switched('apt/sources.list', line)).toBe('deb http://deb/debian trixie main\n');
    expect(readFileSync(join(etc, 'apt/sources.list.before-hydron'), 'utf8')).toBe(line);
  });
});
