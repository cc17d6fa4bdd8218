import { parseEnvFile } from '../env/examples.ts';
import { dig, list, readYaml, record, text, texts, type Raw } from '../reading/formats.ts';
import { folderOf, joinPath } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { interpolate } from './interpolate.ts';

/** A service of a compose file before it is understood; `file` is where it is written. */
export interface ComposedService {
  name: string;
  file: SourceFile;
  body: Record<string, Raw>;
}

/** The services that take part, the secrets that they name, and the values that the files are filled in with. */
export interface ComposeProject {
  services: ComposedService[];
  secrets: Record<string, Raw>;
  values: Map<string, string>;
  /** Services that only take part on demand. */
  inactive: ComposedService[];
}

/** Includes and extensions are followed so many files deep. */
const deepest = 4;

/** Reads compose files that are laid over one another, with what they include and extend; null where the first is not compose. */
export async function loadCompose(reader: Reader, paths: string[]): Promise<ComposeProject | null> {
  const project: ComposeProject = { services: [], secrets: {}, values: new Map(), inactive: [] };
  const values = await reader.read(
    [...new Set(paths.map((path) => joinPath(folderOf(path), '.env')!))],
    'compose values'
  );
  for (const each of values.flatMap((file) => parseEnvFile(file, 'compose')))
    if (each.default !== null) project.values.set(each.name, each.default);
  for (const path of paths) await lay(reader, path, project, 0);
  if (project.services.length === 0) return null;
  const taking = active(project.services).slice(0, 60);
  project.inactive = project.services.filter((each) => !taking.includes(each));
  project.services = taking;
  return project;
}

async function lay(reader: Reader, path: string, project: ComposeProject, depth: number): Promise<void> {
  const file = await reader.one(path, 'compose file');
  const body = record(readYaml(reader, file)[0]);
  if (!file || depth > deepest) return;
  for (const included of includes(body.include).slice(0, 8)) {
    const at = joinPath(folderOf(path), interpolate(included, project.values).value);
    if (at !== null) await lay(reader, at, project, depth + 1);
  }
  Object.assign(project.secrets, record(body.secrets));
  for (const [name, raw] of Object.entries(servicesIn(body)).slice(0, 100)) {
    const service = await extended(reader, file, servicesIn(body), record(raw), depth);
    const known = project.services.find((each) => each.name === name);
    if (known) known.body = laidOver(known.body, service);
    else project.services.push({ name, file, body: service });
  }
}

const includes = (value: Raw): string[] =>
  list(value).flatMap((each) => (text(each) === null ? texts(record(each).path) : [text(each)!]));

/** Services by name: under `services`, or at the top as the first compose files had them. */
function servicesIn(body: Record<string, Raw>): Record<string, Raw> {
  if (body.services !== undefined) return record(body.services);
  const own = Object.entries(body).filter(([name, each]) => !name.startsWith('x-') && isService(record(each)));
  return Object.fromEntries(own);
}

const isService = (each: Record<string, Raw>) =>
  text(each.image) !== null ||
  (each.build !== undefined && (text(each.build) ?? record(each.build).context) !== undefined);

async function extended(
  reader: Reader,
  file: SourceFile,
  siblings: Record<string, Raw>,
  service: Record<string, Raw>,
  depth: number
): Promise<Record<string, Raw>> {
  const from = service.extends;
  if (from === undefined || depth > deepest) return service;
  const name = text(from) ?? text(dig(from, 'service')) ?? '';
  const other = text(dig(from, 'file'));
  const path = other ? joinPath(folderOf(file.path), other) : null;
  const source = path ? await reader.one(path, 'compose file') : file;
  if (!source) return service;
  const others = path ? servicesIn(record(readYaml(reader, source)[0])) : siblings;
  const base = await extended(reader, source, others, record(others[name]), depth + 1);
  const moved =
    path && base.build !== undefined ? { ...base, build: movedBuild(base.build, folderOf(path), file) } : base;
  return laidOver(moved, service);
}

/** A build of another file's folder, as it is seen from this file's. */
function movedBuild(build: Raw, folder: string, file: SourceFile): Raw {
  const said = text(build) ?? text(record(build).context) ?? '.';
  const here = folderOf(file.path);
  const at = joinPath(folder, said) ?? '.';
  const up = here === '.' ? '' : '../'.repeat(here.split('/').length);
  return { ...(text(build) === null ? record(build) : {}), context: `${up}${at}` };
}

/** One service's body over another's, as compose merges them: lists and mappings are joined, all else is replaced. */
function laidOver(base: Record<string, Raw>, over: Record<string, Raw>): Record<string, Raw> {
  const environment = [...pairs(base.environment), ...pairs(over.environment)].map(([key, value]) =>
    value === null ? key : `${key}=${value}`
  );
  const ports = [...list(over.ports), ...list(base.ports)];
  const build =
    base.build !== undefined && over.build !== undefined
      ? { ...buildBody(base.build), ...buildBody(over.build) }
      : null;
  return {
    ...base,
    ...over,
    ...(environment.length > 0 && { environment }),
    ...(ports.length > 0 && { ports }),
    ...(build && { build })
  };
}

const buildBody = (build: Raw): Record<string, Raw> =>
  text(build) === null ? record(build) : { context: text(build) };

/** Names and values of an environment, which is a list or a mapping. */
export function pairs(environment: Raw): [string, string | null][] {
  if (Array.isArray(environment))
    return texts(environment).map((line) =>
      line.includes('=')
        ? [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1)]
        : [line.trim(), null]
    );
  return Object.entries(record(environment)).map(([key, value]) => [key, text(value)]);
}

/** Profiles that mark what is deployed, the first that occurs is taken. */
const wanted = ['default', 'prod', 'production', 'release', 'all', 'full', 'app', 'web'];

/** Without a profile a service always runs; of the others those whose profile marks what is deployed, else all. */
function active(services: ComposedService[]): ComposedService[] {
  const profiles = (service: ComposedService) => texts(service.body.profiles).map((name) => name.toLowerCase());
  const chosen = wanted.find((name) => services.some((each) => profiles(each).includes(name)));
  const on = services.filter(
    (each) => (profiles(each).length === 0 || profiles(each).includes(chosen ?? '')) && !isScaledAway(each)
  );
  return on.length > 0 ? on : services;
}

const isScaledAway = ({ body }: ComposedService) =>
  text(body.scale) === '0' || text(dig(body, 'deploy', 'replicas')) === '0';
