import { folderOf, nameOf, upwards } from '../reading/paths.ts';
import { isAside, isInTools, type Tree } from '../reading/tree.ts';

const dockerfileName = /^(?:Dockerfile|Containerfile|dockerfile)(?:[._-][\w.-]+)?$|^[\w.-]+\.[Dd]ockerfile$/;
const development =
  /(?:^|[._/-])(?:dev|devel|development|local|test|tests|testing|ci|debug|e2e|cypress|lint|docs?|bench|arm\d*|arm64|armv7|armhf|windows|nanoserver|base|builder?|buildx|cuda|gpu|rocm)(?:[._/-]|$)|(?:^|\/)(?:debian|deb|rpm|fedora|suse|snap|flatpak|aur)\//i;

/** Whether a file name is a Dockerfile's. */
export const isDockerfile = (path: string): boolean =>
  dockerfileName.test(nameOf(path)) && !/\.(?:dockerignore|md|ya?ml|json|sh|j2|tmpl|template|erb)$/.test(path);

/** The Dockerfiles of a repository that might make its services, the most usual places first. */
export function dockerfilesOf(tree: Tree): string[] {
  const all = tree.files.filter((path) => isDockerfile(path) && path.split('/').length <= 5);
  const plain = all.filter((path) => !isAside(folderOf(path)));
  const chosen = plain.length > 0 ? plain : all.filter((path) => isInTools(folderOf(path)));
  return chosen.sort((a, b) => rank(a) - rank(b));
}

/** Dockerfiles of what stands beside an app, by their names. */
const besides =
  /(?:^|[._-])(?:postgres\d*|mysql|mariadb|redis|valkey|mongo|clickhouse|rabbitmq|kafka|elasticsearch|nginx|proxy)(?:[._-]|$)/i;

/** Whether a Dockerfile's own name says that it makes a datastore or a proxy. */
export const isBesides = (path: string): boolean => besides.test(nameOf(path));

/** Whether a Dockerfile has the usual name and no variant's. */
export const isPlain = (path: string): boolean => /^(?:Dockerfile|dockerfile|Containerfile)$/.test(nameOf(path));

const rank = (path: string) =>
  (development.test(path) ? 10 : 0) +
  (/[._-](?:alpine|slim|distroless|ubi\d*)$/.test(path) ? 0.05 : 0) +
  (/^(?:Dockerfile|dockerfile|Containerfile)$/.test(nameOf(path)) ? 0 : 1) +
  path.split('/').length / 10;

/** Whether a Dockerfile's name or folder says that it is not for production. */
export const isForDevelopment = (path: string): boolean => development.test(path);

/** Folders that hold Dockerfiles rather than code. */
const holder =
  /^(?:docker|dockerfiles?|\.docker|deploy|deployment|deployments|build|packaging|infra|ops|other|container|containers|images?|dev|release|etc|scripts?|contrib|hack)$/i;

/** The folder whose code a Dockerfile builds: its own, or the nearest above that does not merely hold Dockerfiles. */
export function codeFolderOf(path: string): string {
  const found = upwards(folderOf(path)).find(
    (folder) => folder === '.' || !folder.split('/').some((part) => holder.test(part))
  );
  return found ?? '.';
}
