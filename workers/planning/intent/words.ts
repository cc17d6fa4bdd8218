/** A clause of what a person wrote: as it was typed, and its words in lower case without politeness, articles and quotes. */
export interface Clause {
  raw: string;
  plain: string;
  words: string[];
  asks: boolean;
}

/** A sentence and where its parts begin and end. Neighbours may be read as one clause: an `and` may also stand inside of it. */
export interface Sentence {
  text: string;
  parts: { from: number; to: number }[];
  asks: boolean;
}

const mostSentences = 12;
const mostParts = 8;

const quoted = /`[^`\n]*`|"[^"\n]*"|“[^“”\n]*”|(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])/gu;
const sentenceEnd = /[\n\r;]+|[.!?]+(?=\s|$)/g;
const joint = /,\s*(?:(?:and|then|but)\s+)?|\s+(?:and|then|plus|but|&|also)\s+(?:(?:then|also)\s+)?/gi;

/** The text with everything between quotes blanked, at its full length. */
const masked = (text: string) => text.replace(quoted, (found) => '\uFFFC'.repeat(found.length));

/** The stretches between what a pattern finds outside of quotes; from `most` on the rest is one. */
function stretches(text: string, separator: RegExp, most: number): { from: number; to: number; end: string }[] {
  const found: { from: number; to: number; end: string }[] = [];
  let from = 0;
  for (const match of masked(text).matchAll(separator)) {
    if (found.length === most - 1) break;
    found.push({ from, to: match.index, end: match[0] });
    from = match.index + match[0].length;
  }
  found.push({ from, to: text.length, end: '' });
  return found.filter(({ from: start, to }) => text.slice(start, to).trim() !== '');
}

/** The sentences of a message, each with its parts. */
export function sentencesOf(text: string): Sentence[] {
  return stretches(text, sentenceEnd, mostSentences).map(({ from, to, end }) => {
    const sentence = text.slice(from, to);
    return { text: sentence, parts: stretches(sentence, joint, mostParts), asks: end.includes('?') };
  });
}

/** A set of the words of a text. */
export const wordSet = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const articles = wordSet('the a an my our your some please pls kindly just should must shall');
const lead = wordSet(`
  hey hi hello hydron ok okay can could would will you we i i'd let us want like to then also and now actually
  instead rather prefer so too maybe
`);
const trail = wordSet('please thanks thank you instead now again too then ok okay though');

/** A typed text as a clause. */
export function clauseOf(raw: string, asks = false): Clause {
  const tidy = raw
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[`"“”\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\bdon'?t\b/g, 'do not');
  const words = tidy
    .split(/\s+/)
    .map((word) => word.replace(/^[,.!?:;('[]+|[,.!?:;)'\]]+$/g, '').replace(/'s$/, ''))
    .filter((word) => word !== '' && !articles.has(word));
  while (words.length > 1 && lead.has(words[0]!)) words.shift();
  while (words.length > 1 && trail.has(words.at(-1)!)) words.pop();
  return { raw: raw.trim(), plain: words.join(' '), words, asks };
}

/** Whether all words belong to one of these sets. */
export const only = (words: string[], ...sets: ReadonlySet<string>[]): boolean =>
  words.every((word) => sets.some((each) => each.has(word)));

/** What stands between quotes, or the text itself. */
export const unquoted = (text: string): string => {
  const trimmed = text.trim();
  const inner = /^(?:`([^`]*)`|"([^"]*)"|'([^']*)'|“([^”]*)”)$/.exec(trimmed);
  return inner ? (inner[1] ?? inner[2] ?? inner[3] ?? inner[4] ?? '') : trimmed;
};

/** `a`, `a and b`, `a, b and c`. */
export const listed = (names: string[], last = 'and'): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;

export const isAre = (names: string[]): string => (names.length === 1 ? 'is' : 'are');
