import type { Statement, Statements } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readToml, record, text, texts, type Raw } from '../reading/formats.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { processKind } from './procfile.ts';
import {
  bareStatement,
  command,
  commandOfWords,
  healthPath,
  mountPath,
  port,
  statedDockerfile,
  statedPairs,
  statingFiles
} from './statement.ts';

const fileName = /^fly(?:[._-][\w-]+)?\.toml$|^[\w-]+\.fly\.toml$/;

/** What `fly.toml` says: of its folder's app, or of each process where it names several. */
export async function readFly(reader: Reader): Promise<Statements> {
  const found: Statements = { services: [], about: [], stores: [] };
  const files = statingFiles(reader.tree, fileName, 8).filter(
    (path) => !/staging|preview|review|[._-](?:dev|test)\b/.test(nameOf(path))
  );
  const folders = new Set<string>();
  for (const path of files.slice(0, 4)) {
    const file = await reader.one(path, 'platform file');
    const body = record(readToml(reader, file));
    if (!file || folders.has(folderOf(path)) || Object.keys(body).length === 0) continue;
    folders.add(folderOf(path));
    const processes = Object.entries(record(body.processes)).slice(0, 20);
    if (processes.length === 0) found.about.push(statementOf(reader, file, body, '', null));
    for (const [name, said] of processes)
      found.services.push(statementOf(reader, file, body, name, command(said), processes.length));
  }
  return found;
}

/** Whether a section speaks of a process: it names it, or names none and there is but one, or it is the one that listens. */
const concerns = (section: Raw, process: string, count: number): boolean => {
  const named = texts(record(section).processes);
  if (process === '') return true;
  return named.length > 0 ? named.includes(process) : count === 1 || /^(?:app|web)$/.test(process);
};

function statementOf(
  reader: Reader,
  file: SourceFile,
  body: Record<string, Raw>,
  name: string,
  said: string | null,
  count = 1
): Statement {
  const folder = folderOf(file.path);
  const statement = bareStatement(file.path, name, folder);
  const build = record(body.build);
  const sections = [body.http_service, ...list(body.services)].filter(
    (each) => each !== undefined && concerns(each, name, count)
  );
  const at = (...keys: string[]) => evidenceOfKey(file, keys, 0.95);
  statement.port = sections.map((each) => port(record(each).internal_port)).find((each) => each !== null) ?? null;
  if (statement.port) statement.evidence.port = at('internal_port');
  statement.health = checksOf(body, sections);
  if (statement.health) statement.evidence.health = at('path');
  if (name !== '') {
    statement.kind = statement.port === null ? processKind(name) : 'web';
    statement.evidence.kind = at('processes', name);
  }
  const override = list(dig(body, 'experimental', 'cmd')).map(text);
  statement.command = said ?? commandOfWords(override.filter((each) => each !== null));
  if (statement.command) statement.evidence.startCommand = name === '' ? at('cmd') : at('processes', name);
  if (name === '' || statement.kind === 'web') {
    statement.releaseCommand = command(dig(body, 'deploy', 'release_command'));
    if (statement.releaseCommand) statement.evidence.releaseCommand = at('release_command');
  }
  statement.dockerfile = statedDockerfile(
    reader.tree,
    text(build.dockerfile) ?? (build.image === undefined && build.builder === undefined ? 'Dockerfile' : null),
    [folder, '.'],
    folder,
    text(build['build-target'])
  );
  if (statement.dockerfile) statement.runsIn = 'image';
  statement.variables = statedPairs(file, record(body.env), ['env']);
  statement.volumes = list(body.mounts ?? body.mount)
    .filter((each) => texts(record(each).processes).length === 0 || concerns(each, name, count))
    .map((each) => mountPath(record(each).destination))
    .filter((each) => each !== null);
  statement.memoryMb = memoryOf(list(body.vm)[0]);
  return statement;
}

/** The path of the first check that asks for one. */
function checksOf(body: Record<string, Raw>, sections: Raw[]): string | null {
  const all = [
    ...sections.flatMap((each) => [...list(record(each).checks), ...list(record(each).http_checks)]),
    ...Object.values(record(body.checks)).filter((each) => text(record(each).type) === 'http')
  ];
  return all.map((each) => healthPath(record(each).path)).find((each) => each !== null) ?? null;
}

function memoryOf(machine: Raw): number | null {
  const said = text(record(machine).memory) ?? text(record(machine).memory_mb) ?? '';
  const match = /^(\d{1,6})\s*(gb|g)?/i.exec(said);
  const megabytes = match ? Number(match[1]) * (match[2] ? 1024 : 1) : 0;
  return megabytes >= 16 && megabytes <= 1_000_000 ? megabytes : null;
}
