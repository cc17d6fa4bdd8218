import type { Evidence } from '../../../domain/evidence.ts';

/** Whether a text holds a word on its own: neither letters, digits nor underscores go on at its ends. */
export function holds(text: string, word: string): boolean {
  const goes = (character: string | undefined) => character !== undefined && /\w/.test(character);
  for (let at = text.indexOf(word); at >= 0 && word !== ''; at = text.indexOf(word, at + 1)) {
    const before = goes(word[0]) && goes(text[at - 1]);
    const after = goes(word.at(-1)) && goes(text[at + word.length]);
    if (!before && !after) return true;
  }
  return false;
}

/** Whether any of the lines says the word. */
export const said = (evidence: Evidence[], word: string): boolean =>
  evidence.some(({ excerpt }) => holds(excerpt, word));

/** Whether a line, or the path of its file, says where a route leads: its last part, since parts before it are often mounted. */
export function saysRoute(evidence: Evidence[], route: string): boolean {
  const last =
    route
      .split(/[?#]/)[0]!
      .split('/')
      .findLast((part) => part !== '') ?? '/';
  return evidence.some(({ path, excerpt }) => holds(excerpt, last) || (last !== '/' && path.split('/').includes(last)));
}

const prose = /\.(?:mdx?|txt|rst|adoc|html?)$|(?:^|\/)(?:README|LICEN[CS]E|CHANGELOG)/i;

/** Whether a line stands in code or configuration rather than in prose. */
export const isCode = ({ path }: Evidence): boolean => !prose.test(path);
