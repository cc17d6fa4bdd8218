import type { Datastore } from '../../domain/analysis.ts';
import type { EvidenceMap } from '../../domain/evidence.ts';
import { slugify } from '../../domain/ids.ts';
import type { Dockerfile, EnvironmentVariable, Service, ServiceKind } from '../../domain/service.ts';
import type { Draft } from './services/draft.ts';
import { healthInCode, healthRouteFile, portInCode } from './code-facts.ts';
import type { Process, StatedVariable } from './detector.ts';
import { commandLine } from './dockerfile-writer/layout.ts';
import type { ImageFile } from './images/image-file.ts';
import { keptDatabase, movedInto, type KeptDatabase } from './embedded.ts';
import { classify, isShown, type Surroundings } from './env/classify.ts';
import { countsOnMail } from './env/personal.ts';
import { shownOf } from './env/shown.ts';
import { placeholdersFor } from './placeholders.ts';
import { evidenceOfFile } from './reading/evidence.ts';
import { within } from './reading/paths.ts';
import type { SourceFile } from './reading/reader.ts';
import { familyOf, storeOfDriver } from './stores.ts';

/** All that was gathered for one draft, from which its service is made. */
export interface Gathered {
  draft: Draft;
  name: string;
  image: ImageFile | null;
  code: SourceFile[];
  /** Paths of all files below the service's folder. */
  files: string[];
  variables: StatedVariable[];
}

/** The service that a draft becomes: every field, with the evidence for it. */
export function serviceOf(gathered: Gathered, datastores: Datastore[], names: string[]): Service {
  const { draft, image } = gathered;
  const { app, process, statement } = draft;
  const kind = kindOf(gathered);
  const evidence: EvidenceMap = { ...app?.evidence, ...process.evidence, ...statement?.evidence };
  const listens = kind === 'web' || kind === 'static';
  const port = listens ? portOf(gathered, kind, evidence) : null;
  const health = listens ? healthOf(gathered, kind, evidence) : null;
  const packages = app?.dependencies.map((each) => each.name) ?? [];
  const placed = datastores.filter((store) => store.requirement === 'required');
  const stated = variablesOf(gathered.variables, {
    port,
    datastores: placed,
    packages,
    services: names
  });
  const volumes = [...new Set([...(statement?.volumes ?? []), ...(image?.problem === null ? image.volumes : [])])];
  const database = volumes.length === 0 ? databaseOf(gathered, stated, datastores) : null;
  const kept = volumes.length === 0 ? keptFolders(gathered) : [];
  const env = database ? movedInto(database, stated) : stated;
  const runtimeVersion = versionOf(gathered, evidence);
  const release = draft.main ? (statement?.releaseCommand ?? app?.releaseCommand ?? null) : null;
  if (image) evidence.dockerfile = image.evidence.dockerfile;
  const dockerfile =
    statement?.image && !app ? null : dockerfileOf(gathered, { port, env, placed, database }, evidence);
  const reused = dockerfile?.origin === 'repository';
  const keeps = reused && draft.main && image?.command !== null && statement?.runsIn === 'source';
  if (image?.evidence.startCommand && reused && (keeps || !statement?.command))
    evidence.startCommand = image.evidence.startCommand;
  return {
    name: gathered.name,
    path: draft.path,
    kind,
    language: app?.language ?? image?.language ?? null,
    framework: app?.framework ?? (image?.language === 'Nginx' ? 'static' : null),
    runtimeVersion,
    packageManager: app?.packageManager ?? null,
    buildCommand: app?.buildCommand ?? null,
    startCommand: keeps
      ? null
      : reused
        ? (statement?.command ?? (draft.main ? null : process.command))
        : process.command,
    releaseCommand: release,
    schedule: process.schedule ?? statement?.schedule ?? null,
    port,
    health,
    dockerfile,
    image: dockerfile ? null : (statement?.image ?? null),
    memoryMb: statement?.memoryMb ?? null,
    volumes: [...(database ? [database.folder] : volumes), ...kept].slice(0, 20),
    env,
    dependsOn: dependsOn(gathered, datastores, env, names),
    acceptance: 'pending',
    evidence
  };
}

function kindOf({ draft, image }: Gathered): ServiceKind {
  const { kind } = draft.process;
  if (draft.app === null && image?.language === 'Nginx') return 'static';
  if (kind === 'static' && image && image.problem === null && runsCode(image)) return 'web';
  if (
    draft.app === null &&
    image &&
    (draft.statement?.port ?? null) === null &&
    image.port === null &&
    (draft.statement?.kind ?? null) === null &&
    !image.health
  )
    return 'worker';
  return kind;
}

