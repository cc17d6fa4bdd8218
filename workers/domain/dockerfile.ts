/** One instruction of a Dockerfile: its word in capitals, its arguments on one line, the line where it starts. */
export interface Instruction {
  word: string;
  text: string;
  line: number;
}

/** One stage: `base` is the image or the earlier stage that it starts from, variables filled in. */
export interface Stage {
  name: string | null;
  base: string;
  line: number;
  instructions: Instruction[];
}

/** A Dockerfile's stages in order, and the build arguments before the first of them, which may name those before. */
export interface ParsedDockerfile {
  stages: Stage[];
  args: Map<string, string | null>;
}

/** Values are cut off here, so that arguments that repeat one another do not grow without end. */
const longestValue = 500;

/** Reads a Dockerfile's text; heredocs, comments and line continuations are understood. */
export function parseDockerfile(text: string): ParsedDockerfile {
  const parsed: ParsedDockerfile = { stages: [], args: new Map() };
  for (const instruction of instructionsOf(text)) {
    const stage = parsed.stages.at(-1);
    if (instruction.word === 'FROM') parsed.stages.push(stageOf(instruction, parsed.args));
    else if (stage) stage.instructions.push(instruction);
    else if (instruction.word === 'ARG')
      for (const [name, value] of argumentsOf(instruction.text))
        parsed.args.set(name, value === null ? null : filled(value, parsed.args).slice(0, longestValue));
  }
  return parsed;
}

function instructionsOf(text: string): Instruction[] {
  const found: Instruction[] = [];
  const pattern = /^[ \t]*([A-Za-z]+)[ \t]+((?:[^\n\\]|\\(?:[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*)?)*)/gm;
  let match: RegExpExecArray | null;
  for (let line = 1, counted = 0; (match = pattern.exec(text));) {
    for (; counted < match.index; counted++) if (text[counted] === '\n') line++;
    found.push({ word: match[1]!.toUpperCase(), text: joined(match[2]!), line });
    const here = /<<-?\s*["']?(\w+)["']?/.exec(match[2]!);
    const end =
      here && /^(?:RUN|COPY|ADD)$/i.test(match[1]!)
        ? text.slice(pattern.lastIndex).search(new RegExp(`^\\t*${here[1]}[ \\t]*$`, 'm'))
        : -1;
    if (end >= 0) pattern.lastIndex += end + here![1]!.length;
  }
  return found;
}

const joined = (text: string) =>
  text
    .replace(/\\[ \t]*\n(?:[ \t]*#[^\n]*\n)*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function stageOf(instruction: Instruction, args: Map<string, string | null>): Stage {
  const match = /^(?:--platform=\S+\s+)?(\S+)(?:\s+as\s+(\S+))?/i.exec(instruction.text);
  return {
    name: match?.[2]?.toLowerCase() ?? null,
    base: filled(match?.[1] ?? 'scratch', args),
    line: instruction.line,
    instructions: []
  };
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` replaced by what the arguments say. */
export function filled(text: string, args: Map<string, string | null>): string {
  return text.replace(
    /\$\{(\w+)(?::?[-+]([^}]*))?\}|\$(\w+)/g,
    (_, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
      args.get(braced ?? bare ?? '') ?? fallback ?? ''
  );
}

const argumentsOf = (text: string): [string, string | null][] =>
  [...text.matchAll(/(\w+)(?:=("[^"]*"|'[^']*'|\S*))?/g)].map((match) => [
    match[1]!,
    match[2] === undefined ? null : match[2].replace(/^["']|["']$/g, '')
  ]);

/** A stage and the stages of the same file that it builds on, itself last. */
export function lineage(parsed: ParsedDockerfile, stage: Stage): Stage[] {
  const before = parsed.stages.slice(0, parsed.stages.indexOf(stage));
  const parent = before.find((each) => each.name !== null && each.name === stage.base.toLowerCase());
  return parent ? [...lineage(parsed, parent), stage] : [stage];
}

/** The stage that a build ends with: the one of that name, or the last. */
export const finalStage = (parsed: ParsedDockerfile, target: string | null): Stage | null =>
  (target ? parsed.stages.find((stage) => stage.name === target.toLowerCase()) : undefined) ??
  parsed.stages.at(-1) ??
  null;

/** The last instruction of a word that counts in a stage, with those it builds on. */
export function lastOf(stages: Stage[], word: string): Instruction | null {
  return (
    stages
      .flatMap((stage) => stage.instructions)
      .filter((instruction) => instruction.word === word)
      .at(-1) ?? null
  );
}

/** All ENV and ARG values of stages, by name. */
export function valuesOf(stages: Stage[], word: 'ENV' | 'ARG'): Map<string, { value: string | null; line: number }> {
  const found = new Map<string, { value: string | null; line: number }>();
  for (const { word: each, text, line } of stages.flatMap((stage) => stage.instructions)) {
    if (each !== word) continue;
    const old = word === 'ENV' ? /^(\w+)\s+([^=].*)$/.exec(text) : null;
    if (old && !/^\w+=/.test(text)) found.set(old[1]!, { value: old[2]!, line });
    else for (const [name, value] of argumentsOf(text)) found.set(name, { value, line });
  }
  return found;
}

/** The ports that stages expose, variables filled in. */
export function exposedPorts(parsed: ParsedDockerfile, stages: Stage[]): { port: number; line: number }[] {
  const values = new Map(parsed.args);
  for (const kind of ['ARG', 'ENV'] as const)
    for (const [name, { value }] of valuesOf(stages, kind))
      if (value !== null || !values.has(name)) values.set(name, value === null ? null : filled(value, values));
  return stages
    .flatMap((stage) => stage.instructions)
    .filter((instruction) => instruction.word === 'EXPOSE')
    .flatMap(({ text, line }) =>
      filled(text, values)
        .split(' ')
        .map((word) => ({ port: Number.parseInt(word, 10), line, udp: word.endsWith('/udp') }))
    )
    .filter(({ port, udp }) => port > 0 && port < 65536 && !udp)
    .map(({ port, line }) => ({ port, line }));
}

/** A CMD or ENTRYPOINT as the words of a command line. */
export function commandText(instruction: Instruction | null): string | null {
  if (!instruction) return null;
  const text = instruction.text;
  if (!text.startsWith('[')) return text;
  const words = [...text.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(/\\(["\\])/g, '$1')
  );
  return words.join(' ') || null;
}

/** The folders that VOLUME instructions of stages name; those that a variable decides are left out. */
export const declaredVolumes = (stages: Stage[]): string[] => [
  ...new Set(
    stages
      .flatMap((stage) => stage.instructions)
      .filter((instruction) => instruction.word === 'VOLUME')
      .flatMap(({ text }) =>
        text.startsWith('[') ? [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1]!) : text.split(' ')
      )
      .filter((path) => /^\/[\w./-]+$/.test(path))
  )
];
