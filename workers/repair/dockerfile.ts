import {
  lastOf,
  lineage,
  parseDockerfile,
  type Instruction,
  type ParsedDockerfile,
  type Stage
} from '../domain/dockerfile.ts';
import { baseWithoutApt, buildingStage, endOfStage, firstWorkLine, installLayer } from '../domain/dockerfile-stages.ts';
import type { DockerfileEdit } from '../domain/fix.ts';
import { command, quote } from '../domain/shell.ts';

/** How each package manager is told to install; a package that is named, or an option such as `-g`, makes it something else. */
const strict: Record<string, RegExp> = {
  npm: /\bnpm (?:ci|install)(?: --[a-z-]+(?:=\S+)?)*(?=\s*(?:$|&&|;|\\))/g,
  pnpm: /\bpnpm install(?: --[a-z-]+(?:=\S+)?)*(?=\s*(?:$|&&|;|\\))/g,
  yarn: /\byarn install(?: --[a-z-]+(?:=\S+)?)*(?=\s*(?:$|&&|;|\\))/g,
  bun: /\bbun install(?: --[a-z-]+(?:=\S+)?)*(?=\s*(?:$|&&|;|\\))/g,
  uv: /\buv sync --(?:frozen|locked)\b/g
};

/** A Dockerfile as lines, with where its stages and instructions stand. */
interface Sheet {
  lines: string[];
  parsed: ParsedDockerfile;
}

const sheetOf = (text: string): Sheet => ({ lines: text.split('\n'), parsed: parseDockerfile(text) });
const textOf = ({ lines }: Sheet): string => lines.join('\n');

const endOf = ({ parsed, lines }: Sheet, stage: Stage): number => endOfStage(parsed, stage, lines.length);
const workLine = ({ parsed, lines }: Sheet, stage: Stage): number => firstWorkLine(parsed, stage, lines.length);

function insert(sheet: Sheet, line: number, added: string): Sheet {
  return sheetOf(textOf({ ...sheet, lines: sheet.lines.toSpliced(line - 1, 0, added) }));
}

/** The places of the stages that something is built in, of the last one, or of both; none that another of them passes on to. */
function stagesFor(parsed: ParsedDockerfile, where: 'build' | 'run' | 'both'): number[] {
  const last = parsed.stages.at(-1);
  if (!last) return [];
  const build = buildingStage(parsed);
  const chosen = where === 'run' ? [last] : where === 'build' ? [build ?? last] : [build ?? last, last];
  const roots = chosen.filter(
    (stage) => !chosen.some((other) => other !== stage && lineage(parsed, stage).includes(other))
  );
  return [...new Set(roots)].map((stage) => parsed.stages.indexOf(stage));
}

function everyStage(
  sheet: Sheet,
  where: 'build' | 'run' | 'both',
  change: (sheet: Sheet, stage: Stage) => Sheet
): Sheet {
  return stagesFor(sheet.parsed, where).reduce(
    (current, index) => change(current, current.parsed.stages[index]!),
    sheet
  );
}

function replaceLine(sheet: Sheet, { line }: Instruction, change: (text: string) => string): Sheet {
  const after = sheet.parsed.stages
    .flatMap((stage) => [stage.line, ...stage.instructions.map((each) => each.line)])
    .filter((each) => each > line);
  const end = Math.min(sheet.lines.length + 1, ...after);
  const lines = sheet.lines.map((text, index) => (index + 1 >= line && index + 1 < end ? change(text) : text));
  return { ...sheet, lines };
}

const runs = ({ parsed }: Sheet) =>
  parsed.stages.flatMap((stage) => stage.instructions.filter((each) => each.word === 'RUN'));

const inRuns = (sheet: Sheet, change: (text: string) => string): Sheet =>
  sheetOf(textOf(runs(sheet).reduce((current, run) => replaceLine(current, run, change), sheet)));

/** Adds a command after the last file that the final stage copies. */
function afterCopies(sheet: Sheet, run: string): Sheet {
  const stage = sheet.parsed.stages.at(-1);
  if (!stage) return sheet;
  const last = stage.instructions.findLastIndex(({ word }) => word === 'COPY' || word === 'ADD');
  return insert(sheet, stage.instructions[last + 1]?.line ?? endOf(sheet, stage), run);
}

