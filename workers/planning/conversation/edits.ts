import type { Patch, Stage } from '../../domain/artifact.ts';

/** An edit as a model proposes it, on the version that it has read. */
export interface ProposedEdit {
  stage: Stage;
  version: number;
  patch: Patch;
  note: string;
}

/** All of the edits were made, or none: then why, in words. */
export type ProposedOutcome =
  { made: true; versions: { stage: Stage; version: number }[] } | { made: false; because: string[] };
