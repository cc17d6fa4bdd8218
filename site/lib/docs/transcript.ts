import type { Place, Tokens } from '../../../workers/domain/usage.ts';
import recorded from './transcript.json' with { type: 'json' };

/** A request to the model: bytes that were sent, what it took, in tokens and in millionths of a US dollar, and what came back. */
export interface Request {
  kind: 'request';
  place: Place;
  bytes: number;
  tokens: Tokens;
  cost: number;
  answer: string;
}

/** What was said, by Hydron as the terminal prints it, or by a person. */
export interface Line {
  kind: 'hydron' | 'person';
  text: string;
}

export interface Transcript {
  recorded: string;
  model: string;
  entries: (Request | Line)[];
  /** What each place took in all. */
  totals: { place: Place; requests: number; bytes: number; tokens: Tokens; cost: number }[];
}

/** One deployment with a scripted model, written by `npm run transcript`. */
export const transcript = recorded as Transcript;

/** Entries with lines of the same speaker as one. */
export function passages({ entries }: Transcript): (Request | Line)[] {
  const joined: (Request | Line)[] = [];
  for (const entry of entries) {
    const last = joined.at(-1);
    if (last && last.kind !== 'request' && last.kind === entry.kind)
      joined[joined.length - 1] = { kind: last.kind, text: `${last.text}\n${entry.text}` };
    else joined.push(entry);
  }
  return joined;
}
