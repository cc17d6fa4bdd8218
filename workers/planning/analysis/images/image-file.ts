import type { Evidence } from '../../../domain/evidence.ts';
import { evidenceAt } from '../reading/evidence.ts';
import { folderOf, joinPath, nameOf, upwards } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import {
  commandText,
  declaredVolumes,
  exposedPorts,
  filled,
  finalStage,
  lastOf,
  lineage,
  parseDockerfile,
  valuesOf,
  type ParsedDockerfile,
  type Stage
} from '../../../domain/dockerfile.ts';

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
  /** Whether what runs in the end runs as root. */
  root: boolean;
  problem: string | null;
  evidence: {
    runtimeVersion?: Evidence;
    port?: Evidence;
    startCommand?: Evidence;
    health?: Evidence;
    dockerfile: Evidence;
    language?: Evidence;
  };
}

const dockerfileName = /^(?:Dockerfile|Containerfile|dockerfile)(?:[._-][\w.-]+)?$|^[\w.-]+\.[Dd]ockerfile$/;
const development =
  /(?:^|[._/-])(?:dev|devel|development|local|test|tests|testing|ci|debug|e2e|cypress|lint|docs?|bench|arm\d*|arm64|armv7|armhf|windows|nanoserver|base|builder?|buildx|cuda|gpu|rocm)(?:[._/-]|$)|(?:^|\/)(?:debian|deb|rpm|fedora|suse|snap|flatpak|aur)\//i;

/** Whether a file name is a Dockerfile's. */
export const isDockerfile = (path: string): boolean =>
  dockerfileName.test(nameOf(path)) && !/\.(?:dockerignore|md|ya?ml|json|sh|j2|tmpl|template|erb)$/.test(path);

/** The Dockerfiles of a repository that might make its services, the most usual places first. */
export const dockerfilesOf = (tree: Tree): string[] =>
  tree.files
    .filter((path) => isDockerfile(path) && !isAside(folderOf(path)) && path.split('/').length <= 5)
    .sort((a, b) => rank(a) - rank(b));

const rank = (path: string) =>
  (development.test(path) ? 10 : 0) +
  (/^(?:Dockerfile|dockerfile|Containerfile)$/.test(nameOf(path)) ? 0 : 1) +
  path.split('/').length / 10;

/** Whether a Dockerfile's name or folder says that it is not for production. */
export const isForDevelopment = (path: string): boolean => development.test(path);

/** Folders that hold Dockerfiles rather than code. */
const holder =
  /^(?:docker|dockerfiles?|\.docker|deploy|deployment|deployments|build|packaging|infra|ops|other|container|containers|images?|dev|release|etc)$/i;

/** The folder whose code a Dockerfile builds: its own, or the nearest above that does not merely hold Dockerfiles. */
export function codeFolderOf(path: string): string {
  const found = upwards(folderOf(path)).find(
    (folder) => folder === '.' || !folder.split('/').some((part) => holder.test(part))
  );
  return found ?? '.';
}

/** Reads one Dockerfile; `stated` is what a compose file says of its build. Null where it cannot be read or has no stage. */
export async function readImageFile(
  reader: Reader,
  path: string,
  stated: { context: string; target: string | null } | null
): Promise<ImageFile | null> {
  const file = await reader.one(path, 'Dockerfile');
  if (!file) return null;
  const parsed = parseDockerfile(file.text);
  const target = stated?.target && !development.test(stated.target) ? stated.target : null;
  const stage = finalStage(parsed, target) ?? null;
  if (!stage) return null;
  const stages = lineage(parsed, stage);
  const context = stated?.context ?? contextOf(reader.tree, path, parsed);
  const port = exposedPorts(parsed, stages)[0] ?? portVariable(parsed, stages);
  const command = commandOf(stages);
  const health = lastOf(stages, 'HEALTHCHECK');
  const runtime = runtimeOf(parsed, stages);
  const at = (line: number, confidence = 0.95): Evidence => evidenceAt(file, offsetOf(file.text, line), confidence);
  return {
    file,
    path,
    context,
    target: stage === parsed.stages.at(-1) ? null : target,
    language: runtime?.language ?? null,
    runtimeVersion: runtime?.version ?? null,
    bases: stages.map((each) => each.base),
    port: port?.port ?? null,
    command: command?.text ?? null,
    health: healthPath(health?.text ?? null),
    args: [...valuesOf(parsed.stages, 'ARG')]
      .filter(([, { value }]) => value === null || value === '')
      .map(([name]) => name),
    env: valuesOf(stages, 'ENV'),
    volumes: declaredVolumes(stages),
    root: /^(?:|root|0)(?::|$)/.test(lastOf(stages, 'USER')?.text ?? ''),
    problem: problemOf(reader.tree, parsed, stages, context, command !== null),
    evidence: {
      dockerfile: at(stage.line, 1),
      ...(port && { port: at(port.line) }),
      ...(command && { startCommand: at(command.line) }),
      ...(health && { health: at(health.line) }),
      ...(runtime && { runtimeVersion: at(runtime.line), language: at(runtime.line, 0.8) })
    }
  };
}

