import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withVariables } from '../../../relay/placeholders.ts';
import {
  command,
  quote,
  quoteTemplate,
  secretReference,
  secretsIn,
  serversIn,
  writeFile
} from '../../../workers/domain/shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'hydron-shell-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script as the relay does: placeholders become variables, in a strict shell. */
function bash(script: string, environment: Record<string, string> = {}): Buffer {
  const ran = spawnSync('bash', ['--norc', '-c', withVariables(`set -euo pipefail\n${script}`)], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment }
  });
  if (ran.status !== 0) throw new Error(`exit ${ran.status}: ${ran.stderr.toString()}`);
  return ran.stdout;
}
const words = (script: string, environment = {}) =>
  bash(`printf '%s\\0' ${script}`, environment).toString().split('\0').slice(0, -1);

const everyCharacter = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1)).join('');
const nasty = [
  '',
  ' ',
  "'",
  "''",
  '"',
  '\\',
  "\\'",
  "'; touch pwned; '",
  '$(touch pwned)',
  '`touch pwned`',
  '${HOME}',
  '$HOME',
  '$((1+1))',
  '~',
  '~root',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '!!',
  '!$',
  '#comment',
  'a\nb',
  '\n',
  'a\r\nb',
  '\t',
  '-n',
  '--',
  'A=1',
  '<(id)',
  '>pwned',
  '&',
  '|| id',
  ';;',
  'END',
  '${SECRET:TOKE',
  'ünïcödé ✓ 🚀',
  everyCharacter
];

describe('a quoted word', () => {
  it.each(nasty)('is the very text: %j', (text) => expect(words(quote(text))).toEqual([text]));

  it('stays one of several', () => expect(words(command(...nasty, 42))).toEqual([...nasty, '42']));

  it('leaves plain words readable', () =>
    expect(command('docker', 'run', '--name=web-1', 80)).toBe('docker run --name=web-1 80'));

  it('cannot hold a NUL', () => {
    expect(() => quote('a\0b')).toThrow(/NUL/);
    expect(() => command('ls', 'a\0b')).toThrow(/NUL/);
  });

  it('touched nothing while it was tried', () => expect(bash('ls').toString()).toBe(''));
});

describe('a quoted template', () => {
  const secret = { SECRET_TOKEN: everyCharacter, SERVER_WEB_1: '10.0.0.1' };

  it('takes a secret from the environment, whatever the secret holds', () =>
    expect(words(quoteTemplate('${SECRET:TOKEN}'), secret)).toEqual([everyCharacter]));

  it.each(nasty.filter((text) => text !== '' && !text.includes('${SECRET:')))(
    'keeps what stands around a placeholder: %j',
    (text) =>
      expect(words(quoteTemplate(`${text}\${SECRET:TOKEN}${text}\${SERVER:web-1}${text}`), secret)).toEqual([
        text + everyCharacter + text + '10.0.0.1' + text
      ])
  );

  it.each(nasty)('without a placeholder is a quoted word: %j', (text) => expect(quoteTemplate(text)).toBe(quote(text)));

  it('does not expand what only looks like a placeholder', () => {
    for (const text of [
      '${SECRET:token}',
      '${SECRET:}',
      '${SECRET: X}',
      '${OTHER:X}',
      '${SECRET:X',
      '$SECRET:X',
      '${SERVER:UP}'
    ])
      expect(words(quoteTemplate(text), { SECRET_X: 'leak' })).toEqual([text]);
  });

  it('fails where the secret is missing, and does not run with an empty one', () =>
    expect(() => bash(`echo ${quoteTemplate('${SECRET:ABSENT}')}`)).toThrow(/SECRET_ABSENT/));
});

describe('names of placeholders', () => {
  it('are found once each', () => {
    const text = 'a ${SECRET:B} ${SECRET:A} ${SECRET:B} ${SERVER:web-1} ${SECRET:c} ${SERVER:web-1}';
    expect(secretsIn(text)).toEqual(['B', 'A']);
    expect(serversIn(text)).toEqual(['web-1']);
  });

  it('are written for names of secrets alone', () => {
    expect(secretReference('DB_PASSWORD')).toBe('${SECRET:DB_PASSWORD}');
    for (const name of ['', 'lower', '1A', 'A}', 'A;id', 'A'.repeat(101)])
      expect(() => secretReference(name)).toThrow();
  });
});

describe('a written file', () => {
  const write = (content: string, environment = {}, path = join(folder, 'sub dir', "it's")) => {
    bash(writeFile(path, content), environment);
    const text = readFileSync(path, 'utf8');
    rmSync(join(folder, 'sub dir'), { recursive: true });
    return text;
  };
  const ended = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

  it.each([...nasty, 'END\nEND_\nEND', 'a\nEND\nb\n', '\\\n\\', "'END'", '<<END'])('holds the very text: %j', (text) =>
    expect(write(text)).toBe(ended(text))
  );

  it.each(
    [...nasty, 'END\nEND_\nEND', 'a\nEND\nb\n', '\\\nx', '\\$ \\` \\" \\\\', 'trailing \\'].filter(
      (text) => !text.includes('${SECRET:')
    )
  )('fills in placeholders and nothing else: %j', (text) => {
    const secret = 'p$w`d\\"\nEND\n\'$(touch pwned)';
    expect(write(`${text}\${SECRET:P}${text}\n${text}`, { SECRET_P: secret })).toBe(
      ended(`${text}${secret}${text}\n${text}`)
    );
  });

  it('has the mode it was given, and leaves no temporary file', () => {
    const path = join(folder, 'secret.env');
    bash(`umask 000\n${writeFile(path, 'A=1', '0600')}\nls ${quote(folder)}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(bash('ls').toString()).toBe('secret.env\n');
    rmSync(path);
  });

  it('works in the middle of a strict subshell', () => {
    const path = join(folder, 'x');
    bash(`(\nset -euo pipefail\n${writeFile(path, 'one')}\necho more >> ${quote(path)}\n)`);
    expect(readFileSync(path, 'utf8')).toBe('one\nmore\n');
    rmSync(path);
  });

  it('cannot hold a NUL', () => expect(() => writeFile('/tmp/x', 'a\0b')).toThrow(/NUL/));

  it('touched nothing else while it was tried', () => expect(bash('ls').toString()).toBe(''));
});
