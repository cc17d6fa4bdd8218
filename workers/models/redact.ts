import { findForms } from './secret-forms.ts';
import { knownSecrets } from './known-secrets.ts';

/** A stretch of text that holds a secret: `start` to `end`, and what the secret is called in its place. */
export interface Found {
  start: number;
  end: number;
  name: string;
}

export type Redact = (text: string) => string;

/**
 * Makes a function that takes secrets out of a text before it leaves: the given ones (name to value) wherever they stand, also
 * in base64, in a URL or in JSON, and whatever has the form of a secret. In its place stands `[secret NAME]`. Lines stay where
 * they are: a secret of several lines leaves its line breaks. Takes time in proportion to the text.
 */
export function redactor(secrets: Record<string, string>): Redact {
  const findKnown = knownSecrets(secrets);
  return (text) => {
    const plain = replaced(text, findKnown(text));
    return replaced(plain, findForms(plain));
  };
}

/** The text without what was found. Of two that overlap, the first stands for both. */
function replaced(text: string, found: Found[]): string {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, name } of found) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (start >= at) pieces.push(text.slice(at, start), `[secret ${name}]`);
    pieces.push(lineBreaks(text.slice(from, end)));
    at = end;
  }
  return at === 0 ? text : pieces.join('') + text.slice(at);
}

const lineBreaks = (text: string): string => (text.includes('\n') ? text.replace(/[^\r\n]+/g, '') : '');
