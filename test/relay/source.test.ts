import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createHttp } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGitServer, type Gate, type GitHttp } from '../harness/git-http.ts';
import { commitFiles, git, gitWith, newRepository, startSources, type Sources } from './parts/sources.ts';

const root = mkdtempSync(join(tmpdir(), 'hydron-git-'));
const commits = { first: '', side: '', last: '' };
let forge: GitHttp;
let sources: Sources;

const refused = (status: number, headers: Record<string, string> = {}) => ({ status, headers });

/** Some addresses need a password, some lead elsewhere, and some are not there. */
const gate: Gate = ({ url = '', headers }) => {
  const known = headers.authorization === `Basic ${Buffer.from('me:pass word').toString('base64')}`;
  if (url.startsWith('/private') && !known) return refused(401, { 'www-authenticate': 'Basic' });
  if (url.startsWith('/moved')) return refused(302, { location: url.replace('/moved', '/app') });
  if (url.startsWith('/inside')) return refused(302, { location: 'http://169.254.169.254/info/refs' });
  return url.startsWith('/gone') ? refused(404) : null;
};

const pathsOf = ({ answer }: Awaited<ReturnType<Sources['git']>>) => answer?.tree.map(({ path }) => path);

beforeAll(async () => {
  const app = newRepository(root, 'app', { 'README.md': '# app', 'apps/web/package.json': '{}' });
  commits.first = git(app, 'rev-parse', 'HEAD');
  git(app, 'tag', '-a', 'v1', '-m', 'One');
  git(app, 'checkout', '-q', '-b', 'side');
  commits.side = commitFiles(app, { 'side.txt': 'side' });
  git(app, 'checkout', '-q', 'main');
  commits.last = commitFiles(app, { 'large.bin': Buffer.alloc(3 * 1024 * 1024, 'x'), 'last.txt': 'last' });
  newRepository(root, 'empty', {});
  forge = await startGitServer(root, gate);
  sources = startSources({ RELAY_ALLOWED_HOSTS: forge.host });
});

afterAll(async () => {
  await forge.stop();
  sources.stop();
  rmSync(root, { recursive: true });
});

describe('a repository on a Git host', () => {
  it('is checked out at the tip of its default branch', async () => {
    const { answer } = await sources.git(`${forge.url}/app/.git`);
    expect(answer).toMatchObject({ commit: commits.last, ref: null, truncated: false });
    expect(answer!.tree.map(({ path }) => path)).toEqual([
      'README.md',
      'apps/web/package.json',
      'large.bin',
      'last.txt'
    ]);
  });

  it.each([
    ['a branch', 'side', () => commits.side],
    ['a whole name of a branch', 'refs/heads/side', () => commits.side],
    ['an annotated tag', 'v1', () => commits.first],
    ['a commit that no ref names', 'first', () => commits.first],
    ['an abbreviated commit', 'short', () => commits.first]
  ])('is checked out at %s', async (_kind, ref, commit) => {
    const named = { first: commits.first, short: commits.first.slice(0, 9) }[ref] ?? ref;
    expect((await sources.git(`${forge.url}/app/.git`, { ref: named })).answer?.commit).toBe(commit());
  });

  it('is seen from a subfolder', async () => {
    expect(pathsOf(await sources.git(`${forge.url}/app/.git`, { subfolder: 'apps/web/' }))).toEqual(['package.json']);
  });

  it('follows a redirect that may be reached', async () => {
    expect((await sources.git(`${forge.url}/moved/.git`)).answer?.commit).toBe(commits.last);
  });

  it('is read with the credential of an account', async () => {
    newRepository(root, 'private', { 'a.txt': 'a' });
    const credential = { username: 'me', password: 'pass word' };
    expect(pathsOf(await sources.git(`${forge.url}/private/.git`, { credential }))).toEqual(['a.txt']);
  });

  it('leaves large files at a host that offers partial clones, and fetches them when they are sent', async () => {
    git(join(root, 'app'), 'config', 'uploadpack.allowFilter', 'true');
    const { answer } = await sources.git(`${forge.url}/app/.git`, { id: 'partial' });
    const found = await sources.checkouts.find(answer!.id);
    const large = () => found.ok && found.value.entries.find(({ path }) => path === 'large.bin')?.bytes;
    expect(large()).toBeNull();
    expect(found.ok && (await sources.checkouts.complete(found.value)).ok).toBe(true);
    expect(large()).toBe(3 * 1024 * 1024);
  });

  it('can be completed by a relay that was restarted, once it is asked for again', async () => {
    await sources.git(`${forge.url}/app/.git`, { id: 'again' });
    const next = startSources({ RELAY_ALLOWED_HOSTS: forge.host }, sources.config.state);
    const before = await next.checkouts.find('again');
    expect(before.ok && (await next.checkouts.complete(before.value))).toMatchObject({
      problem: { code: 'checkout.partial' }
    });
    await next.git(`${forge.url}/app/.git`, { id: 'again' });
    const after = await next.checkouts.find('again');
    expect(after.ok && (await next.checkouts.complete(after.value)).ok).toBe(true);
  });
});

