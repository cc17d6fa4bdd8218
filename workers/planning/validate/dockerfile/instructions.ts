import { ok, refuse, type Result } from '../../../domain/result.ts';

/** One instruction: its word in capitals, what follows on one line, the line where it starts. */
export interface Instruction {
  word: string;
  text: string;
  line: number;
}

const words = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN STOPSIGNAL USER WORKDIR'.split(' ')
);
const continues = /\\[ \t]*$/;

/** Refuses an instruction and says where it stands. */
export const refuseAt = (line: number, because: string) =>
  refuse('dockerfile.refused', `Line ${line} of the Dockerfile is refused, because ${because}.`);

/**
 * The instructions of a Dockerfile that somebody else wrote, as Docker itself joins and splits its lines. What a reader of
 * friendly files passes over is refused here: unknown words, parser directives, heredocs, and characters that do not show.
 */
export function instructionsOf(text: string): Result<Instruction[]> {
  const found: Instruction[] = [];
  let [begun, line] = ['', 0];
  for (const [index, each] of text.split(/\r?\n/).entries()) {
    const at = index + 1;
    if (/[^\P{Cc}\t]|\p{Cf}/u.test(each)) return refuseAt(at, 'it holds characters that do not show');
    if (/^\s*#\s*(?:syntax|escape|check)\s*=/i.test(each)) return refuseAt(at, 'it changes how the file is read');
    if (/^\s*(?:#.*)?$/.test(each)) continue;
    if (begun === '') line = at;
    begun += each.replace(continues, ' ');
    if (continues.test(each)) continue;
    const instruction = instructionIn(begun, line);
    if (!instruction.ok) return instruction;
    found.push(instruction.value);
    begun = '';
  }
  return begun === '' ? ok(found) : refuseAt(line, 'it does not end');
}

function instructionIn(text: string, line: number): Result<Instruction> {
  const match = /^\s*([A-Za-z]+)\s+(\S.*)$/.exec(text);
  const word = match?.[1]?.toUpperCase() ?? '';
  if (!match || !words.has(word))
    return refuseAt(line, `${text.trim().slice(0, 60)} is no instruction that is known here`);
  if (/^(?:RUN|COPY|ADD)$/.test(word) && text.includes('<<')) return refuseAt(line, 'it holds a file of its own');
  return ok({ word, text: match[2]!.replace(/\s+/g, ' ').trim(), line });
}
