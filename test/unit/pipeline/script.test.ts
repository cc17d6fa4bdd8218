import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alreadyDone, scriptOf, type Part } from '../../../workers/pipeline/script.ts';
import type { Step } from '../../../workers/domain/step.ts';
import { step } from '../../plans.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hydron-script-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a part of a step by real bash, from a file as on a server; `$T` is a folder of its own. */
function run(changes: Partial<Step>, part: Part = 'whole', input = '') {
  const script = scriptOf(step('x', changes), part);
  const ran = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env['PATH'], T: folder }
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}
const applied = () => existsSync(join(folder, 'applied'));
const apply = 'touch $T/applied; echo applied';

describe('a whole step', () => {
  it('is skipped when its check succeeds, silently', () => {
    expect(run({ check: 'echo noise; echo more >&2; true', apply })).toEqual({
      code: alreadyDone,
      out: 'Already in place.\n',
      err: ''
    });
    expect(applied()).toBe(false);
  });

  it('is applied and verified when its check fails, silently', () => {
    expect(run({ check: 'echo noise; false', apply, verify: 'test -e $T/applied; echo seen' })).toEqual({
      code: 0,
      out: 'applied\nseen\n',
      err: ''
    });
  });

  it('is applied when there is no check', () => {
    for (const check of ['', '  \n\t']) expect(run({ check, apply }).out).toBe('applied\n');
  });

  it('ends with the exit code of what failed in its apply, and verifies nothing', () => {
    expect(run({ apply: 'echo before; (exit 42); echo after', verify: 'echo verified' })).toMatchObject({
      code: 42,
      out: 'before\n'
    });
    expect(run({ apply: 'exit 7' }).code).toBe(7);
    expect(run({ apply: 'no-such-command' })).toMatchObject({
      code: 127,
      err: expect.stringContaining('no-such-command')
    });
  });

  it('says that its effect cannot be seen when its verify fails, with that exit code', () => {
    const { code, out } = run({ apply, verify: 'echo looking; (exit 3); echo not reached' });
    expect([code, out]).toEqual([3, 'applied\nlooking\nThe step ran, but what it should have done cannot be seen.\n']);
  });

  it('does nothing in an empty apply or verify', () =>
    expect(run({ apply: '', verify: '# only a comment' })).toEqual({ code: 0, out: '', err: '' }));

  it('is not taken for skipped when its own text exits with that code', () => {
    expect(run({ apply: `exit ${alreadyDone}` }).code).not.toBe(alreadyDone);
    expect(run({ apply: 'true', verify: `exit ${alreadyDone}` }).code).not.toBe(alreadyDone);
    expect(run({ check: `exit ${alreadyDone}`, apply }).out).toBe('applied\n');
  });
});

describe('each text of a step', () => {
  it.each(['check', 'apply', 'verify'] as const)(
    'is strict: %s stops at the first failure, in a pipe and at an unset name',
    (name) => {
      for (const text of [
        'false; true',
        'false | true',
        'echo $UNSET_NAME; true',
        '{ false; echo on; } && true; true'
      ]) {
        const texts = { check: 'false', apply: 'true', verify: 'true', [name]: text };
        const { code, out } = run(texts);
        if (text.startsWith('{')) continue;
        if (name === 'check') expect([code, out]).toEqual([0, '']);
        else expect(code).not.toBe(0);
      }
    }
  );

  it('keeps its variables, its folder and its traps to itself', () => {
    const { code, out } = run({
      check: 'X=1; cd /tmp; trap "echo trap" EXIT; false',
      apply: 'echo "${X:-none} $PWD"; X=2; cd /tmp; umask 000; exec 2>/dev/null',
      verify: 'echo "${X:-none} $PWD"'
    });
    expect([code, out]).toEqual([0, 'none /\nnone /\n']);
  });

  it('may end in a here-document, a comment, a line to be continued or a bracket', () => {
    const heredoc = "cat > $T/file <<'END'\n) $(false) `false`\nEND";
    expect(
      run({ check: 'test -e $T/none # (', apply: heredoc, verify: 'cat $T/file <<END\nunused\nEND' })
    ).toMatchObject({
      code: 0,
      out: ') $(false) `false`\n'
    });
    expect(run({ apply: 'echo a # )' }).out).toBe('a\n');
    expect(run({ apply: 'case a in a) echo b;; esac' }).out).toBe('b\n');
    expect(run({ apply: 'echo c &&\\\necho d' }).out).toBe('c\nd\n');
  });

  it('does not eat the rest of the script or the input', () => {
    expect(
      run(
        { check: 'cat; false', apply: 'cat; echo applied', verify: 'cat; read -r line || echo verified' },
        'whole',
        'input\n'
      )
    ).toEqual({
      code: 0,
      out: 'applied\nverified\n',
      err: ''
    });
  });

  it('cannot break out by a bracket of its own', () => {
    const { code, out } = run({ check: ')\nexit 0\n(', apply });
    expect(out).not.toBe('Already in place.\n');
    expect(code).toBe(0);
  });

  it('answers questions of package tools with silence, in English', () =>
    expect(run({ apply: 'echo $DEBIAN_FRONTEND $LC_ALL' }).out).toBe('noninteractive C.UTF-8\n'));
});

describe('a part of a step', () => {
  const texts = { check: 'echo c; false', apply: 'echo a', verify: 'echo v' };
  it.each<[Part, string]>([
    ['whole', 'a\nv\n'],
    ['check', ''],
    ['apply', 'a\n'],
    ['verify', 'v\n'],
    ['apply and verify', 'a\nv\n']
  ])('that is %s runs no more than that', (part, out) => expect(run(texts, part)).toEqual({ code: 0, out, err: '' }));

  it('that checks first skips the rest', () => {
    for (const part of ['whole', 'check', 'apply'] as const)
      expect(run({ ...texts, check: 'true' }, part).code).toBe(alreadyDone);
    for (const part of ['verify', 'apply and verify'] as const)
      expect(run({ ...texts, check: 'true' }, part).code).toBe(0);
  });
});