/** The port that an image's own PORT says, where it exposes none. */
function portVariable(parsed: ParsedDockerfile, stages: Stage[]): { port: number; line: number } | null {
  const said = valuesOf(stages, 'ENV').get('PORT');
  const port = Number.parseInt(filled(said?.value ?? '', parsed.args), 10);
  return said && port > 0 && port < 65536 ? { port, line: said.line } : null;
}

const offsetOf = (text: string, line: number): number =>
  text
    .split('\n')
    .slice(0, line - 1)
    .join('\n').length + (line > 1 ? 1 : 0);

function commandOf(stages: Stage[]): { text: string; line: number } | null {
  const entry = lastOf(stages, 'ENTRYPOINT');
  const cmd = lastOf(stages, 'CMD');
  const text = [commandText(entry), commandText(cmd)].filter((part) => part !== null).join(' ');
  const line = cmd?.line ?? entry?.line;
  return text && line ? { text, line } : null;
}

/** The path that a health check asks for, where it is an HTTP request. */
export function healthPath(text: string | null): string | null {
  const match = /https?:\/\/[^/\s"'`|;]+(\/[\w./~%-]*)?/.exec(text ?? '');
  return match ? (match[1] ?? '/') : null;
}

/** Sources of COPY and ADD that come from the context. */
function copied(parsed: ParsedDockerfile): string[] {
  return parsed.stages
    .flatMap((stage) => stage.instructions)
    .filter(({ word, text }) => (word === 'COPY' || word === 'ADD') && !/--from=/.test(text) && !text.includes('<<'))
    .flatMap(({ text }) => {
      const bare = text.replace(/--\w[\w-]*(?:=\S+)?\s*/g, '').trim();
      const words = bare.startsWith('[') ? [...bare.matchAll(/"([^"]*)"/g)].map((match) => match[1]!) : bare.split(' ');
      return words.slice(0, -1);
    })
    .map((path) => path.replace(/^\.?\//, '').replace(/\/+$/, ''))
    .filter((path) => path !== '' && path !== '.' && !/^https?:/.test(path) && !path.includes('$'));
}

const exists = (tree: Tree, folder: string, path: string): boolean => {
  if (/[*?[]/.test(path)) {
    const stem = joinPath(folder, path.replace(/\/?[^/]*[*?[].*$/, ''));
    return stem !== null && (stem === '.' || tree.hasFolder(stem));
  }
  const at = joinPath(folder, path);
  return at !== null && (tree.has(at) || tree.hasFolder(at));
};

/** The folder from which the most of the copied paths exist: the Dockerfile's own first, then those above it. */
function contextOf(tree: Tree, path: string, parsed: ParsedDockerfile): string {
  const sources = copied(parsed);
  const own = codeFolderOf(path);
  const candidates = [folderOf(path), own, ...upwards(own)];
  const score = (folder: string) => sources.filter((source) => exists(tree, folder, source)).length;
  if (sources.length === 0) return own;
  return candidates.reduce((best, folder) => (score(folder) > score(best) ? folder : best), own);
}

/** Images whose own command starts something, so that a Dockerfile on them needs none. */
const startsItself =
  /(?:^|\/)(?:nginx|nginx-unprivileged|httpd|caddy|php:[\w.-]*(?:apache|fpm)|tomcat|jetty|wordpress|ghost|wildfly|nginx-php-fpm|frankenphp|serversideup|tiangolo|redis|postgres|mysql|mariadb|mongo|rabbitmq|grafana|traefik|haproxy|node-red|directus|strapi|keycloak|hasura|metabase)/;

function problemOf(
  tree: Tree,
  parsed: ParsedDockerfile,
  stages: Stage[],
  context: string,
  commanded: boolean
): string | null {
  if (!commanded && !startsItself.test(stages[0]!.base)) return 'it states no command';
  const missing = copied(parsed).find(
    (source) =>
      !exists(tree, context, source) &&
      /^(?:\.\/)?(?:target|build|dist|out|bin|publish|_build|release)(?:\/|$)|\.(?:jar|war|zip|tar|tgz|whl)$/.test(
        source
      )
  );
  return missing ? `it copies ${missing}, which a build outside of it makes` : null;
}

const runtimes: [RegExp, string][] = [
  [/(?:^|\/)node(?::|$|@)|\/nodejs/, 'JavaScript'],
  [/(?:^|\/)bun(?::|$)/, 'JavaScript'],
  [/(?:^|\/)deno(?::|$)/, 'TypeScript'],
  [/(?:^|\/)(?:python|uvicorn-gunicorn[\w-]*|uwsgi-nginx-flask|pypy)(?::|$)|\/uv:python/, 'Python'],
  [/(?:^|\/)golang(?::|$)/, 'Go'],
  [/(?:^|\/)ruby(?::|$)/, 'Ruby'],
  [/(?:^|\/)(?:php|composer|frankenphp|php-fpm[\w-]*)(?::|$)/, 'PHP'],
  [
    /(?:^|\/)(?:openjdk|eclipse-temurin|amazoncorretto|maven|gradle|java|tomcat|ibm-semeru-runtimes|liberica-[\w-]+|temurin)(?::|$)/,
    'Java'
  ],
  [/dotnet\/(?:sdk|aspnet|runtime)/, 'C#'],
  [/(?:^|\/)(?:rust|cargo-chef)(?::|$)/, 'Rust'],
  [/(?:^|\/)(?:elixir|hexpm\/elixir)/, 'Elixir'],
  [/(?:^|\/)crystal(?::|$)/, 'Crystal'],
  [/(?:^|\/)swift(?::|$)/, 'Swift'],
  [/(?:^|\/)dart(?::|$)/, 'Dart'],
  [/(?:^|\/)haskell(?::|$)/, 'Haskell'],
  [/(?:^|\/)(?:clojure)(?::|$)/, 'Clojure'],
  [/(?:^|\/)(?:nginx|nginx-unprivileged|httpd|caddy)(?::|$)/, 'Nginx']
];

function runtimeOf(
  parsed: ParsedDockerfile,
  stages: Stage[]
): { language: string; version: string | null; line: number } | null {
  const order = [...[...stages].reverse(), ...[...parsed.stages].reverse()];
  const found = order
    .map((stage) => ({ stage, match: runtimes.find(([pattern]) => pattern.test(stage.base)) }))
    .filter((each) => each.match);
  const chosen = found.find((each) => each.match![1] !== 'Nginx') ?? found[0];
  if (!chosen) return null;
  const version = versionOf(chosen.stage.base, chosen.match![1]) ?? filledVersion(parsed);
  return { language: chosen.match![1], version, line: chosen.stage.line };
}

function versionOf(base: string, language: string): string | null {
  const tag = /:([^@]+)/.exec(base.replace(/^[^/]*:\d+\//, ''))?.[1] ?? '';
  if (/(?:^|\/)(?:maven|gradle|cargo-chef|uv)$/.test(base.split(':')[0]!))
    return /(?:temurin|jdk-?|openjdk-?|corretto|python|rust-)-?(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? null;
  const match =
    /^(?:v|python)?(\d+(?:\.\d+)?)/.exec(tag)?.[1] ??
    /(?:python|node|jdk|jre|php)-?(\d+(?:\.\d+)?)/.exec(`${base}`)?.[1] ??
    null;
  return match && (language === 'JavaScript' || language === 'Java') ? match.split('.')[0]! : match;
}

const filledVersion = (parsed: ParsedDockerfile): string | null => {
  const stated = [...parsed.args].find(
    ([name, value]) =>
      /^(?:NODE|PYTHON|GO|GOLANG|RUBY|PHP|JAVA|JDK|RUST|DOTNET)_?(?:VERSION|IMAGE)?$/.test(name) && value
  );
  return /\d+(?:\.\d+)?/.exec(filled(stated?.[1] ?? '', parsed.args))?.[0] ?? null;
};
