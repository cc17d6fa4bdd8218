import { folderOf, nameOf } from '../reading/paths.ts';
import { isAside, isInTools, type Tree } from '../reading/tree.ts';

const composeName = /^(?:docker-|podman-)?(?:compose|stack)(?:[._-][\w.-]+)?\.ya?ml$/i;
const plainName = /^(?:docker-|podman-)?compose\.ya?ml$/i;
const production = /(?:^|[._-])prod(?:uction)?(?:[._-]|\.ya?ml$)/i;
const development =
  /(?:^|[._-])(?:dev|devel|development|local|test|tests|testing|ci|e2e|debug|override|infra|tools|monitoring|observability|db|deps|services|proxy|traefik|gpu|arm\w*)(?:[._-]|\.ya?ml$)/i;

/** The compose files that say how the repository is deployed: the default ones first, one for each folder. */
export function composeFilesOf(tree: Tree): string[] {
  const named = tree.files.filter((path) => composeName.test(nameOf(path)) && path.split('/').length <= 4);
  const plain = named.filter((path) => !isAside(folderOf(path)));
  const all = plain.length > 0 ? plain : named.filter((path) => isInTools(folderOf(path)));
  const rank = (path: string) =>
    nameOf(path).length / 1000 +
    (plainName.test(nameOf(path)) ? 0 : production.test(nameOf(path)) ? 1 : development.test(nameOf(path)) ? 5 : 3) +
    path.split('/').length -
    1 +
    (folderOf(path).match(/dev|test|example/i) ? 3 : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** The file for production that lies beside a plain one and is laid over it, or null. */
export const productionBeside = (tree: Tree, path: string): string | null =>
  plainName.test(nameOf(path))
    ? (tree
        .named(folderOf(path), composeName)
        .find((each) => production.test(nameOf(each)) && !/[._-](?:dev|test|local)/i.test(nameOf(each))) ?? null)
    : null;

/** Whether a compose file is for developers' machines: what it runs is a hint, not a statement. */
export const isDevelopmentCompose = (path: string): boolean =>
  development.test(nameOf(path)) || /(?:^|\/)\.?dev(?:container|elopment)?(?:\/|$)/.test(folderOf(path));