/** Whether an image's last stage starts a program of a language rather than a file server. */
const runsCode = (image: ImageFile): boolean =>
  /\b(?:node|npm|npx|yarn|pnpm|bun|python)\b/.test(image.command ?? '') &&
  !/\b(?:nginx|httpd|caddy)\b/.test(image.bases.join(' '));

function portOf({ draft, image, code }: Gathered, kind: ServiceKind, evidence: EvidenceMap): number | null {
  const { app, process, statement } = draft;
  const reused = image !== null && image.problem === null;
  if (statement?.port) return statement.port;
  if (kind === 'static' && !reused && app) return app.defaultPort;
  if (process.port) return process.port;
  const stated = reused && image.port ? { port: image.port, evidence: image.evidence.port } : null;
  const inCommand = /(?:--port[= ]|-p[= ]|--bind[= ]\S*:|-b[= ]\S*:|:)(\d{4,5})\b/.exec(process.command ?? '');
  const fromCode = portInCode(code);
  const chosen =
    stated ??
    (inCommand && evidence.startCommand ? { port: Number(inCommand[1]), evidence: evidence.startCommand } : null) ??
    fromCode;
  if (chosen) {
    if (chosen.evidence) evidence.port = chosen.evidence;
    return chosen.port;
  }
  if (app?.defaultPort && evidence.framework) evidence.port = { ...evidence.framework, confidence: 0.6 };
  return app?.defaultPort ?? image?.port ?? null;
}

function healthOf({ draft, image, code, files }: Gathered, kind: ServiceKind, evidence: EvidenceMap): string | null {
  if (draft.statement?.health) return draft.statement.health;
  if (image?.health) {
    if (image.evidence.health) evidence.health = image.evidence.health;
    return image.health;
  }
  const file =
    draft.app?.language === 'TypeScript' || draft.app?.language === 'JavaScript'
      ? healthRouteFile(files.map((path) => within(draft.path, path) ?? path))
      : null;
  const route = healthInCode(code);
  if (file && (!route || /next|nuxt|svelte|remix|router|astro/.test(draft.app?.framework ?? ''))) {
    evidence.health = evidenceOfFile(draft.path === '.' ? file.file : `${draft.path}/${file.file}`, file.path, 0.85);
    return file.path;
  }
  if (route) evidence.health = route.evidence;
  return route?.path ?? draft.app?.health ?? (kind === 'static' ? '/' : null);
}

/**
 * The image that is built says it first, then a file that tells a platform which version to install, then the app's own files;
 * what a development container has counts where nothing else is stated.
 */
function versionOf({ draft, image }: Gathered, evidence: EvidenceMap): string | null {
  if (
    image &&
    image.problem === null &&
    image.runtimeVersion &&
    (image.runtimeVersion.includes('.') || !['Go', 'Python', 'Rust'].includes(image.language ?? '')) &&
    (draft.app === null || sameLanguage(draft.app.language, image.language))
  ) {
    if (image.evidence.runtimeVersion) evidence.runtimeVersion = image.evidence.runtimeVersion;
    return image.runtimeVersion;
  }
  const said = draft.statement?.runtimeVersion ?? null;
  const weight = (each: EvidenceMap | undefined) => each?.runtimeVersion?.confidence ?? 0;
  if (said !== null && weight(draft.statement?.evidence) > weight(draft.app?.evidence)) return said;
  if (draft.app?.evidence.runtimeVersion) evidence.runtimeVersion = draft.app.evidence.runtimeVersion;
  return draft.app?.runtimeVersion ?? image?.runtimeVersion ?? said;
}

const sameLanguage = (a: string, b: string | null) =>
  a === b ||
  (a === 'TypeScript' && b === 'JavaScript') ||
  (a === 'Kotlin' && b === 'Java') ||
  (a === 'Scala' && b === 'Java');

/** Each variable once, judged from all its statements; names that other machines set are left out. */
export function variablesOf(stated: StatedVariable[], around: Omit<Surroundings, 'variables'>): EnvironmentVariable[] {
  const groups = new Map<string, StatedVariable[]>();
  for (const each of stated) if (isShown(each.name)) groups.set(each.name, [...(groups.get(each.name) ?? []), each]);
  const variables = [...groups.keys()];
  const mails = countsOnMail(groups);
  const judged = [...groups].map(([name, stated]) => ({
    variable: classify(name, stated, { ...around, variables, mails }),
    stated
  }));
  return shownOf(judged, around.packages)
    .sort((a, b) => importance(a) - importance(b) || (a.name < b.name ? -1 : 1))
    .slice(0, 400);
}

