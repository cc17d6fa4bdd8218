import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { Evidence } from '../../../../domain/evidence.ts';
import type { StatedVariable, StoreHint } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { folderOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { isAside } from '../../reading/tree.ts';

/** What an Aspire app host states of one project. */
export interface Hosted {
  name: string;
  health: string | null;
  variables: StatedVariable[];
  stores: StoreHint[];
  evidence: Evidence;
}

/** A resource that a host's code names: a datastore or a database in one, or a project. */
interface Resource {
  name: string;
  kind: DatastoreKind | 'project';
  project: string | null;
  evidence: Evidence;
}

const kinds: [RegExp, DatastoreKind][] = [
  [/^Add(?:Azure)?Postgres(?:FlexibleServer)?$/, 'postgres'],
  [/^Add(?:Azure)?SqlServer$/, 'mssql'],
  [/^AddMySql$/, 'mysql'],
  [/^Add(?:Azure)?MongoDB$/, 'mongodb'],
  [/^Add(?:Azure)?(?:Redis|Garnet)$/, 'redis'],
  [/^AddValkey$/, 'valkey'],
  [/^AddRabbitMQ$/, 'rabbitmq'],
  [/^AddKafka$/, 'kafka'],
  [/^AddNats$/, 'nats'],
  [/^AddElasticsearch$/, 'elasticsearch'],
  [/^AddMeilisearch$/, 'meilisearch'],
  [/^AddSqlite$/, 'sqlite']
];

/** The name that generated code gives a project: its file's name, signs that no identifier has replaced. */
const identifier = (project: string) => project.replace(/[^\w]/g, '_');

/**
 * What the app hosts of a repository state of a project. Their code is read as it is written nearly everywhere: each resource in
 * one statement of calls, kept in a variable by whose name others refer to it.
 */
export async function hostedBy(reader: Reader, project: string): Promise<Hosted | null> {
  const paths = reader.tree
    .below('.', /AppHost[^/]*\.csproj$/)
    .map(folderOf)
    .filter((folder) => !isAside(folder))
    .slice(0, 2)
    .flatMap((folder) => reader.tree.named(folder, /^(?:Program|AppHost)\.cs$/));
  for (const file of await reader.read(paths, 'topology')) {
    const found = hostedIn(file, identifier(project));
    if (found) return found;
  }
  return null;
}

function hostedIn(file: SourceFile, project: string): Hosted | null {
  const resources = new Map<string, Resource>();
  let hosted: Hosted | null = null;
  let variable: string | null = null;
  for (const statement of statementsOf(file)) {
    const resource = resourceIn(file, statement, resources) ?? endpointIn(statement, resources);
    if (resource && statement.variable) resources.set(statement.variable, resource);
    if (resource?.project === project && hosted === null) {
      hosted = { name: resource.name, health: null, variables: [], stores: [], evidence: resource.evidence };
      variable = statement.variable;
    }
    const own = resource?.project === project || (variable !== null && statement.receiver === variable);
    if (hosted && own) takeCalls(file, statement, resources, hosted);
  }
  return hosted;
}

const longestHost = 60_000;

interface Statement {
  variable: string | null;
  receiver: string;
  text: string;
  offset: number;
}

function statementsOf(file: SourceFile): Statement[] {
  const text = file.text.slice(0, longestHost).replace(/\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
  return [...text.matchAll(/(?:\bvar\s+(\w+)\s*=\s*)?\b(\w+)\s*((?:\.\s*\w)[^;]{0,3000});/g)]
    .slice(0, 300)
    .map((match) => ({
      variable: match[1] ?? null,
      receiver: match[2]!,
      text: match[3]!,
      offset: match.index
    }));
}

const added = /\.\s*(Add\w+)\s*(?:<\s*(?:Projects\.)?(\w+)\s*>)?\(\s*(?:"([^"\n]*)"|([\w.]+))?/g;

function resourceIn(file: SourceFile, statement: Statement, known: Map<string, Resource>): Resource | null {
  let found: Resource | null = known.get(statement.receiver) ?? null;
  const before = found;
  for (const [, method, project, quoted, constant] of statement.text.matchAll(added)) {
    const kind = kinds.find(([pattern]) => pattern.test(method!))?.[1];
    const name = quoted ?? constant?.split('.').at(-1) ?? '';
    const evidence = evidenceAt(file, statement.offset, 0.95);
    if (method === 'AddProject' && project) found = { name, kind: 'project', project, evidence };
    else if (kind) found = { name, kind, project: null, evidence };
    else if (method === 'AddDatabase' && found && name) found = { ...found, name };
  }
  return found === before ? null : found;
}

/** A project's address, kept in a variable of its own. */
const endpointIn = ({ receiver, text, variable }: Statement, known: Map<string, Resource>): Resource | null =>
  variable !== null && /^\s*\.\s*GetEndpoint\(/.test(text) ? withoutProject(known.get(receiver)) : null;

const withoutProject = (resource: Resource | undefined): Resource | null =>
  resource ? { ...resource, project: null } : null;

function takeCalls(file: SourceFile, statement: Statement, resources: Map<string, Resource>, hosted: Hosted): void {
  const evidence = evidenceAt(file, statement.offset, 0.95);
  hosted.health ??= /\.\s*WithHttpHealthCheck\(\s*"(\/[\w./-]*)"/.exec(statement.text)?.[1] ?? null;
  for (const [, name] of statement.text.matchAll(/\.\s*WithReference\(\s*(\w+)/g)) {
    const resource = resources.get(name!);
    if (!resource || resource.kind === 'project') continue;
    const embedded = resource.kind === 'sqlite';
    hosted.variables.push(stated(`ConnectionStrings__${resource.name}`, null, !embedded, evidence));
    hosted.stores.push({
      kind: resource.kind,
      name: null,
      version: null,
      strength: embedded ? 'embedded' : 'stated',
      reason: `the app host gives ${resource.name} to ${hosted.name}`,
      evidence: resource.evidence
    });
  }
  const given = /\.\s*WithEnvironment\(\s*"(\w+)"\s*,\s*(?:"([^"\n]*)"|(\w+)(?:\s*\.\s*GetEndpoint\([^)\n]*\))?\s*\))/g;
  for (const [, name, value, reference] of statement.text.matchAll(given)) {
    const project = resources.get(reference ?? '');
    const address = project?.kind === 'project' ? `http://${project.name}:8080` : null;
    if (value !== undefined || address) hosted.variables.push(stated(name!, value ?? address, false, evidence));
  }
}

const stated = (name: string, value: string | null, required: boolean, evidence: Evidence): StatedVariable => ({
  name,
  default: value,
  required,
  buildTime: false,
  generated: false,
  describes: '',
  origin: 'platform',
  evidence
});
