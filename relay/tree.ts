import { git } from './git.ts';
import type { FilesAnswer, TreeEntry } from './protocol.ts';
import { ok, refuse, type Result } from './result.ts';

/** One file of a commit. `name` holds the path's raw bytes; `bytes` is null where the file is still at its host. */
export interface Entry {
  name: Buffer;
  path: string;
  id: string;
  kind: TreeEntry['kind'];
  bytes: number | null;
}

const readable = 1024 * 1024;
const readableAtOnce = 32 * 1024 * 1024;
const limits = { seconds: 120, folder: null, maxBytes: 0 };
// About half a million files. A few small objects can list as billions.
const listingBytes = 64 * 1024 * 1024;

/** What a commit's files may come to: their bytes as they would lie on a disk. */
export interface TreeLimits {
  maxBytes: number;
}

/** All files of a commit below a subfolder, in git's order. */
export async function treeOf(
  repository: string,
  commit: string,
  subfolder: string | null,
  { maxBytes }: TreeLimits
): Promise<Result<Entry[]>> {
  const of = subfolder === null ? commit : `${commit}:${subfolder.replace(/\/+$/, '')}`;
  const ended = await git(['ls-tree', '-r', '-l', '-z', '--full-tree', of], {
    cwd: repository,
    limits,
    maxOutput: listingBytes
  });
  if (ended.stopped)
    return refuse(
      'source.large',
      'The commit lists more files than the relay can take. Name a smaller subfolder.',
      413
    );
  if (ended.code !== 0 && subfolder !== null)
    return refuse('source.subfolder', `The commit has no folder ${subfolder}. Check its name.`);
  if (ended.code !== 0) return refuse('source.broken', 'The repository lacks objects of this commit. Push it again.');
  const entries = entriesIn(ended.stdout);
  const bytes = entries.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  return bytes <= maxBytes
    ? ok(entries)
    : refuse(
        'source.large',
        `The files come to ${Math.ceil(bytes / 1024 / 1024)} MB, more than the relay takes (RELAY_MAX_CHECKOUT_MB). Name a smaller subfolder.`,
        413
      );
}

function entriesIn(listing: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < listing.length;) {
    const end = listing.indexOf(0, at);
    const tab = listing.indexOf(9, at);
    const [mode = '', type = '', id = '', size = ''] = listing.toString('latin1', at, tab).split(/ +/);
    const name = listing.subarray(tab + 1, end);
    const bytes = type === 'commit' ? 0 : /^\d+$/.test(size) ? Number(size) : null;
    entries.push({ name, path: name.toString('utf8'), id, kind: kindOf(mode), bytes });
    at = end + 1;
  }
  return entries;
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  return mode === '100755' ? 'executable' : 'file';
}

/** The texts at these paths; what cannot be shown as text says why. */
export async function readFiles(
  repository: string,
  entries: Map<string, Entry>,
  paths: string[]
): Promise<FilesAnswer['files']> {
  let room = readableAtOnce;
  const wanted: Entry[] = [];
  const notes = paths.map((path) => {
    const entry = entries.get(path);
    const note = entry ? whyUnread(entry, room) : 'absent';
    if (entry && note === null) {
      wanted.push(entry);
      room -= entry.bytes ?? 0;
    }
    return { path, bytes: entry ? (entry.bytes ?? readable + 1) : 0, note };
  });
  const contents = await readBlobs(repository, wanted);
  return notes.map(({ path, bytes, note }) => {
    const content = note === null ? contents.get(entries.get(path)!.id) : undefined;
    return { path, bytes, ...(content ? textOf(content) : { text: null, note: note ?? 'absent' }) };
  });
}

function whyUnread(entry: Entry, room: number): string | null {
  if (entry.kind === 'link') return 'a link, which is not followed';
  if (entry.kind === 'submodule') return 'a submodule, which is not fetched';
  if (entry.bytes === null || entry.bytes > readable) return 'larger than 1 MB';
  return entry.bytes > room ? 'too much was asked for at once' : null;
}

/** Contents by id, read in one go. git names each one's start by its id, kind and size. Throws when git fails. */
export async function readBlobs(repository: string, entries: Entry[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (entries.length === 0) return found;
  const input = Buffer.from(entries.map(({ id }) => `${id}\n`).join(''));
  const maxOutput = entries.reduce((sum, entry) => sum + (entry.bytes ?? readable) + 200, 0);
  const { stdout, code, stderr } = await git(['cat-file', '--batch'], { cwd: repository, input, limits, maxOutput });
  if (code !== 0) throw new Error(`git cat-file failed: ${stderr}`);
  for (let at = 0; at < stdout.length;) {
    const line = stdout.indexOf(10, at);
    const [id = '', type = '', size = ''] = stdout.toString('latin1', at, line).split(' ');
    at = line + 1;
    if (type !== 'blob') continue;
    found.set(id, stdout.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

/** UTF-8, or UTF-16 by its mark; a NUL near the start means that it is no text. */
export function textOf(content: Buffer): { text: string | null; note: string | null } {
  const mark = content.length >= 2 ? content.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return { text: new TextDecoder('utf-16le').decode(content), note: 'was UTF-16' };
  if (mark === 0xfeff) return { text: new TextDecoder('utf-16be').decode(content), note: 'was UTF-16' };
  if (content.subarray(0, 8000).includes(0)) return { text: null, note: 'binary' };
  const text = new TextDecoder().decode(content);
  return { text, note: text.includes('\ufffd') && !content.includes('\ufffd') ? 'not all of it is UTF-8' : null };
}
