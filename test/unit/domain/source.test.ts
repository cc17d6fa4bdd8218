import { describe, expect, it } from 'vitest';
import {
  describeSource,
  nameOfSource,
  parseSource,
  sourceSchema,
  type Source
} from '../../../workers/domain/source.ts';

const git = (url: string, ref: string | null = null, subfolder: string | null = null): Source => ({
  kind: 'git',
  url,
  ref,
  subfolder
});
const image = (reference: string): Source => ({ kind: 'image', reference });
const read = (text: string, folders = false) => {
  const result = parseSource(text, { folders });
  return result.ok ? result.value : result.problem.code;
};

describe('a friendly paste', () => {
  it.each<[string, Source]>([
    ['https://github.com/acme/shop', git('https://github.com/acme/shop')],
    ['  https://github.com/acme/shop.git \n', git('https://github.com/acme/shop.git')],
    ['HTTPS://GitHub.com/acme/Shop', git('https://github.com/acme/Shop')],
    ['https://github.com/acme/shop/', git('https://github.com/acme/shop')],
    ['https://github.com/acme/shop?tab=readme-ov-file', git('https://github.com/acme/shop')],
    ['github.com/acme/shop', git('https://github.com/acme/shop')],
    ['https://git.example.org:8443/a/b/c.git', git('https://git.example.org:8443/a/b/c.git')],
    ['http://127.0.0.1:9418/shop.git', git('http://127.0.0.1:9418/shop.git')],
    ['ssh://git@github.com/acme/shop.git', git('ssh://git@github.com/acme/shop.git')],
    ['ssh://git@git.example.org:2222/acme/shop.git', git('ssh://git@git.example.org:2222/acme/shop.git')],
    ['git://git.example.org/shop.git', git('git://git.example.org/shop.git')],
    ['git@github.com:acme/shop.git', git('ssh://git@github.com/acme/shop.git')],
    ['git@github.com:/acme/shop.git', git('ssh://git@github.com/acme/shop.git')],
    ['https://github.com/acme/shop#main', git('https://github.com/acme/shop', 'main')],
    ['https://github.com/acme/shop#v1.2.3:apps/web', git('https://github.com/acme/shop', 'v1.2.3', 'apps/web')],
    ['https://github.com/acme/shop#:apps/web', git('https://github.com/acme/shop', null, 'apps/web')],
    ['https://github.com/acme/shop#:apps/web/', git('https://github.com/acme/shop', null, 'apps/web')],
    ['git@github.com:acme/shop.git#feature/x', git('ssh://git@github.com/acme/shop.git', 'feature/x')],
    ['https://github.com/acme/shop#', git('https://github.com/acme/shop')]
  ])('%j is a repository', (text, source) => expect(read(text)).toEqual(source));

  it.each<[string, Source]>([
    ['https://github.com/acme/shop/tree/main', git('https://github.com/acme/shop', 'main')],
    ['https://github.com/acme/shop/tree/main/apps/web', git('https://github.com/acme/shop', 'main', 'apps/web')],
    ['https://github.com/acme/shop/tree/main/apps/web/', git('https://github.com/acme/shop', 'main', 'apps/web')],
    ['https://github.com/acme/shop/tree/main/my%20app', git('https://github.com/acme/shop', 'main', 'my app')],
    ['https://gitlab.com/acme/shop/-/tree/main/web', git('https://gitlab.com/acme/shop', 'main', 'web')],
    ['https://gitlab.com/acme/team/shop/-/tree/main', git('https://gitlab.com/acme/team/shop', 'main')],
    ['https://bitbucket.org/acme/shop/src/main/web', git('https://bitbucket.org/acme/shop', 'main', 'web')]
  ])("%j is a forge's page of a branch", (text, source) => expect(read(text)).toEqual(source));

  it.each([
    'nginx',
    'nginx:1.29-alpine',
    'acme/shop:latest',
    'ghcr.io/acme/shop:1.0',
    'localhost:5000/shop',
    'registry.example.org:5000/team/shop:v2',
    `ghcr.io/acme/shop@sha256:${'a'.repeat(64)}`,
    'a__b/c-d.e'
  ])('%j is an image', (text) => expect(read(text)).toEqual(image(text)));

  it('names a template', () =>
    expect(read('template:express-postgres')).toEqual({ kind: 'template', name: 'express-postgres' }));

  it.each(['.', '..', '/srv/shop', './shop', '../shop', '~/shop', './my #shop'])(
    '%j is a folder on a local install',
    (text) => {
      expect(read(text, true)).toEqual({ kind: 'folder', path: text });
      expect(read(text)).toBe('source.folder');
    }
  );
});

