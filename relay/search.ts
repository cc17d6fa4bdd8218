import type { SearchAnswer, SearchRequest } from './protocol.ts';
import { readBlobs, textOf, type Entry } from './tree.ts';

/** How much one search looks at: bytes of one file, of one batch and in all, and milliseconds. */
const limits = { fileBytes: 1024 * 1024, batchBytes: 8 * 1024 * 1024, bytes: 64 * 1024 * 1024, time: 10_000 };
const lineLength = 240;

/**
 * The lines that hold a text, letter by letter, in the files below a folder; links and files that are no text are passed over.
 * `truncated` where a limit ended it before everything was looked at.
 */
export async function searchFiles(
  repository: string,
  entries: Entry[],
  { text, folder, most }: SearchRequest
): Promise<SearchAnswer> {
  const end = Date.now() + limits.time;
  const below = entries.filter(({ path }) => folder === '.' || path.startsWith(`${folder}/`));
  const { batches, left } = batchesOf(below.filter(({ kind }) => kind === 'file' || kind === 'executable'));
  const matches: SearchAnswer['matches'] = [];
  for (const batch of batches) {
    if (Date.now() > end) return { matches, truncated: true };
    const contents = await readBlobs(repository, batch);
    for (const { path, id } of batch) {
      const content = contents.get(id);
      for (const match of content ? linesWith(text, path, content) : []) {
        if (matches.length === most) return { matches, truncated: true };
        matches.push(match);
      }
    }
  }
  return { matches, truncated: left };
}

function batchesOf(files: Entry[]): { batches: Entry[][]; left: boolean } {
  const batches: Entry[][] = [];
  let [inBatch, inAll, left] = [Infinity, 0, false];
  for (const file of files) {
    const bytes = file.bytes ?? Infinity;
    if (bytes > limits.fileBytes || inAll + bytes > limits.bytes) {
      left = true;
      continue;
    }
    if (inBatch + bytes > limits.batchBytes) {
      batches.push([]);
      inBatch = 0;
    }
    batches.at(-1)?.push(file);
    inBatch += bytes;
    inAll += bytes;
  }
  return { batches, left };
}

function* linesWith(wanted: string, path: string, content: Buffer): Generator<SearchAnswer['matches'][number]> {
  const { text } = textOf(content);
  if (!text?.includes(wanted)) return;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const at = line.indexOf(wanted);
    if (at < 0) continue;
    const from = Math.max(0, Math.min(at - 40, line.length - lineLength));
    yield { path, line: index + 1, text: line.slice(from, from + lineLength).toWellFormed() };
  }
}
