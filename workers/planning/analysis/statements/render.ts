import type { Statement, Statements, StatedVariable, StoreHint } from '../detector.ts';
import type { ServiceKind } from '../../../domain/service.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readYaml, record, text, type Raw } from '../reading/formats.ts';
import { joinPath } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import {
  bareStatement,
  command,
  healthPath,
  mountPath,
  schedule,
  stated,
  statedDockerfile,
  statedStore,
  statingFiles
} from './statement.ts';

const kinds: Record<string, ServiceKind> = {
  web: 'web',
  pserv: 'web',
  worker: 'worker',
  cron: 'cron',
  static: 'static'
};

/** What Render's blueprint says: services with their variables, and databases. */
export async function readRender(reader: Reader): Promise<Statements> {
  const [path] = statingFiles(reader.tree, /^render\.ya?ml$/, 1);
  const file = path ? await reader.one(path, 'platform file') : null;
  const body = record(readYaml(reader, file)[0]);
  const found: Statements = { services: [], about: [], stores: [] };
  if (!file) return found;
  const parts = [body, ...list(body.projects).flatMap((project) => list(record(project).environments).slice(0, 1))];
  const groups = new Map(
    parts.flatMap((part) => list(record(part).envVarGroups)).map((group) => [text(record(group).name), record(group)])
  );
  for (const raw of parts.flatMap((part) => list(record(part).services)).slice(0, 40)) {
    const service = record(raw);
    const type = text(service.type) ?? '';
    const store = storeOf(file, type, service);
    if (store) found.stores.push(store);
    else if (kinds[type]) found.services.push(statementOf(reader, file, kinds[type], service, groups));
  }
  for (const raw of parts.flatMap((part) => list(record(part).databases)).slice(0, 10)) {
    const version = text(record(raw).postgresMajorVersion);
    const name = text(record(raw).name);
    found.stores.push(statedStore(file, 'postgres', name, 'places a database', ['databases', name ?? 'name'], version));
  }
  return found;
}

const storeOf = (file: SourceFile, type: string, service: Record<string, Raw>): StoreHint | null =>
  type === 'redis' || type === 'keyvalue'
    ? statedStore(file, 'redis', text(service.name), `places a ${type}`, ['services', text(service.name) ?? 'type'])
    : null;

function statementOf(
  reader: Reader,
  file: SourceFile,
  kind: ServiceKind,
  service: Record<string, Raw>,
  groups: Map<string | null, Record<string, Raw>>
): Statement {
  const name = text(service.name) ?? kind;
  const runtime = text(service.runtime) ?? text(service.env) ?? '';
  const root = joinPath('.', text(service.rootDir) ?? '.') ?? '.';
  const context = joinPath(root, text(service.dockerContext) ?? '.');
  const statement = bareStatement(file.path, name, root);
  const at = (key: string) => evidenceOfKey(file, ['services', name, key], 0.95);
  statement.kind = runtime === 'static' ? 'static' : kind;
  statement.evidence.kind = at('type');
  const fields: [keyof Statement & keyof Statement['evidence'], string, string | null][] = [
    ['buildCommand', 'buildCommand', command(service.buildCommand)],
    ['releaseCommand', 'preDeployCommand', command(service.preDeployCommand)],
    ['health', 'healthCheckPath', healthPath(service.healthCheckPath)],
    ['schedule', 'schedule', schedule(service.schedule)]
  ];
  for (const [field, key, value] of fields) {
    if (value === null) continue;
    Object.assign(statement, { [field]: value });
    statement.evidence[field] = at(key);
  }
  const docker = runtime === 'docker';
  statement.command = command(docker ? service.dockerCommand : service.startCommand);
  if (statement.command) statement.evidence.startCommand = at(docker ? 'dockerCommand' : 'startCommand');
  statement.image = text(dig(service, 'image', 'url'));
  if (docker) {
    const said = text(service.dockerfilePath) ?? 'Dockerfile';
    statement.dockerfile = statedDockerfile(reader.tree, said, [root, '.', context ?? '.'], context);
    if (statement.dockerfile) statement.runsIn = 'image';
  }
  statement.variables = list(service.envVars).flatMap((each) => variablesOf(file, name, record(each), groups));
  statement.port = Number(statement.variables.find((each) => each.name === 'PORT')?.default) || null;
  const mount = mountPath(dig(service, 'disk', 'mountPath'));
  statement.volumes = mount ? [mount] : [];
  return statement;
}

/** `sync: false` is asked of a person, `generateValue` is minted, the rest is filled from elsewhere or as it stands. */
function variablesOf(
  file: SourceFile,
  service: string,
  said: Record<string, Raw>,
  groups: Map<string | null, Record<string, Raw>>
): StatedVariable[] {
  const group = groups.get(text(said.fromGroup));
  if (group) return list(group.envVars).flatMap((each) => variablesOf(file, service, record(each), new Map()));
  const key = text(said.key) ?? '';
  const variable = stated(file, key, ['services', service, key], {
    default: text(said.value),
    generated: said.generateValue === true,
    required: said.sync === false || said.fromDatabase !== undefined ? true : null
  });
  return variable ? [variable] : [];
}
