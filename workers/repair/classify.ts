import { placesOf, type Signature } from './signature.ts';
import { apt } from './signatures/apt.ts';
import { application } from './signatures/application.ts';
import { certificates } from './signatures/certificates.ts';
import { connection } from './signatures/connection.ts';
import { datastores } from './signatures/datastores.ts';
import { engine } from './signatures/engine.ts';
import { host } from './signatures/host.ts';
import { images } from './signatures/images.ts';
import { languages } from './signatures/languages.ts';
import { libraries } from './signatures/libraries.ts';
import { memory } from './signatures/memory.ts';
import { node } from './signatures/node.ts';
import { purchases } from './signatures/purchases.ts';
import { python } from './signatures/python.ts';
import type { Situation } from './situation.ts';

/** All that are known. Where two fit one line, the one that stands first here is meant. */
export const signatures: Signature[] = [
  ...connection,
  ...apt,
  ...datastores,
  ...node,
  ...python,
  ...languages,
  ...libraries,
  ...images,
  ...memory,
  ...application,
  ...engine,
  ...host,
  ...purchases,
  ...certificates
];

/** A signature that fits, and the line that it was found in. */
export interface Recognised {
  signature: Signature;
  match: RegExpExecArray;
  excerpt: string;
}

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]{0,20}[A-Za-z]`, 'g');
const window = 200;
const deepest = 2000;
const longest = 1000;

/** The last lines of an output without colours, control characters and the numbers that BuildKit puts before them. */
export function cleanLines(output: string): string[] {
  return output
    .slice(-512 * 1024)
    .split(/\r?\n/)
    .slice(-deepest)
    .map((line) =>
      line
        .slice(0, longest)
        .replace(escapes, '')
        .replace(/\p{Cc}/gu, (character) => (character === '\t' ? ' ' : ''))
        .replace(/^#\d{1,4} (?:\d{1,6}\.\d{1,3} )?/, '')
    );
}

/**
 * The known failure that an output tells of, or null. The last 200 lines are looked at first, then those before; of several
 * that fit there, one that is not general and stands nearest to the end is taken.
 */
export function classify(situation: Situation): Recognised | null {
  const places = placesOf(situation);
  const known = signatures.filter(
    (each) => each.places.some((place) => places.includes(place)) && (each.evidence?.(situation) ?? true)
  );
  const lines = cleanLines(situation.output);
  for (let end = lines.length; end > 0; end -= window) {
    const found = within(lines.slice(Math.max(0, end - window), end), known);
    if (found) return found;
  }
  return null;
}

function within(lines: string[], known: Signature[]): Recognised | null {
  for (const general of [undefined, true] as const)
    for (const line of lines.toReversed())
      for (const signature of known) {
        const match = signature.general === general ? signature.pattern.exec(line) : null;
        if (match) return { signature, match, excerpt: line.slice(0, 300) };
      }
  return null;
}