describe('a source that cannot be had says what to do', () => {
  it.each([
    ['/gone', {}, 'source.absent', 'does not exist'],
    ['/private/.git', {}, 'source.private', 'connect an account'],
    ['/empty/.git', {}, 'source.empty', 'Push a commit first'],
    ['/app/.git', { ref: 'no-such' }, 'source.ref', 'no branch, tag or commit no-such'],
    ['/app/.git', { ref: '0'.repeat(40) }, 'source.ref', 'no '],
    ['/app/.git', { ref: '--upload-pack=id' }, 'source.ref', 'characters that no ref has'],
    ['/app/.git', { subfolder: 'apps/api' }, 'source.subfolder', 'no folder apps/api'],
    ['/app/.git', { subfolder: '../..' }, 'source.subfolder', 'path inside'],
    ['/inside/.git', {}, 'address.scheme', 'not allowed']
  ])('%s %o', async (path, asking, code, words) => {
    const { problem } = await sources.git(forge.url + path, asking);
    expect(problem).toMatchObject({ code, message: expect.stringContaining(words) as string });
  });

  it.each([
    ['--upload-pack=touch /tmp/x', 'source.url'],
    ['ext::sh -c id', 'source.url'],
    ['ext::id', 'source.scheme'],
    ['file:///etc', 'source.scheme'],
    ['http://github.com/a/b', 'source.scheme'],
    ['https://me:secret@github.com/a/b', 'source.credentials'],
    ['https://token@github.com/a/b', 'source.credentials'],
    ['https://github.com/a\n/b', 'source.url'],
    ['ssh://-oProxyCommand=id/x', 'source.url'],
    ['ssh://git@-oProxyCommand=id/x', 'source.url'],
    ['https://127.0.0.1/a', 'address.private'],
    ['https://0177.0.0.1/a', 'address.private'],
    ['https://2130706433/a', 'address.private'],
    ['https://0x7f.1/a', 'address.private'],
    ['ssh://git@2130706433/a', 'address.private'],
    ['git://0177.0.0.1/a', 'address.private'],
    ['https://10.1.2.3/a', 'address.private'],
    ['https://169.254.169.254/latest', 'address.private'],
    ['https://[::1]/a', 'address.private'],
    ['https://[::ffff:10.0.0.1]/a', 'address.private'],
    ['https://[64:ff9b::7f00:1]/a', 'address.private'],
    ['https://[fe80::1]/a', 'address.private'],
    ['ssh://git@[fd00::1]/a', 'address.private'],
    ['https://localhost/a', 'address.private'],
    ['https://localhost./a', 'address.private'],
    ['https://name.invalid/a', 'address.unknown']
  ])('%s', async (url, code) => {
    expect((await sources.git(url)).problem?.code).toBe(code);
  });
});

/** A tree of ten trees of ten trees …: a handful of objects that list as billions of files. */
function treeBomb(folder: string): void {
  let id = gitWith('x', folder, 'hash-object', '-w', '--stdin');
  for (let depth = 0; depth < 9; depth++) {
    const kind = depth === 0 ? '100644 blob' : '040000 tree';
    const lines = Array.from({ length: 10 }, (_none, index) => `${kind} ${id}\t${index}\n`).join('');
    id = gitWith(lines, folder, 'mktree');
  }
  git(folder, 'update-ref', 'refs/heads/main', git(folder, 'commit-tree', '-m', 'bomb', id));
}

describe('a source that would take too much is given up', () => {
  it('when its files come to more than the limit', async () => {
    newRepository(root, 'wide', { 'zeros.bin': Buffer.alloc(8 * 1024 * 1024), 'more.bin': Buffer.alloc(1024) });
    const small = startSources({ RELAY_ALLOWED_HOSTS: forge.host, RELAY_MAX_CHECKOUT_MB: '4' });
    expect((await small.git(`${forge.url}/wide/.git`)).problem).toMatchObject({
      code: 'source.large',
      message: expect.stringContaining('RELAY_MAX_CHECKOUT_MB') as string
    });
    small.stop();
  });

  it('when a few objects list as billions of files', async () => {
    treeBomb(newRepository(root, 'bomb', {}));
    expect((await sources.git(`${forge.url}/bomb/.git`)).problem?.code).toBe('source.large');
  });

  it('when its host says nothing', async () => {
    const silent: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const hasty = startSources({ RELAY_ALLOWED_HOSTS: host, RELAY_CHECKOUT_SECONDS: '1' });
    expect((await hasty.git(`http://${host}/a`)).problem).toMatchObject({
      code: 'source.unreachable',
      message: expect.stringContaining('did not answer within 1 s') as string
    });
    hasty.stop();
    silent.close();
  });

  it('when its host answers one byte at a time', async () => {
    const slow = createHttp((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      const drip = setInterval(() => response.write('0'), 100);
      response.on('close', () => clearInterval(drip));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => slow.once('listening', resolve));
    const host = `127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const hasty = startSources({ RELAY_ALLOWED_HOSTS: host, RELAY_CHECKOUT_SECONDS: '1' });
    expect((await hasty.git(`http://${host}/a`)).problem?.code).toMatch(/^source\.(unreachable|slow)$/);
    hasty.stop();
    slow.closeAllConnections();
    slow.close();
  });
});
