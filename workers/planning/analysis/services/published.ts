import { bareProcess, type App, type Statement } from '../detector.ts';
import { codeFolderOf, isDockerfile, isForDevelopment } from '../images/names.ts';
import { folderOf } from '../reading/paths.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import { splitImage } from '../stores.ts';
import { mainApps } from './apps.ts';
import { kindOf, type Draft } from './draft.ts';
import { helperName, workerName } from './names.ts';

const lastPart = (statement: Statement) =>
  splitImage(statement.image ?? '')
    .name.split('/')
    .at(-1)!
    .toLowerCase();

/**
 * An image whose name, or whose service's name, is that of a folder with a Dockerfile is built from that folder: the
 * repository publishes it. Any other statement stays as it is.
 */
export function builtHere(tree: Tree, statement: Statement): Statement {
  if (statement.image === null || statement.dockerfile !== null) return statement;
  const names = [statement.name.toLowerCase(), lastPart(statement)].filter((name) => name.length > 2);
  const path = tree.files.find((each) => {
    const folders = folderOf(each).split('/');
    return (
      isDockerfile(each) &&
      !isForDevelopment(each) &&
      !isAside(folderOf(each)) &&
      folders.length <= 4 &&
      (names.includes(folders.at(-1)!.toLowerCase()) ||
        (folders.at(-1) === 'src' && names.includes(folders.at(-2)?.toLowerCase() ?? '')))
    );
  });
  if (path === undefined) return statement;
  const context = codeFolderOf(path);
  return { ...statement, image: null, path: context, dockerfile: { path, context, target: null } };
}

const leading = ['web', 'app', 'webapp', 'server', 'main', 'core', 'api', 'backend'];

/** The app that an image of the project's own name is made from: one that is called so, else the one with the most dependencies. */
export function leadOf(running: App[], project: string): App | null {
  const webs = running.filter((app) => app.processes[0]?.kind === 'web');
  const last = (app: App) => app.path.split('/').at(-1)!.toLowerCase();
  const named = [project, ...leading].map((name) => webs.find((app) => last(app) === name));
  const widest = [...webs].sort((a, b) => b.dependencies.length - a.dependencies.length)[0];
  return named.find((app) => app !== undefined) ?? widest ?? null;
}

/** Whether an image that a compose file runs is the published form of an app of this repository. */
export function isImageOf(statement: Statement, app: App, apps: App[], projectName: string): boolean {
  const image = lastPart(statement);
  const running = mainApps(apps);
  const single = running.length === 1;
  const worker = app.processes[0]?.kind === 'worker';
  const own = [app.name, app.path.split('/').at(-1)!].map((name) => name.toLowerCase());
  const project = projectName.toLowerCase();
  const leads = single || app.path === '.' || app === leadOf(running, project);
  const names = [...own, ...(leads ? [project] : [])].filter((name) => name.length > 1);
  if (workerName.test(statement.name) && !worker && !workerName.test(app.name)) return false;
  if (own.includes(statement.name.toLowerCase()) || names.includes(image)) return true;
  if (own.some((name) => name.length > 1 && [`${project}-${name}`, `${project}_${name}`].includes(image))) return true;
  return (
    single &&
    (['app', 'web', 'server', 'api'].includes(statement.name.toLowerCase()) ||
      names.some((name) => name.length > 3 && image.startsWith(name)))
  );
}

/** Further services that run the same image with another command. */
export function siblings(images: Statement[], overlay: Statement, app: App): Draft[] {
  const same = images.filter(
    (statement) =>
      splitImage(statement.image ?? '').name === splitImage(overlay.image ?? '').name &&
      !helperName.test(statement.name) &&
      (statement.command !== null || workerName.test(statement.name))
  );
  for (const statement of same) images.splice(images.indexOf(statement), 1);
  return same.map((statement) => ({
    path: app.path,
    app,
    process: { ...bareProcess(kindOf(statement, null), statement.command, statement.evidence), name: statement.name },
    statement: { ...statement, image: null },
    main: false
  }));
}
