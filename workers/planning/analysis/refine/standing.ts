import type { Evidence } from '../../../domain/evidence.ts';
import type { Checkout } from '../reading/checkout.ts';

/** Evidence as a model names it: a line, from 1, of a file, and what it says there. */
export interface Claim {
  path: string;
  line: number;
  excerpt: string;
}

const least = 3;
const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

/**
 * Claims that stand, as evidence: the file is read from the checkout once more, and the line that a claim names holds its
 * excerpt, white space aside. What does not stand is null. The excerpt kept is the line's own text.
 */
export async function standing(checkout: Checkout, claims: Claim[], confidence: number): Promise<(Evidence | null)[]> {
  const files = new Set(
    checkout.tree.filter(({ kind }) => kind === 'file' || kind === 'executable').map(({ path }) => path)
  );
  const paths = [...new Set(claims.map(({ path }) => path))].filter((path) => files.has(path));
  const read = paths.length > 0 ? await checkout.read(paths) : [];
  const lines = new Map(read.map(({ path, text }) => [path, text?.split(/\r?\n/) ?? []]));
  return claims.map(({ path, line, excerpt }) => {
    const told = squeezed(excerpt);
    const said = squeezed(lines.get(path)?.[line - 1] ?? '');
    return told.length >= least && said.includes(told)
      ? { path, line, excerpt: said.replace(/\p{Cc}+/gu, ' ').slice(0, 240), confidence }
      : null;
  });
}
