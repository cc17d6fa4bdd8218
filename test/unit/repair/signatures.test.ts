import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classify, signatures } from '../../../workers/repair/classify.ts';
import { cleanLines } from '../../../workers/repair/lines.ts';
import type { Place } from '../../../workers/repair/signature.ts';
import { samples } from './samples.ts';
import { situation } from './situations.ts';

const folder = (name: string) => `${import.meta.dirname}/../../fixtures/${name}`;
const read = (name: string, file: string) => readFileSync(`${folder(name)}/${file}`, 'utf8');

/** What must hold beside the text, for those that ask for more. */
const evidence: Record<string, object> = {
  oom_container: { result: 'oom-kill' },
  redis_overcommit: { output: "WARNING Memory overcommit must be enabled!\nCan't save in background: fork" }
};

const captures: [file: string, place: Place, id: string | null][] = [
  ['bash-crlf', 'container', 'entry_crlf'],
  ['bun-frozen', 'build', 'bun_frozen'],
  ['go-toolchain', 'build', 'go_toolchain'],
  ['gunicorn-no-module', 'container', 'py_module'],
  ['lxml-no-library', 'build', 'python_library'],
  ['node-no-git', 'build', 'program_missing'],
  ['pnpm-engine', 'build', 'engine'],
  ['python-no-compiler', 'build', 'program_missing'],
  ['rollup-of-a-mac', 'build', 'foreign_lock'],
  ['sharp-of-a-mac', 'container', 'sharp'],
  ['typescript-error', 'build', 'compile_error'],
  ['docker-crlf-shebang', 'container', 'entry_crlf'],
  ['docker-entry-not-found', 'container', 'entry_not_found'],
  ['docker-entry-perm', 'container', 'entry_perm'],
  ['docker-exec-format', 'container', 'exec_format'],
  ['docker-name-conflict', 'container', 'name_conflict'],
  ['docker-no-network', 'container', 'no_network'],
  ['docker-oom137', 'container', 'oom_container'],
  ['docker-port-taken', 'container', 'port_allocated'],
  ['docker-port-taken-host', 'container', 'port_in_use_host'],
  ['docker-pull-dns', 'server', 'dns_fail'],
  ['docker-pull-dns', 'container', 'dns_fail'],
  ['enospc', 'server', 'enospc'],
  ['mariadb-no-password', 'container', 'pg_nopass'],
  ['node-eaddrinuse', 'container', 'port_in_use_host'],
  ['node-econnrefused', 'container', null],
  ['node-enotfound', 'container', 'db_host'],
  ['node-heap-oom', 'build', 'node_heap'],
  ['node-module-not-found', 'container', 'module_missing'],
  ['npm-404', 'build', 'npm_404'],
  ['npm-ci-lock-mismatch', 'build', 'npm_ci_sync'],
  ['npm-ci-no-lock', 'build', 'npm_ci_nolock'],
  ['npm-engine-strict', 'build', 'engine'],
  ['npm-eresolve', 'build', 'eresolve'],
  ['npm-missing-script', 'build', 'npm_script'],
  ['pg-no-password', 'container', 'pg_nopass'],
  ['pip-no-network', 'build', 'dns_fail'],
  ['volume-permission', 'container', 'volume_perm']
];

describe('the known failures', () => {
  it('have a sample each, and no name twice', () => {
    const ids = signatures.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(samples.map(([id]) => id).sort()).toEqual([...ids].sort());
  });

  it.each(samples)('know %s at the %s', (id, place, output) => {
    expect(classify(situation(place, output, evidence[id]))?.signature.id).toBe(id);
  });

  it.each(captures)('know what programs said: %s at the %s', (file, place, id) => {
    expect(classify(situation(place, read('failures', `${file}.txt`)))?.signature.id ?? null).toBe(id);
  });

  it('cover every capture', () => {
    const files = readdirSync(folder('failures')).map((file) => file.replace('.txt', ''));
    expect([...new Set(captures.map(([file]) => file))].sort()).toEqual(files.sort());
  });

  it('say a cause and what to do in sentences of their own', () => {
    for (const { cause, advice } of signatures)
      for (const text of [cause, advice]) expect(text).toMatch(/^\S.*[^.]\.$/);
  });
});

describe('evidence', () => {
  it('is asked for before a kill counts as want of memory in a container', () => {
    expect(classify(situation('container', 'exited with code 137'))).toBeNull();
    const said = 'State: exited, exit code 137, killed for want of memory, restarts 3';
    expect(classify(situation('container', said))?.signature.id).toBe('oom_container');
  });

  it('keeps what is said of SSH to commands whose end was never heard of', () => {
    expect(classify(situation('build', 'ssh: connect to host x port 22: Connection refused'))).toBeNull();
  });

  it('keeps a build from being judged by what containers say, and the reverse', () => {
    expect(classify(situation('build', 'FATAL:  the database system is starting up'))).toBeNull();
    expect(classify(situation('container', 'npm error code ERESOLVE'))).toBeNull();
  });
});

describe('of several that fit', () => {
  it('the specific one is meant before the general, wherever it stands', () => {
    const output = 'Error: pg_config executable not found.\nERROR: Failed building wheel for psycopg2';
    expect(classify(situation('build', output))?.signature.id).toBe('pg_config');
    const kill = 'npm error signal SIGKILL\nerror: exit code: 137';
    expect(classify(situation('build', kill))?.signature.id).toBe('next_sigkill');
    const watch = 'Error: ENOSPC: System limit for number of file watchers reached';
    expect(classify(situation('container', watch))?.signature.id).toBe('inotify');
  });

  it('the one nearest to the end is meant, and the last 200 lines before all others', () => {
    const output = 'npm error code ERESOLVE\nnpm error Missing script: "build"';
    expect(classify(situation('build', output))?.signature.id).toBe('npm_script');
    const old = `npm error code ERESOLVE\n${'x\n'.repeat(250)}ERROR: Failed building wheel for x`;
    expect(classify(situation('build', old))?.signature.id).toBe('pip_wheel');
  });

  it('numbers of BuildKit and colours do not hide them', () => {
    const output = '#12 34.567 \u001b[31mnpm error\u001b[0m code ERESOLVE';
    expect(classify(situation('build', output))?.signature.id).toBe('eresolve');
  });
});

describe('hostile output', () => {
  it('is looked at in bounds: so many lines, so many characters of each', () => {
    const lines = cleanLines(`${'a'.repeat(3_000_000)}\n${`${'b'.repeat(5000)}\n`.repeat(400)}`);
    expect(lines.length).toBeLessThanOrEqual(2000);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(1000);
  });

  it.each(signatures.map(({ id, pattern }) => [id, pattern.source]))(
    'finds no endless repetition in the pattern of %s',
    (_, source) => {
      const bare = source.replace(/\\./g, 'x').replace(/\[(?:[^\]])*\]/g, 'x');
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
      expect(bare).not.toMatch(/\{\d+,\d+\}\)(?:\{|\?.*\{\d+,\d{4,}\})/);
    }
  );
});

describe('the logs of commands that succeeded', () => {
  const files = readdirSync(folder('successes'));

  it('are thirty at least', () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  it.each(files)('show no known failure anywhere: %s', (file) => {
    const output = read('successes', file);
    const places: Place[] = ['server', 'build', 'container', 'connection', 'purchase', 'certificate', 'probe'];
    const found = places.map((place) => classify(situation(place, output))?.signature.id ?? null);
    expect(found).toEqual(places.map(() => null));
  });
});
