import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchAnswerSchema, searchRequestSchema, type SearchAnswer } from '../../relay/protocol.ts';
import { startGitServer, type GitHttp } from '../harness/git-http.ts';
import { newRepository, startSources, type Sources } from './parts/sources.ts';

const root = mkdtempSync(join(tmpdir(), 'hydron-search-'));
const id = 'searched';
let forge: GitHttp;
let sources: Sources;

async function post(given: object, checkout = id): Promise<{ status: number; body: unknown }> {
  const route = sources.checkouts.routes.find(({ path }) => path === '/checkouts/:id/search')!;
  const body = searchRequestSchema.parse({ folder: '.', most: 50, ...given });
  return route.handle({ params: { id: checkout }, query: new URLSearchParams(), body });
}

const search = async (text: string, more: object = {}): Promise<SearchAnswer> =>
  searchAnswerSchema.parse((await post({ text, ...more })).body);
const places = ({ matches }: SearchAnswer) => matches.map(({ path, line }) => `${path}:${line}`);

beforeAll(async () => {
  newRepository(root, 'shop', {
    'server.js': "const app = express();\napp.get('/healthz', ok);\napp.listen(3000);\n",
    'web/page.js': 'fetch("/healthz")\r\n--output=x .* listen\n',
    'web-old/page.js': 'listen',
    'long.js': `${'a'.repeat(5000)} needle ${'b'.repeat(5000)}\n`,
    'picture.png': Buffer.from('\0\0healthz'),
    'link.js': '-> server.js',
    'large.txt': `healthz ${'x'.repeat(2 * 1024 * 1024)}`
  });
  forge = await startGitServer(root, () => null);
  sources = startSources({ RELAY_ALLOWED_HOSTS: forge.host });
  expect((await sources.git(`${forge.url}/shop/.git`, { id })).problem).toBeNull();
});

afterAll(async () => {
  await forge.stop();
  sources.stop();
  rmSync(root, { recursive: true });
});

describe('a search over a checkout', () => {
  it('names each line that holds the text, passes over links and binaries, and says that a large file was left out', async () => {
    const found = await search('healthz');
    expect(found.matches).toEqual([
      { path: 'server.js', line: 2, text: "app.get('/healthz', ok);" },
      { path: 'web/page.js', line: 1, text: 'fetch("/healthz")' }
    ]);
    expect(found.truncated).toBe(true);
  });

  it('stays below the folder', async () => {
    expect(places(await search('listen', { folder: 'web' }))).toEqual(['web/page.js:2']);
    expect(places(await search('listen', { folder: '../..' }))).toEqual([]);
  });

  it.each(['--output=x', '.* listen'])('takes the text by its letters: %s', async (text) => {
    expect(places(await search(text))).toEqual(['web/page.js:2']);
  });

  it('reads nothing into what would be a pattern', async () => {
    expect(places(await search('app.*'))).toEqual([]);
  });

  it('cuts a long line around the text', async () => {
    const [match] = (await search('needle')).matches;
    expect(match!.text).toContain('needle');
    expect(match!.text.length).toBe(240);
  });

  it('ends at the number of lines that was asked for', async () => {
    const found = await search('listen', { most: 1 });
    expect(found).toMatchObject({ truncated: true });
    expect(found.matches).toHaveLength(1);
  });

  it('refuses a checkout that is not there', async () => {
    expect(await post({ text: 'x' }, 'absent')).toMatchObject({ status: 404 });
    expect(await post({ text: 'x' }, '../x')).toMatchObject({ status: 400 });
  });

  it.each(['', 'a\nb', 'a\0b', 'x'.repeat(201)])('takes one short line of text only', (text) => {
    expect(searchRequestSchema.safeParse({ text, folder: '.', most: 5 }).success).toBe(false);
  });
});
