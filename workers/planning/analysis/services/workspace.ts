import type { App } from '../detector.ts';
import { nameOf } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { isDockerfile } from '../images/names.ts';

const applications = /^(?:apps?|applications?|services|servers?|web|backend|frontend)$/i;
const libraries = /^(?:packages|libs?|libraries|modules|plugins|internal|common|shared)$/i;

const inFolder = (app: App, name: RegExp) =>
  app.path
    .split('/')
    .slice(0, -1)
    .some((part) => name.test(part));

/**
 * Apps without the packages of a workspace that only look as if they ran: where a workspace keeps its apps in a folder for apps,
 * what lies in one for packages is a part of them, unless it has a Dockerfile of its own.
 */
export function withoutPackages(tree: Tree, apps: App[]): App[] {
  if (!apps.some((app) => inFolder(app, applications) || applications.test(app.path))) return apps;
  return apps.filter(
    (app) =>
      !inFolder(app, libraries) ||
      inFolder(app, applications) ||
      tree.named(app.path, /./).some((path) => isDockerfile(nameOf(path)))
  );
}