describe('a hostile or hapless paste', () => {
  it.each([
    ['', 'source.empty'],
    [' \n\t ', 'source.empty'],
    ['--upload-pack=touch /tmp/x', 'source.option'],
    ['-oProxyCommand=id', 'source.option'],
    ['ext::sh -c id', 'source.helper'],
    ['EXT::sh -c id', 'source.helper'],
    ['fd::17', 'source.helper'],
    ['https::https://github.com/a/b', 'source.helper'],
    ['file:///etc', 'source.scheme'],
    ['FILE:///etc', 'source.scheme'],
    ['ftp://host/x', 'source.scheme'],
    ['git+ssh://host/x/y', 'source.scheme'],
    ['javascript://alert/x', 'source.scheme'],
    ['https://user:password@github.com/a/b', 'source.credentials'],
    ['https://token@github.com/a/b', 'source.credentials'],
    ['https://:password@github.com/a/b', 'source.credentials'],
    ['ssh://git:password@github.com/a/b', 'source.credentials'],
    ['git://user@host/a', 'source.credentials'],
    ['https://github.com/a/b\u0000', 'source.control'],
    ['https://github.com/a\r\n/b', 'source.control'],
    ['https://github.com/a/\u001b[31mb', 'source.control'],
    ['https://github.com/a/\u202egit.b', 'source.control'],
    ['./shop\u0007', 'source.control'],
    ['git://host/%0ahost=evil/a', 'source.control'],
    ['https://github.com/a/b%00', 'source.control'],
    ['ssh://-oProxyCommand=id/x', 'source.option'],
    ['ssh://-l@host/x', 'source.option'],
    ['ssh://%2doProxyCommand=id/x', 'source.url'],
    ['ssh://%2dl@host/x', 'source.url'],
    ['https://', 'source.url'],
    ['https://github.com', 'source.url'],
    ['https://github.com/', 'source.url'],
    ['https://[::1/a', 'source.url'],
    ['https://github.com/acme/shop/tree/%zz', 'source.url'],
    ['https://github.com/a/b#--upload-pack=x', 'source.form'],
    ['https://github.com/a/b#a..b', 'source.form'],
    ['https://github.com/a/b#x.lock', 'source.form'],
    ['https://github.com/a/b#main:../../etc', 'source.form'],
    ['https://github.com/a/b#main:/etc', 'source.form'],
    ['https://github.com/a/b#main:a/.git/hooks', 'source.form'],
    ['https://github.com/a/b/tree/main/..%2f..%2fetc', 'source.form'],
    ['https://github.com/a/b/tree/-x', 'source.form'],
    ['template:../../etc', 'source.form'],
    ['template:', 'source.form'],
    [`nginx:${'1'.repeat(200)}`, 'source.unknown'],
    [`${'a/'.repeat(180)}b`, 'source.form'],
    ['Nginx', 'source.unknown'],
    ['nginx latest', 'source.unknown'],
    ['nginx;id', 'source.unknown'],
    ['$(id)', 'source.unknown'],
    ['`id`', 'source.unknown'],
    ['hello there', 'source.unknown'],
    ['C:\\shop', 'source.unknown'],
    [`https://github.com/a/${'b'.repeat(2000)}`, 'source.long']
  ])('%j is refused as %s', (text, code) => expect(read(text, true)).toBe(code));

  it('is refused within a blink, however long it tries to keep the reader busy', () => {
    const before = performance.now();
    for (const text of [
      'a'.repeat(2000),
      'a.'.repeat(999) + '!',
      'a/'.repeat(999) + '!',
      'a-'.repeat(999),
      `git@${'a.'.repeat(990)}!`
    ])
      read(text);
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('never becomes a Git URL that holds a control character, whatever its escapes', () => {
    for (let code = 0; code < 256; code++) {
      const escape = `%${code.toString(16).padStart(2, '0')}`;
      for (const text of [
        `git://host/a${escape}b`,
        `https://h.example/o/r/tree/main${escape}/x`,
        `git@host:a${escape}b`
      ]) {
        const source = read(text);
        if (typeof source === 'string' || source.kind !== 'git') continue;
        const plain = decodeURIComponent(
          [source.url, source.ref, source.subfolder].join(' ').replace(/%[89a-f]./gi, '')
        );
        expect(plain).not.toMatch(/\p{Cc}/u);
      }
    }
  });
});

describe('a source that arrives as data', () => {
  it.each([
    git('ext::sh -c id'),
    git('--upload-pack=id'),
    git('/etc'),
    git('file:///etc'),
    git('https://a/b', '-x'),
    git('https://a/b', null, '../x'),
    git('https://user:secret@host/a'),
    image('-v'),
    image('nginx --privileged'),
    { kind: 'template', name: '../x' },
    { kind: 'folder', path: 'a\nb' }
  ])('is held to the same form: %j', (source) => expect(sourceSchema.safeParse(source).success).toBe(false));
});

describe('a source in one line', () => {
  it.each([
    'https://github.com/acme/shop',
    'https://github.com/acme/shop#main',
    'https://github.com/acme/shop#main:apps/web',
    'https://github.com/acme/shop#:apps/web',
    'ssh://git@github.com/acme/shop.git',
    'ghcr.io/acme/shop:1.0',
    'template:static-site',
    '/srv/shop'
  ])('%j reads back as itself', (text) => {
    const source = read(text, true) as Source;
    expect(describeSource(source)).toBe(text);
    expect(read(describeSource(source), true)).toEqual(source);
  });

  it.each([
    ['https://github.com/acme/My_Shop.git', 'my-shop'],
    ['https://github.com/acme/shop/', 'shop'],
    ['ghcr.io/acme/shop:1.0', 'shop'],
    ['localhost:5000/shop', 'shop'],
    [`nginx@sha256:${'0'.repeat(64)}`, 'nginx'],
    ['template:static-site', 'static-site'],
    ['/srv/some shop/', 'some-shop'],
    ['..', 'app']
  ])('%j names the project %j', (text, name) => expect(nameOfSource(read(text, true) as Source)).toBe(name));
});
