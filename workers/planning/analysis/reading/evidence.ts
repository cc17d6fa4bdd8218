import type { Evidence } from '../../../domain/evidence.ts';
import type { SourceFile } from './reader.ts';

/** The line, from 1, at which an offset of a text lies. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

const clean = (excerpt: string) =>
  excerpt
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 240);

/** Evidence at an offset of a file: its line, quoted. */
export function evidenceAt(file: SourceFile, offset: number, confidence = 0.9): Evidence {
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  const end = file.text.indexOf('\n', offset);
  return {
    path: file.path,
    line: lineAt(file.text, offset),
    excerpt: clean(file.text.slice(start, end < 0 ? undefined : end)),
    confidence
  };
}

/** Evidence at the first place where a text or a pattern occurs; the whole file (line 0) where it does not. */
export function evidenceOf(file: SourceFile, needle: string | RegExp, confidence = 0.9): Evidence {
  const offset = typeof needle === 'string' ? file.text.indexOf(needle) : file.text.search(needle);
  return offset < 0 ? evidenceOfFile(file.path, nameless(needle), confidence) : evidenceAt(file, offset, confidence);
}

const nameless = (needle: string | RegExp) => (typeof needle === 'string' ? needle : '');

/** Evidence that a file's presence, or the analysis of it, gives. */
export const evidenceOfFile = (path: string, said: string, confidence = 0.8): Evidence => ({
  path,
  line: 0,
  excerpt: clean(said),
  confidence
});

/** Evidence at a JSON or YAML key's line, the last of `keys` after the ones before it. */
export function evidenceOfKey(file: SourceFile, keys: string[], confidence = 0.9): Evidence {
  let offset = 0;
  for (const key of keys) {
    const found = keyOffset(file.text, key, offset);
    if (found < 0) break;
    offset = found;
  }
  return offset === 0 && keyOffset(file.text, keys[0] ?? '', 0) < 0
    ? evidenceOfFile(file.path, keys.join('.'), confidence)
    : evidenceAt(file, offset, confidence);
}

function keyOffset(text: string, key: string, from: number): number {
  if (from === 0 && text.startsWith(`${key}:`)) return 0;
  for (const form of [`"${key}":`, `"${key}" :`, `\n${key}:`, ` ${key}:`, `\n${key} =`, `"${key}"`, key]) {
    const at = text.indexOf(form, from);
    if (at >= 0) return form.startsWith('\n') || form.startsWith(' ') ? at + 1 : at;
  }
  return -1;
}
