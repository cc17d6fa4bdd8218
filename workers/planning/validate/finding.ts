import type { Author } from '../../domain/artifact.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';

/**
 * Something against a changed plan. `path` is where, as a patch writes it. What is `refuse` nobody may do; what `needs-person` a
 * person may decide on, and a model may not.
 */
export interface Finding {
  code: string;
  path: string;
  message: string;
  severity: 'refuse' | 'needs-person';
}

/** The findings that stop an edit of this author. */
export const stopping = (findings: Finding[], author: Author): Finding[] =>
  author === 'model' ? findings : findings.filter((finding) => finding.severity === 'refuse');

/** Lets an edit of this author pass, or refuses it by its first finding's code with up to five of them in words. */
export function passed(findings: Finding[], author: Author): Result<null> {
  const against = stopping(findings, author);
  const [first] = against;
  if (!first) return ok(null);
  const words = against.slice(0, 5).map(({ path, message }) => `${path}: ${message}`);
  return refuse(first.code, words.join(' '));
}
