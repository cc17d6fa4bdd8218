import type { Evidence } from '../../../domain/evidence.ts';
import type { Statement } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import {
  declaredVolumes,
  exposedPorts,
  filled,
  lastOf,
  lineage,
  parseDockerfile,
  valuesOf,
  type ParsedDockerfile,
  type Stage
} from '../../../domain/dockerfile.ts';
import { ageOf } from './age.ts';
import { contextOf, takenFolders } from './context.ts';
import { healthIn } from './health.ts';
import { problemOf } from './problems.ts';
import { runtimeOf } from './runtime.ts';
import { commandOf, servesHttp, stageOf } from './stage.ts';

/** What a Dockerfile of the repository says of the image that it builds. `problem` says why it cannot be used as it stands. */
export interface ImageFile {
  file: SourceFile;
  path: string;
  context: string;
  target: string | null;
  language: string | null;
  runtimeVersion: string | null;
  bases: string[];
  port: number | null;
  command: string | null;
  health: string | null;
  /** ARG names without a value, and ENV values. */
  args: string[];
  env: Map<string, { value: string | null; line: number }>;
  /** Folders that it declares to hold data. */
  volumes: string[];
  /** The folder that its command starts in, where the Dockerfile names it from the root. */
  workdir: string | null;
  /** Whether what runs in the end runs as root. */
  root: boolean;
  problem: string | null;
  /** What speaks against it though it works, such as an old base. */
  note: string | null;
  /** Folders of the context that it takes files from. */
  takes: string[];
  evidence: {
    runtimeVersion?: Evidence;
    port?: Evidence;
    startCommand?: Evidence;
    health?: Evidence;
    dockerfile: Evidence;
    language?: Evidence;
  };
}

/**
 * Reads one Dockerfile; `stated` is what a file says of its build, which `insists` on a stage for developers where the app needs
 * that one. Null where it cannot be read or has no stage.
 */
export async function readImageFile(
  reader: Reader,
  path: string,
  stated: Statement['dockerfile'],
  insists = false
): Promise<ImageFile | null> {
  const file = stated?.inline === undefined ? await reader.one(path, 'Dockerfile') : { path, text: stated.inline };
  if (!file) return null;
  const parsed = parseDockerfile(file.text);
  const stage = stageOf(parsed, stated?.target ?? null, insists);
  if (!stage) return null;
  const stages = lineage(parsed, stage);
  const context = contextOf(reader.tree, path, parsed, stated?.context ?? null);
  const command = commandOf(stages);
  const port = portOf(parsed, stages, command);
  const health = lastOf(stages, 'HEALTHCHECK');
  const runtime = runtimeOf(parsed, stages);
  const bases = stages.map((each) => each.base);
  const note = ageOf(bases);
  const at = (line: number, confidence = 0.95): Evidence => evidenceAt(file, offsetOf(file.text, line), confidence);
  return {
    file,
    path,
    context,
    target: stage === parsed.stages.at(-1) ? null : stage.name,
    language: runtime?.language ?? null,
    runtimeVersion: runtime?.version ?? null,
    bases,
    port: port?.port ?? null,
    command: command?.text ?? null,
    health: healthIn(health?.text ?? null),
    args: [...valuesOf(parsed.stages, 'ARG')]
      .filter(([, { value }]) => value === null || value === '')
      .map(([name]) => name),
    env: valuesOf(stages, 'ENV'),
    volumes: declaredVolumes(stages),
    workdir:
      /^\/[\w./-]{1,200}$/.exec(
        lastOf(stages, 'WORKDIR')
          ?.text.trim()
          .replace(/(?<=.)\/$/, '') ?? ''
      )?.[0] ?? null,
    root: /^(?:|root|0)(?::|$)/.test(lastOf(stages, 'USER')?.text ?? ''),
    problem: problemOf(reader.tree, parsed, stages, context),
    note,
    takes: takenFolders(reader.tree, parsed, context),
    evidence: {
      dockerfile: note ? { ...at(stage.line, 0.8), excerpt: note.slice(0, 240) } : at(stage.line, 1),
      ...(port && { port: at(port.line) }),
      ...(command && { startCommand: at(command.line) }),
      ...(health && { health: at(health.line) }),
      ...(runtime && { runtimeVersion: at(runtime.line), language: at(runtime.line, 0.8) })
    }
  };
}

interface Said {
  port: number;
  line: number;
}

/** The port that an image exposes, that its own PORT says, that its command names, or that its base is known to serve. */
function portOf(
  parsed: ParsedDockerfile,
  stages: Stage[],
  command: { text: string; line: number } | null
): Said | null {
  const exposed = exposedPorts(parsed, stages);
  const usual = exposed.find(({ port }) => ![22, 443, 9229, 5005].includes(port)) ?? exposed[0];
  if (usual) return usual;
  const said = valuesOf(stages, 'ENV').get('PORT');
  const port = Number.parseInt(filled(said?.value ?? '', parsed.args), 10);
  if (said && port > 0 && port < 65536) return { port, line: said.line };
  const named = /(?:--port[= ]|-p[= ]|--bind[= ]\S{0,80}:|-b[= ]\S{0,80}:|--listen[= ]\S{0,80}:)(\d{2,5})\b/.exec(
    command?.text ?? ''
  )?.[1];
  if (named && Number(named) < 65536) return { port: Number(named), line: command!.line };
  return servesHttp(stages[0]!.base) ? { port: 80, line: stages[0]!.line } : null;
}

const offsetOf = (text: string, line: number): number =>
  text
    .split('\n')
    .slice(0, line - 1)
    .join('\n').length + (line > 1 ? 1 : 0);
