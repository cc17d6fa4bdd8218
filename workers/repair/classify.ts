import { cleanLines } from './lines.ts';
import { placesOf, type Signature } from './signature.ts';
import { apt } from './signatures/apt.ts';
import { application } from './signatures/application.ts';
import { certificates } from './signatures/certificates.ts';
import { code } from './signatures/code.ts';
import { connection } from './signatures/connection.ts';
import { datastores } from './signatures/datastores.ts';
import { engine } from './signatures/engine.ts';
import { host } from './signatures/host.ts';
import { images } from './signatures/images.ts';
import { languages } from './signatures/languages.ts';
import { libraries } from './signatures/libraries.ts';
import { memory } from './signatures/memory.ts';
import { node } from './signatures/node.ts';
import { missingPrograms } from './signatures/programs.ts';
import { purchases } from './signatures/purchases.ts';
import { pythonModules } from './signatures/python-modules.ts';
import { python } from './signatures/python.ts';
import type { Situation } from './situation.ts';

/** All that are known. Where two fit one line, the one that stands first here is meant. */
export const signatures: Signature[] = [
  ...connection,
  ...apt,
  ...datastores,
  ...node,
  ...python,
  ...pythonModules,
  ...languages,
  ...libraries,
  ...missingPrograms,
  ...images,
  ...memory,
  ...application,
  ...code,
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

/** How many lines are looked at together. */
const window = 200;

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
