import { lstat, mkdir, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { emptyRepository } from './clone.ts';
import type { Config } from './config.ts';
import { git } from './git.ts';
import type { CheckoutRequest } from './protocol.ts';
import { ok, refuse, type Result } from './result.ts';

/** One file of a snapshot: its path's raw bytes and, when asked, its content. */
interface Member {
  name: Buffer;
  mode: '100644' | '100755' | '120000';
  bytes: number;
  read(): Promise<Buffer>;
}

type Files = Extract<CheckoutRequest['origin'], { kind: 'files' }>['files'];

const neverTaken = new Set(['.git', 'node_modules', '.hydron']);

/** The repository that keeps all snapshots, made when it is first needed. */
export async function snapshots(config: Config): Promise<string> {
  const repository = join(config.state, 'snapshots.git');
  if (!(await stat(repository).catch(() => null))) {
    await mkdir(config.state, { recursive: true });
    await emptyRepository(config, repository);
  }
  return repository;
}

/** Whether a snapshot of this commit id was taken before. */
export async function hasSnapshot(config: Config, commit: string): Promise<boolean> {
  const limits = { seconds: 30, folder: null, maxBytes: 0 };
  const ended = await git(['cat-file', '-e', `${commit}^{commit}`], { cwd: await snapshots(config), limits });
  return ended.code === 0;
}

/** Files that were sent, as a commit. The same content gives the same commit id. */
export function commitFiles(config: Config, files: Files): Promise<Result<string>> {
  return commit(
    config,
    files.map((file) => {
      const content = Buffer.from(file.text);
      const mode = file.executable ? '100755' : '100644';
      return { name: Buffer.from(file.path), mode, bytes: content.length, read: () => Promise.resolve(content) };
    })
  );
}

/** A folder of this machine as it stands now, without what git ignores, as a commit. */
export async function commitFolder(config: Config, path: string): Promise<Result<string>> {
  if (!config.allowFolders)
    return refuse('source.folder', 'This relay takes no folders of its own machine. Use a Git URL.', 403);
  if (!isAbsolute(path)) return refuse('source.folder', 'The folder is named by its whole path, such as /home/me/app.');
  const folder = resolve(path);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory())
    return refuse('source.folder', `${folder} is not a folder of this machine. Check the path.`);
  const names = (await namesByGit(folder)) ?? (await namesByWalk(folder, config.maxFiles));
  if (names.length > config.maxFiles)
    return refuse('source.large', `${folder} holds more than ${config.maxFiles} files (RELAY_MAX_FILES).`, 413);
  const members: Member[] = [];
  for (const name of names) {
    const member = await memberOf(folder, name);
    if (member) members.push(member);
  }
  return commit(config, members);
}

const outside = (name: Buffer) =>
  name
    .toString('latin1')
    .split('/')
    .some((part) => part === '.git' || part === '.hydron');

/** What git would show: files it tracks, and others that it does not ignore. Null where the folder is no checkout. */
async function namesByGit(folder: string): Promise<Buffer[] | null> {
  const limits = { seconds: 60, folder: null, maxBytes: 0 };
  const settings: [string, string][] = [['safe.directory', '*']];
  const ended = await git(['ls-files', '-co', '--exclude-standard', '-z'], { cwd: folder, settings, limits });
  return ended.code === 0 ? splitNames(ended.stdout).filter((name) => !outside(name)) : null;
}

function splitNames(listing: Buffer): Buffer[] {
  const names = new Map<string, Buffer>();
  for (let at = 0; at < listing.length;) {
    const end = listing.indexOf(0, at);
    const name = listing.subarray(at, end);
    names.set(name.toString('latin1'), name);
    at = end + 1;
  }
  return [...names.values()];
}

async function namesByWalk(folder: string, most: number): Promise<Buffer[]> {
  const names: Buffer[] = [];
  const folders: Buffer[] = [Buffer.alloc(0)];
  for (let at = 0; at < folders.length && names.length <= most; at++) {
    const below = folders[at]!;
    const entries = await readdir(within(folder, below), { withFileTypes: true, encoding: 'buffer' });
    for (const entry of entries) {
      if (neverTaken.has(entry.name.toString('latin1'))) continue;
      const name = below.length > 0 ? Buffer.concat([below, Buffer.from('/'), entry.name]) : entry.name;
      if (entry.isDirectory()) folders.push(name);
      else names.push(name);
    }
  }
  return names;
}

const within = (folder: string, name: Buffer) => Buffer.concat([Buffer.from(`${folder}/`), name]);

async function memberOf(folder: string, name: Buffer): Promise<Member | null> {
  const path = within(folder, name);
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink()) {
    const target = await readlink(path, { encoding: 'buffer' });
    return { name, mode: '120000', bytes: target.length, read: () => Promise.resolve(target) };
  }
  if (!found?.isFile()) return null;
  return { name, mode: found.mode & 0o111 ? '100755' : '100644', bytes: found.size, read: () => readFile(path) };
}

/** Nothing but the content may tell two snapshots apart: author, date and message are always the same. */
async function commit(config: Config, members: Member[]): Promise<Result<string>> {
  const bytes = members.reduce((sum, member) => sum + member.bytes, 0);
  if (members.length === 0) return refuse('source.empty', 'There are no files to deploy.');
  if (bytes > config.maxCheckoutBytes)
    return refuse('source.large', 'The files are larger than the relay takes (RELAY_MAX_CHECKOUT_MB).', 413);
  const wrong = members.find(({ name }) =>
    name
      .toString('latin1')
      .split('/')
      .some((part) => ['', '.', '..', '.git'].includes(part))
  );
  if (wrong) return refuse('source.path', `${wrong.name.toString('utf8')} is not a path that a repository can hold.`);
  const repository = await snapshots(config);
  const ref = `refs/hydron/${crypto.randomUUID()}`;
  const limits = { seconds: config.checkoutSeconds, folder: null, maxBytes: 0 };
  const made = await git(['fast-import', '--quiet', '--done'], {
    cwd: repository,
    input: importOf(ref, members),
    limits
  });
  if (made.code !== 0)
    return refuse('source.failed', `The files could not be read: ${made.stderr.trim().split('\n')[0]?.slice(0, 200)}`);
  const named = await git(['rev-parse', '--verify', ref], { cwd: repository, limits });
  const id = named.stdout.toString('utf8').trim();
  await git(['update-ref', `refs/hydron/${id}`, id], { cwd: repository, limits });
  await git(['update-ref', '-d', ref], { cwd: repository, limits });
  return ok(id);
}

async function* importOf(ref: string, members: Member[]): AsyncGenerator<Buffer> {
  yield Buffer.from(`commit ${ref}\ncommitter Hydron <hydron@localhost> 0 +0000\ndata 8\nsnapshot\n`);
  for (const { name, mode, read } of members) {
    const content = await read();
    yield Buffer.concat([
      Buffer.from(`M ${mode} inline `),
      quoted(name),
      Buffer.from(`\ndata ${content.length}\n`),
      content,
      Buffer.from('\n')
    ]);
  }
  yield Buffer.from('done\n');
}

/** A path as fast-import reads it whatever its bytes are: in quotes, odd bytes in octal. */
function quoted(name: Buffer): Buffer {
  let text = '"';
  for (const byte of name) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return Buffer.from(`${text}"`, 'latin1');
}
