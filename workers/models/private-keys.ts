import type { Found } from './redact.ts';

const edges = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const body = /^(?:[ \t"'+]{0,16}(?:\r?\n|\\n|\\r)[ \t"'+]{0,16}[A-Za-z0-9+/=:, -]{1,100}){0,400}/;

/** Private keys in PEM, from their first line to their last. Of one that was cut off, the lines that still look like a key. */
export function findPrivateKeys(text: string): Found[] {
  const marks = [...text.matchAll(edges)];
  return marks.flatMap((mark, at) => {
    if (mark[1] !== 'BEGIN') return [];
    const next = marks[at + 1];
    const from = mark.index + mark[0].length;
    const ends = next?.[1] === 'END' ? next.index + next[0].length : from + bodyIn(text.slice(from, next?.index));
    return [{ start: mark.index, end: ends, name: 'private key' }];
  });
}

const bodyIn = (text: string): number => body.exec(text)?.[0].length ?? 0;