const importance = (each: EnvironmentVariable) =>
  (each.required ? 0 : 4) + ['person', 'reference', 'generated', 'default'].indexOf(each.source);

/** Whether the Dockerfile of a draft is written here. */
const isWritten = ({ draft: { app, process }, image }: Gathered): boolean =>
  app !== null && (process.command !== null || process.kind === 'static') && image?.problem !== null;

/** How the main service of an app keeps its embedded database. */
function databaseOf(gathered: Gathered, env: EnvironmentVariable[], datastores: Datastore[]): KeptDatabase | null {
  const { draft, image, code } = gathered;
  const embedded = datastores.some((store) => store.kind === 'sqlite' && store.requirement === 'embedded');
  if (!embedded || !draft.main || draft.process.kind === 'static') return null;
  return keptDatabase(env, code, { written: isWritten(gathered), root: image?.root ?? false });
}

/** Where the folders of what users leave lie in the image: below /app where it is written here, else below its own folder of work. */
function keptFolders({ draft: { app, main, process }, image }: Gathered): string[] {
  if (!app?.keeps || !main || process.kind !== 'web') return [];
  const place = image && image.problem === null ? image.workdir : '/app';
  return place === null ? [] : app.keeps.map((folder) => `${place}/${folder}`);
}

/** What is known of a service before its Dockerfile is written. */
interface Judged {
  port: number | null;
  env: EnvironmentVariable[];
  placed: Datastore[];
  database: KeptDatabase | null;
}

function dockerfileOf(
  { draft, image, name }: Gathered,
  { port, env, placed, database }: Judged,
  evidence: EvidenceMap
): Dockerfile | null {
  const { app, process } = draft;
  const writes = app !== null && (process.command !== null || process.kind === 'static');
  const inline = draft.statement?.dockerfile?.inline;
  if (image && image.problem === null && inline !== undefined) return inlineDockerfile(inline, name, image, process);
  if (image && (image.problem === null || !writes))
    return {
      origin: 'repository',
      path: image.path,
      context: image.context,
      text: image.file.text.slice(0, 100_000),
      ignore: null,
      target: image.target
    };
  if (!app) return null;
  if (image?.problem)
    evidence.dockerfile = {
      ...image.evidence.dockerfile,
      excerpt: `${image.path} is not used: ${image.problem}`.slice(0, 240)
    };
  const buildVariables = env
    .filter((each) => each.buildTime && each.source !== 'generated' && !each.secret)
    .map((each) => each.name);
  const written = app.write({
    process,
    port: port ?? app.defaultPort ?? 8080,
    buildVariables,
    placeholders: placeholdersFor(env, placed),
    database
  });
  return {
    origin: 'generated',
    path: `.hydron/${name}.Dockerfile`,
    context: written.context,
    text: written.text,
    ignore: written.ignore,
    target: null
  };
}

/** A Dockerfile that stands in another file is written out, with the command that this file gives it. */
const inlineDockerfile = (text: string, name: string, image: ImageFile, process: Process): Dockerfile => ({
  origin: 'generated',
  path: `.hydron/${name}.Dockerfile`,
  context: image.context,
  text: process.command === null ? `${text.trimEnd()}\n` : `${text.trimEnd()}\n${commandLine(process.command)}\n`,
  ignore: null,
  target: image.target
});

function dependsOn(
  { draft, name }: Gathered,
  datastores: Datastore[],
  env: EnvironmentVariable[],
  names: string[]
): string[] {
  const placed = datastores.filter((store) => store.requirement === 'required');
  const stated = draft.statement?.dependsOn ?? [];
  const drivers = new Set(
    draft.app?.dependencies
      .map((each) => storeOfDriver(each.name))
      .filter((kind) => kind !== null)
      .map(familyOf)
  );
  const filled = env.filter((each) => each.source === 'reference').map((each) => each.describes);
  const stores = placed.filter(
    (store) =>
      names.length === 1 ||
      stated.includes(store.name) ||
      drivers.has(familyOf(store.kind)) ||
      filled.includes(`How to reach ${store.name}`) ||
      draft.app?.stores.some((hint) => familyOf(hint.kind) === familyOf(store.kind))
  );
  const services = stated.map((each) => slugify(each)).filter((each) => each !== name && names.includes(each));
  return [...new Set([...stores.map((store) => store.name), ...services])].slice(0, 50);
}
