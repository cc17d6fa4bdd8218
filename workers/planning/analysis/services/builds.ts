import { bareProcess, type App, type Process, type Statement } from '../detector.ts';
import { codeFolderOf } from '../images/names.ts';
import { within } from '../reading/paths.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import { kindOf, type Draft } from './draft.ts';
import { helperName, oneOff, workerName } from './names.ts';

/** The services that a compose file builds from the repository. */
export function fromBuilds(tree: Tree, apps: App[], built: Statement[]): Draft[] {
  const drafts: Draft[] = [];
  for (const statement of built) {
    const path = pathOf(tree, apps, statement);
    if (isAside(path) && built.some((other) => !isAside(pathOf(tree, apps, other)))) continue;
    const app = apps.find((each) => each.path === path) ?? onlyAppBelow(apps, path);
    if (
      helperName.test(statement.name) ||
      (statement.command && oneOff.test(statement.command) && statement.port === null)
    ) {
      if (
        built.some((other) => other !== statement && pathOf(tree, apps, other) === path) ||
        helperName.test(statement.name)
      )
        continue;
    }
    const kind = kindOf(statement, app);
    const same = drafts.find(
      (draft) =>
        draft.path === path &&
        draft.process.command === statement.command &&
        (draft.process.kind === kind || statement.command === null) &&
        draft.statement?.dockerfile?.path === statement.dockerfile?.path &&
        draft.statement?.dockerfile?.target === statement.dockerfile?.target
    );
    if (same && !(statement.command === null && workerName.test(statement.name))) continue;
    const first = !drafts.some((draft) => draft.path === path);
    const own = app?.processes.find((process) => process.name === null);
    const process: Process = {
      ...(first && own ? own : bareProcess(kind)),
      kind,
      command: statement.command,
      name: first ? null : statement.name,
      evidence: { ...(first && own ? own.evidence : {}), ...statement.evidence }
    };
    drafts.push({ path, app, process, statement, main: first });
  }
  return drafts;
}

/** The one app that runs below a folder that a Dockerfile builds whole; below the root a solution of .NET has all its projects. */
function onlyAppBelow(apps: App[], folder: string): App | null {
  const below = apps.filter((app) => app.processes.length > 0 && within(folder, app.path) !== null);
  return below.length === 1 && (folder !== '.' || below[0]!.packageManager === 'nuget') ? below[0]! : null;
}

/** The folder of the code that a compose build makes: the app in or above the Dockerfile's folder, else the context. */
function pathOf(tree: Tree, apps: App[], statement: Statement): string {
  const build = statement.dockerfile!;
  const folder = codeFolderOf(build.path);
  const inside = within(build.context, folder) !== null ? folder : build.context;
  if (apps.some((app) => app.path === inside && app.processes.length > 0)) return inside;
  if (inside === build.context && inside !== '.' && onlyAppBelow(apps, inside)) return inside;
  const below = apps.filter((app) => app.processes.length > 0 && within(build.context, app.path) !== null);
  if (
    below.length === 1 &&
    !apps.some((app) => app.path === build.context && app.processes.length > 0) &&
    build.context !== '.'
  )
    return below[0]!.path;
  const named = below.find((app) => app.name === statement.name || app.path.split('/').at(-1) === statement.name);
  return named && inside === '.' ? named.path : tree.hasFolder(inside) ? inside : build.context;
}
