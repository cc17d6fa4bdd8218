import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArchiveRequest, ExecAnswer } from '../../relay/protocol.ts';
import { startGitServer, type GitHttp } from '../harness/git-http.ts';
import { startJournal, type Journal } from './parts/journal.ts';
import { hasDocker, startMachine, type Machine } from './parts/machine.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { commitFiles, git, gitWith, newRepository } from './parts/sources.ts';

const root = mkdtempSync(join(tmpdir(), 'hydron-archive-'));
const folder = '/srv/hydron/app';
const odd = 'it\'s "odd"\n$(name)';
let forge: GitHttp;
let machine: Machine;
let relay: Relay;
let journal: Journal;
let next = 0;

/** Checks a repository out and sends it to the server; answers how that ended. */
async function ship(name: string, files: ArchiveRequest['files'] = [], to = folder): Promise<ExecAnswer> {
  journal?.stop();
  journal = await startJournal();
  const id = `${name}-${(next += 1)}`;
  const origin = { kind: 'git' as const, url: `${forge.url}/${name}/.git` };
  const checkout = await relay.client.checkout({ id, origin, ref: null, subfolder: null, credential: null });
  if (!checkout.ok) throw new Error(checkout.problem.message);
  const { server, credential } = machine;
  const { callback } = journal;
  const sent = await relay.client.archive(id, {
    execId: id,
    server,
    credential,
    folder: to,
    files,
    timeout: 60,
    callback
  });
  if (!sent.ok) throw new Error(sent.problem.message);
  return journal.exit;
}

/** A commit whose tree is written object by object, as no honest git would: each line is `mode kind id<tab>name`. */
function forgedCommit(repository: string, lines: string[], date = '1 +0000'): void {
  const tree = gitWith(lines.map((line) => `${line}\n`).join(''), repository, 'mktree');
  const commit = `tree ${tree}\nauthor A <a@b> ${date}\ncommitter A <a@b> ${date}\n\nforged\n`;
  const id = gitWith(commit, repository, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally');
  git(repository, 'update-ref', 'refs/heads/main', id);
}

describe.runIf(hasDocker)('a commit is sent to a server', () => {
  beforeAll(async () => {
    const app = newRepository(root, 'app', {
      'run.sh': '#!/bin/sh\n',
      'data.txt': 'data',
      '.gitattributes': '*.txt filter=evil\n',
      [odd]: 'odd',
      'inner/link': '-> ../data.txt',
      'inner/out': '-> ../../outside',
      absolute: '-> /etc/passwd',
      '.hydron': '-> inner'
    });
    git(app, 'update-index', '--chmod=+x', 'run.sh');
    git(app, 'commit', '-q', '-m', 'Mode');
    commitFiles(newRepository(root, 'large', {}), { 'large.bin': Buffer.alloc(20 * 1024 * 1024, 'x') });
    forge = await startGitServer(root);
    [machine, relay] = await Promise.all([
      startMachine(),
      startRelay(join(root, 'state'), { RELAY_ALLOWED_HOSTS: forge.host, RELAY_ALLOW_FOLDERS: '1' })
    ]);
  });

  afterAll(async () => {
    journal?.stop();
    await relay.end('SIGTERM');
    await machine.stop();
    await forge.stop();
    rmSync(root, { recursive: true });
  });

  it('with its modes, odd names and inner links, under generated files, without links that lead out', async () => {
    const files = [
      { path: '.hydron/web/Dockerfile', text: 'FROM scratch\n' },
      { path: '../outside', text: 'x' }
    ];
    expect(await ship('app', files)).toMatchObject({ state: 'succeeded', exitCode: 0, bytes: journal.offset() });
    const listed = await machine.inside(
      `cd ${folder} && find . -mindepth 1 -printf '%P %y %m %U\\0' | sort -z | tr '\\0' '|'`
    );
    expect(listed.split('|').filter(Boolean)).toEqual(
      [
        '.gitattributes f 644 0',
        '.hydron d 755 0',
        '.hydron/web d 755 0',
        '.hydron/web/Dockerfile f 644 0',
        'data.txt f 644 0',
        'inner d 755 0',
        'inner/link l 777 0',
        `${odd} f 644 0`,
        'run.sh f 755 0'
      ].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    );
    expect(journal.text()).toMatch(/left out "absolute": a link out of the tree/);
    expect(journal.text()).toMatch(/left out "\.\.\/outside"/);
  });

  it('once: again, it is already in place', async () => {
    await ship('app');
    await machine.inside(`touch ${folder}/kept`);
    expect(await ship('app')).toMatchObject({ state: 'succeeded' });
    expect(journal.text()).toContain('already in place');
    expect(await machine.inside(`ls ${folder}/kept`)).toBe(`${folder}/kept`);
  });

  it('whole, in place of another, with files of any size', async () => {
    expect(await ship('large')).toMatchObject({ state: 'succeeded' });
    expect(await machine.inside(`ls -A ${folder}; stat -c %s ${folder}/large.bin`)).toBe('large.bin\n20971520');
    expect(await machine.inside(`ls -d ${folder}.*`)).toBe(`${folder}.sent`);
  });

  it('though it is dated before all time, or after', async () => {
    const repository = newRepository(root, 'dated', {});
    const blob = gitWith('x', repository, 'hash-object', '-w', '--stdin');
    for (const date of ['99999999999999 +0000', '-5 +0000']) {
      forgedCommit(repository, [`100644 blob ${blob}\ta.txt`], date);
      expect(await ship('dated')).toMatchObject({ state: 'succeeded' });
    }
    expect(await machine.inside(`cat ${folder}/a.txt`)).toBe('x');
  });

  it('without what a forged tree would put elsewhere', async () => {
    const repository = newRepository(root, 'forged', {});
    const write = (text: string) => gitWith(text, repository, 'hash-object', '-w', '--stdin');
    const below = gitWith(`120000 blob ${write('../escaped')}\tup\n`, repository, 'mktree');
    forgedCommit(repository, [
      `120000 blob ${write('.')}\tdir`,
      `040000 tree ${below}\tdir`,
      `100644 blob ${write('k')}\tkept`
    ]);
    expect(await ship('forged')).toMatchObject({ state: 'succeeded' });
    expect(await machine.inside(`cd ${folder}; find . -mindepth 1 -printf '%P:%y:%l\\n' | sort`)).toBe(
      'dir/up:l:../escaped\ndir:d:\nkept:f:'
    );
  });

  it('nowhere, where the folder would lead upwards', async () => {
    await expect(ship('app', [], '/srv/../etc')).rejects.toThrow('folder');
  });
});
