import { ok, refuse, type Result } from '../../domain/result.ts';
import { commandText } from '../../domain/dockerfile.ts';
import { isSecret } from '../analysis/env/secret.ts';
import { plausibleCommand } from './commands.ts';
import { plausibleBuild } from './dockerfile/build-line.ts';
import { instructionsOf, refuseAt, type Instruction } from './dockerfile/instructions.ts';
import { pinnedImage } from './images.ts';
import { leadsElsewhere } from './variables.ts';

/** At most so many characters and instructions. */
const limits = { text: 20_000, instructions: 150 };
const place = /^\$?(?:BUILDPLATFORM|TARGETPLATFORM|\{(?:BUILDPLATFORM|TARGETPLATFORM)\})$|^linux\/amd64$/;
const keyFile =
  /(?:^|[/ "'[])(?:\.env(?!\.(?:example|sample|dist|template)\b)|\.netrc|\.ssh|\.git(?![\w.])|id_(?:rsa|ed25519)|[^ "']*\.(?:pem|key|p12|pfx|jks))/;
type Judge = (instruction: Instruction, stages: Set<string>) => string | null;

/**
 * The text of a Dockerfile that somebody other than the person proposed, such as a model: answered as it is, or refused
 * (`dockerfile.refused`) with the line and the reason. Instructions that `known`, a text of our own, holds word for word are not
 * judged again. It judges the text alone; the build still runs in a container.
 */
export function soundDockerfile(text: string, known = ''): Result<string> {
  if (text.length > limits.text) return refuseAt(1, `the whole is longer than ${limits.text} characters`);
  const read = instructionsOf(text);
  if (!read.ok) return read;
  const instructions = read.value;
  if (instructions.length > limits.instructions) return refuseAt(1, `there are more than ${limits.instructions}`);
  const first = instructions.find(({ word }) => word !== 'ARG');
  if (first?.word !== 'FROM') return refuseAt(first?.line ?? 1, 'a Dockerfile begins with FROM');
  const ours = oursOf(known);
  const stages = new Set<string>();
  for (const instruction of instructions) {
    const because = ours.has(said(instruction)) ? null : (judges[instruction.word]?.(instruction, stages) ?? null);
    if (because !== null) return refuseAt(instruction.line, because);
    const name = instruction.word === 'FROM' ? /\sas\s+(\S+)$/i.exec(instruction.text)?.[1] : undefined;
    if (name) stages.add(name.toLowerCase());
  }
  return atEnd(instructions) ?? ok(text);
}

const said = ({ word, text }: Instruction) => `${word} ${text}`;

function oursOf(known: string): Set<string> {
  const read = instructionsOf(known);
  return new Set(read.ok ? read.value.map(said) : []);
}

/** What only the last stage as a whole shows. */
function atEnd(instructions: Instruction[]): ReturnType<typeof refuseAt> | null {
  const from = instructions.findLastIndex(({ word }) => word === 'FROM');
  const user = instructions.slice(from).findLast(({ word }) => word === 'USER');
  return user && /^(?:root|0)(?::|$)/.test(user.text) ? refuseAt(user.line, 'the app would run as root') : null;
}

const judges: Record<string, Judge> = {
  FROM: judgeFrom,
  RUN: judgeRun,
  COPY: judgeCopy,
  ADD: ({ text }, stages) =>
    /(?:^|[\s"'[])(?:[a-z][a-z0-9+.-]*:|git@)|\$/i.test(text)
      ? 'it loads a file from elsewhere'
      : judgeCopy({ word: 'COPY', text, line: 0 }, stages),
  ARG: judgeValues,
  ENV: judgeValues,
  USER: ({ text }) => (/^[\w-]+(?::[\w-]+)?$/.test(text) ? null : 'a user is named by a word or a number'),
  CMD: judgeCommand,
  ENTRYPOINT: judgeCommand,
  HEALTHCHECK: judgeHealth
};

function judgeFrom({ text }: Instruction, stages: Set<string>): string | null {
  const match = /^(?:--platform=(\S+) )?(\S+)(?: as [a-z][\w.-]*)?$/i.exec(text);
  if (!match || (match[1] && !place.test(match[1]))) return 'it is not FROM an image, on this platform, as a name';
  return imageProblem(match[2]!, stages);
}

function imageProblem(name: string, stages: Set<string>): string | null {
  if (name === 'scratch' || stages.has(name.toLowerCase()) || (/^\d$/.test(name) && Number(name) < 10)) return null;
  const judged = pinnedImage(name);
  return judged.ok ? null : judged.problem.message;
}

/** Flags before a text: `--mount=type=cache,target=/x` as `['mount', 'type=cache,target=/x']`. */
function flagsOf(text: string): { flags: [string, string][]; rest: string } {
  const flags: [string, string][] = [];
  let rest = text;
  for (let match; (match = /^--([\w-]+)(?:=(\S*))? +/.exec(rest)); rest = rest.slice(match[0].length))
    flags.push([match[1]!, match[2] ?? '']);
  return { flags, rest };
}

function judgeRun({ text }: Instruction, stages: Set<string>): string | null {
  const { flags, rest } = flagsOf(text);
  for (const [flag, value] of flags) {
    if (flag !== 'mount' || !/^type=(?:cache|bind)(?:,|$)/.test(value)) return `--${flag} is not for builds here`;
    const from = /(?:^|,)from=([^,]*)/.exec(value)?.[1];
    const problem = from === undefined ? null : imageProblem(from, stages);
    if (problem) return problem;
  }
  const judged = plausibleBuild(rest);
  return judged.ok ? null : judged.problem.message;
}

function judgeCopy({ text }: Instruction, stages: Set<string>): string | null {
  const { flags, rest } = flagsOf(text);
  const from = flags.find(([flag]) => flag === 'from')?.[1];
  if (from !== undefined) return imageProblem(from, stages);
  return keyFile.test(rest) ? 'it copies a file that holds secrets' : null;
}

function judgeValues({ text }: Instruction): string | null {
  const old = /^(\w+) ([^=].*)$/.exec(text);
  const pairs = old
    ? [[old[1]!, old[2]!]]
    : [...text.matchAll(/(\w+)(?:=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|\S)*))?/g)].map((each) => [
        each[1]!,
        each[2] ?? ''
      ]);
  for (const [name = '', quoted = ''] of pairs) {
    const value = quoted.replace(/^["']|["']$/g, '');
    if (isSecret(name, value || null) && !/@(?:localhost|127\.0\.0\.1)[:/]/.test(value) && !/_DUMMY$/.test(name))
      return `${name} looks like a secret, and whatever stands here stays in the image`;
    if (leadsElsewhere(name, value)) return `${name} can lead to other code`;
  }
  return null;
}

function judgeCommand(instruction: Instruction): string | null {
  for (const text of [instruction.text.replace(/^\[\s*\]$/, 'true'), commandText(instruction)]) {
    const judged = text === null ? ok('') : plausibleCommand(text);
    if (!judged.ok) return /because ([^:]+)/.exec(judged.problem.message)?.[1] ?? 'its command cannot be used';
  }
  return null;
}

/** The health command of a container that somebody other than the person proposed: it asks that container and nothing else. */
export function plausibleHealthCheck(command: string): Result<string> {
  const problem = judgeHealth({ word: 'HEALTHCHECK', text: `CMD ${command}`, line: 0 });
  return problem === null ? ok(command) : refuse('command.refused', problem);
}

/** A check may ask its own container, by curl too. */
function judgeHealth({ text }: Instruction): string | null {
  if (/^NONE$/i.test(text)) return null;
  const { rest } = flagsOf(text);
  const asks =
    /^CMD (?:\[")?(?:curl|wget)(?:[ ",]+(?:-{1,2}[a-zA-Z-]+(?:=\S+)?|\d+|\/dev\/null))*[ ",]+https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/[\w./~-]*)?(?:"\])?(?: \|\| exit 1)?$/;
  if (asks.test(rest)) return null;
  const judged = plausibleCommand(rest.replace(/^CMD /i, ''));
  return judged.ok ? null : 'a health check asks the container itself and nothing else';
}