function tagged(sheet: Sheet, image: string, tag: string): Sheet {
  const names = new Set(sheet.parsed.stages.map(({ name }) => name));
  const lines = sheet.parsed.stages.reduce((current, stage) => {
    const from = current[stage.line - 1]!;
    const changed = from.replace(
      /^(\s*FROM\s+(?:--\S+\s+)*)(\S+?)(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?(?:@sha256:[0-9a-f]+)?(?=\s|$)/i,
      (whole, before: string, name: string) => (name === image && !names.has(name) ? `${before}${image}:${tag}` : whole)
    );
    return current.with(stage.line - 1, changed);
  }, sheet.lines);
  return sheetOf(textOf({ ...sheet, lines }));
}

function argument(sheet: Sheet, name: string, value: string, where: 'build' | 'both' = 'build'): Sheet {
  const line = `ARG ${name}="${value}"`;
  const known = sheet.lines.some((text) => new RegExp(`^\\s*ARG\\s+${name}(?:=|\\s*$)`).test(text));
  if (!known) return everyStage(sheet, where, (current, stage) => insert(current, workLine(current, stage), line));
  const lines = sheet.lines.map((text) => (new RegExp(`^\\s*ARG\\s+${name}(?:=.*|\\s*)$`).test(text) ? line : text));
  return sheetOf(lines.join('\n'));
}

/** What takes packages for development away once the build is over, as the writer of Dockerfiles says it. */
const pruning = /^(\s*RUN\s+(?:--\S+\s+)*).*\b(?:prune|install) --(?:omit=dev|prod(?:uction)?)\b.*$/;

/** The user that the last stage runs as; root where it names none. */
const userOf = ({ parsed }: Sheet): string => {
  const last = parsed.stages.at(-1);
  return (last ? lastOf(lineage(parsed, last), 'USER')?.text : undefined) ?? 'root';
};

/** Adds a command after the last one that a stage runs. */
function afterRuns(sheet: Sheet, stage: Stage, run: string): Sheet {
  const last = stage.instructions.findLastIndex(({ word }) => word === 'RUN');
  let at = stage.instructions[last + 1]?.line ?? endOf(sheet, stage);
  while (sheet.lines[at - 2] === '') at--;
  return insert(sheet, at, run);
}

/** Adds packages to the virtual environment that the build stage makes. */
function withPython(sheet: Sheet, names: string[]): Sheet {
  const made = runs(sheet).some(({ text }) => text.includes('-m venv /opt/venv'));
  const run = `RUN /opt/venv/bin/pip install --no-cache-dir ${command(...names)}`;
  return made ? everyStage(sheet, 'build', (current, stage) => afterRuns(current, stage, run)) : sheet;
}

/** Where a variable is set so that it holds for all the stage's work: after what the stage itself says of it. */
function variableLine(sheet: Sheet, stage: Stage, name: string): number {
  const own = stage.instructions.findLast(({ word, text }) => word === 'ENV' && new RegExp(`\\b${name}=`).test(text));
  return Math.max(workLine(sheet, stage), own ? own.line + 1 : 0);
}

/** A script that is left out leaves `true` in its place, so that what is chained to it goes on. */
const withoutScript = (sheet: Sheet, script: string): Sheet => {
  const call = new RegExp(`\\b(?:npm|pnpm|yarn|bun) run ${script.replaceAll(/[^\w]/g, '\\$&')}(?![\\w:-])`, 'g');
  return inRuns(sheet, (text) => text.replace(call, 'true'));
};

function edited(sheet: Sheet, edit: DockerfileEdit): Sheet {
  switch (edit.edit) {
    case 'add-packages': {
      const install = installLayer(command(...edit.names));
      return everyStage(sheet, edit.stage, (current, stage) =>
        baseWithoutApt(current.parsed, stage) === null ? insert(current, workLine(current, stage), install) : current
      );
    }
    case 'set-env':
      return everyStage(sheet, edit.stage, (current, stage) =>
        insert(current, variableLine(current, stage, edit.name), `ENV ${edit.name}="${edit.value}"`)
      );
    case 'set-arg':
      return argument(sheet, edit.name, edit.value);
    case 'base-image':
      return tagged(sheet, edit.image, edit.tag);
    case 'install-command': {
      const pattern = strict[edit.to.split(' ')[0]!]!;
      return inRuns(sheet, (text) => text.replace(pattern, edit.to));
    }
    case 'skip-script':
      return withoutScript(sheet, edit.script);
    case 'normalise-line-endings':
      return afterCopies(sheet, `RUN sed -i ${quote('s/\\r$//')} ${command(...edit.paths)}`);
    case 'make-executable':
      return afterCopies(sheet, `RUN chmod 0755 ${command(...edit.paths)}`);
    case 'own-folders': {
      const paths = command(...edit.paths);
      return afterCopies(sheet, `RUN mkdir -p ${paths} && chown -R ${quote(userOf(sheet))} ${paths}`);
    }
    case 'stand-in':
      return argument(sheet, edit.name, 'stand-in', 'both');
    case 'keep-development':
      return inRuns(sheet, (text) => text.replace(pruning, '$1true'));
    case 'update-corepack':
      return everyStage(sheet, 'build', (current, stage) =>
        insert(current, workLine(current, stage), 'RUN npm install -g --force corepack@latest')
      );
    case 'python-packages':
      return withPython(sheet, edit.names);
  }
}

/** A Dockerfile with some edits made, one after the other. An edit that finds nothing to change changes nothing. */
export function editDockerfile(text: string, edits: DockerfileEdit[]): string {
  return textOf(edits.reduce(edited, sheetOf(text)));
}
