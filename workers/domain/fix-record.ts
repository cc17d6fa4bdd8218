import type { Author } from './artifact.ts';
import type { Fix } from './fix.ts';

/** A fix that was made in a run, for which step of which server, and by which signature if it was a rule's. */
export interface FixRecord {
  server: string;
  stepId: string;
  signature: string | null;
  author: Author;
  fix: Fix;
}
