import type { FileRead } from '../../../domain/analysis.ts';
import type { Checkout, CheckoutFile } from './checkout.ts';
import { nameOf } from './paths.ts';
import { treeOf, type Tree } from './tree.ts';

/** A file that was read: its path from the root and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** How much is read of one checkout; bytes. Lock files and the like above `fileBytes` are left alone. */
export const limits = { files: 100, bytes: 2_000_000, fileBytes: 300_000, batch: 20 };

/**
 * Reads files of a checkout in batches, once each, within limits, and keeps what was read and why. A file that cannot be
 * read, or is not text, is noted and left out of the answer.
 */
export class Reader {
  readonly tree: Tree;
  readonly #checkout: Checkout;
  readonly #report: (text: string) => Promise<void>;
  readonly #texts = new Map<string, SourceFile>();
  readonly #read = new Map<string, FileRead>();
  readonly #left = new Set<string>();
  #bytes = 0;

  constructor(checkout: Checkout, report: (text: string) => Promise<void>) {
    this.tree = treeOf(checkout.tree);
    this.#checkout = checkout;
    this.#report = report;
  }

  /** The files among `paths` that exist and could be read, in that order. `why` is a few words for `filesRead`. */
  async read(paths: string[], why: string): Promise<SourceFile[]> {
    const wanted = [...new Set(paths)].filter((path) => this.tree.has(path) && !this.#read.has(path));
    const chosen = wanted.filter((path) => this.#admit(path));
    for (let at = 0; at < chosen.length; at += limits.batch)
      await this.#batch(chosen.slice(at, at + limits.batch), why);
    return [...new Set(paths)].map((path) => this.#texts.get(path)).filter((file) => file !== undefined);
  }

  /** One file, or null where it is absent or cannot be read. */
  async one(path: string | null, why: string): Promise<SourceFile | null> {
    return path === null ? null : ((await this.read([path], why))[0] ?? null);
  }

  /** A file that was read before, or null. */
  known(path: string): SourceFile | null {
    return this.#texts.get(path) ?? null;
  }

  /** Says what is wrong with a file that was read. */
  note(path: string, note: string): void {
    const entry = this.#read.get(path);
    if (entry && entry.note === null) entry.note = note.slice(0, 300);
  }

  get filesRead(): FileRead[] {
    return [...this.#read.values()];
  }

  /** How many further files the limits leave room for. */
  get room(): number {
    return this.#bytes >= limits.bytes ? 0 : limits.files - this.#read.size;
  }

  /** What was left out, in words, or null. */
  get truncated(): string | null {
    const left = [...this.#left];
    const said: string[] = [];
    if (this.#checkout.truncated) said.push('the file tree is larger than the limit, so a part of it was not seen');
    if (left.length > 0)
      said.push(
        `${left.length} files were not read for lack of room, among them ${left.slice(0, 3).map(nameOf).join(', ')}`
      );
    return said.length > 0 ? said.join('; ').slice(0, 400) : null;
  }

  #admit(path: string): boolean {
    const bytes = this.tree.bytes(path);
    if (bytes > limits.fileBytes) {
      this.#read.set(path, {
        path,
        why: 'left out',
        bytes: 0,
        note: `${bytes} bytes are more than is read of one file`
      });
      return false;
    }
    if (this.#read.size >= limits.files || this.#bytes + bytes > limits.bytes) {
      this.#left.add(path);
      return false;
    }
    this.#bytes += bytes;
    this.#read.set(path, { path, why: '', bytes: 0, note: null });
    return true;
  }

  async #batch(paths: string[], why: string): Promise<void> {
    const rest = paths.length > 3 ? ` and ${paths.length - 2} more` : '';
    const shown = rest ? paths.slice(0, 2) : paths;
    await this.#report(`Reading ${shown.join(', ')}${rest}`);
    const files = new Map((await this.#checkout.read(paths)).map((file) => [file.path, file]));
    for (const path of paths) this.#keep(path, why, files.get(path));
  }

  #keep(path: string, why: string, file: CheckoutFile | undefined): void {
    const problem =
      file === undefined
        ? 'was not sent'
        : file.text === null
          ? (file.note ?? 'cannot be read')
          : textProblem(file.text);
    this.#read.set(path, {
      path,
      why: why.slice(0, 120),
      bytes: file?.bytes ?? 0,
      note: problem?.slice(0, 300) ?? null
    });
    if (!problem && typeof file?.text === 'string') this.#texts.set(path, { path, text: plainText(path, file.text) });
  }
}

/**
 * Text without what makes patterns slow: hundreds of blanks in a row, and, but in JSON, which is parsed, lines that no person
 * writes. Many a pattern takes the square of such a stretch to get past it.
 */
function plainText(path: string, text: string): string {
  const short = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/\s{300,}/g, (blanks) => blanks.slice(0, 300));
  return /\.jsonc?$/.test(path)
    ? short
    : short
        .split('\n')
        .map((line) => line.slice(0, 5000))
        .join('\n');
}

function textProblem(text: string): string | null {
  if (text.includes('\0')) return 'is not UTF-8 text';
  return text.startsWith('version https://git-lfs.github.com/spec/') ? 'is a Git LFS pointer' : null;
}
