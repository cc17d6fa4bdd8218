import type { ServiceKind } from '../../domain/service.ts';
import { bareProcess, type App, type Process, type Statement } from './detector.ts';
import { codeFolderOf } from './detectors/docker.ts';
import { folderOf, within } from './reading/paths.ts';
import { isAside, type Tree } from './reading/tree.ts';
import { splitImage } from './stores.ts';

/** A service before its details: the app that its code is, the process of it, and what a file states of it. */
export interface Draft {
  path: string;
  app: App | null;
  process: Process;
  statement: Statement | null;
  /** The process is the app's own, not one more beside it. */
  main: boolean;
}

const workerName =
  /(?:^|[-_:. ])(?:workers?|celery|sidekiq|queue|jobs?|beat|cron|scheduler|consumer|processor|bot|listener|rq|dramatiq|horizon|clock|background)(?:$|[-_:. ])/i;
const oneOff =
  /\b(?:migrate|migrations?|db push|db:push|upgrade head|db upgrade|seed|init-db|initdb|setup-db|createsuperuser|migrator|prestart)\b/i;
const helperName =
  /(?:^|[-_])(?:migrate|migrations?|migrator|seed|seeder|init|prestart|setup|e2e|tests?|playwright|cypress|docs?|storybook|backup|load-?gen|load-?test|lint|mock|deps|build|builder|base)(?:$|[-_])/i;

/** The services of a repository: what its files state, on the apps that were found, and the apps that nothing speaks of. */
export function draftServices(
  tree: Tree,
  found: App[],
  composed: Statement[],
  procfiles: Statement[],
  projectName: string
): Draft[] {
  const apps = onePerFolder(found).filter((app, _, all) => !all.some((other) => other.serves.includes(app.path)));
  const built = composed.filter((statement) => statement.dockerfile !== null);
  const drafts = fromBuilds(tree, apps, built);
  const covered = new Set(drafts.map((draft) => draft.path));
  const images = composed.filter((statement) => statement.dockerfile === null && statement.image !== null);
  for (const app of main(apps)) {
    if (covered.has(app.path)) continue;
    const overlay = images.find((statement) => isImageOf(statement, app, apps, projectName)) ?? null;
    if (overlay) images.splice(images.indexOf(overlay), 1);
    drafts.push(
      ...fromApp(
        app,
        procfiles.filter((statement) => statement.path === app.path),
        overlay
      )
    );
    if (overlay) drafts.push(...siblings(images, overlay, app));
    covered.add(app.path);
  }
  const lone = procfiles.filter(({ path }) => !covered.has(path ?? '.') && !apps.some((app) => app.path === path));
  for (const statement of lone) if (statement.path === '.' || drafts.length === 0) drafts.push(alone(statement));
  const wanted = new Set(
    composed
      .filter((statement) => statement.dockerfile !== null || drafts.some((draft) => draft.statement === statement))
      .flatMap((statement) => statement.dependsOn)
  );
  for (const statement of images)
    if (drafts.length === 0 || apps.every((app) => app.processes.length === 0) || wanted.has(statement.name))
      drafts.push(alone(statement));
  return drafts.slice(0, 60);
}

/** The app of a folder that several ecosystems speak of: the one that runs and has a framework, before what merely builds its pages. */
function onePerFolder(apps: App[]): App[] {
  const score = (app: App) => {
    const first = app.processes[0];
    if (!first) return 0;
    const framework = app.framework ? 2 : 0;
    return (first.kind === 'static' ? 1 : first.kind === 'web' ? 4 : 2) + framework;
  };
  const best = new Map<string, App>();
  for (const app of apps) {
    const known = best.get(app.path);
    if (!known || score(app) > score(known)) best.set(app.path, app);
  }
  return [...best.values()];
}

/** Apps that run, those in folders of samples and tests only where there are no others. */
function main(apps: App[]): App[] {
  const running = apps.filter((app) => app.processes.length > 0);
  const inside = running.filter((app) => !isAside(app.path));
  return inside.length > 0 ? inside : running;
}

function fromBuilds(tree: Tree, apps: App[], built: Statement[]): Draft[] {
  const drafts: Draft[] = [];
  for (const statement of built) {
    const path = pathOf(tree, apps, statement);
    if (isAside(path) && built.some((other) => !isAside(pathOf(tree, apps, other)))) continue;
    const app = apps.find((each) => each.path === path) ?? null;
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

/** The folder of the code that a compose build makes: the app in or above the Dockerfile's folder, else the context. */
function pathOf(tree: Tree, apps: App[], statement: Statement): string {
  const build = statement.dockerfile!;
  const folder = codeFolderOf(build.path);
  const inside = within(build.context, folder) !== null ? folder : build.context;
  if (apps.some((app) => app.path === inside && app.processes.length > 0)) return inside;
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

function kindOf(statement: Statement, app: App | null): ServiceKind {
  const own = app?.processes[0]?.kind;
  if (statement.kind) return statement.kind;
  if (statement.command && workerName.test(statement.command)) return 'worker';
  if (workerName.test(statement.name) && statement.port === null) return 'worker';
  if (statement.command === null && own) return statement.port !== null && own === 'worker' ? 'web' : own;
  return 'web';
}

/** Whether an image that a compose file runs is the published form of an app of this repository. */
function isImageOf(statement: Statement, app: App, apps: App[], projectName: string): boolean {
  const image = splitImage(statement.image ?? '')
    .name.split('/')
    .at(-1)!
    .toLowerCase();
  const single = main(apps).length === 1;
  const names = [app.name, ...(single || app.path === '.' ? [projectName] : []), app.path.split('/').at(-1)!]
    .map((name) => name.toLowerCase())
    .filter((name) => name.length > 1);
  if (workerName.test(statement.name)) return false;
  if (statement.name.toLowerCase() === app.name.toLowerCase() || names.includes(image)) return true;
  return (
    single &&
    (['app', 'web', 'server', 'api'].includes(statement.name.toLowerCase()) ||
      names.some((name) => name.length > 3 && image.startsWith(name)))
  );
}

/** Further services that run the same image with another command. */
function siblings(images: Statement[], overlay: Statement, app: App): Draft[] {
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

function fromApp(app: App, procfile: Statement[], overlay: Statement | null): Draft[] {
  const stated = overlay ? app.processes.filter((process) => process.name === null) : app.processes;
  if (procfile.length === 0)
    return (stated.length > 0 ? stated : app.processes).map((process) => ({
      path: app.path,
      app,
      process,
      statement: process.name === null && overlay ? { ...overlay, image: null } : null,
      main: process.name === null || app.processes.length === 1
    }));
  const web = procfile.find((statement) => statement.kind === 'web') ?? null;
  const own = app.processes.find((process) => process.name === null) ?? app.processes[0];
  const drafts = procfile.map((statement): Draft => {
    const first = statement === (web ?? procfile[0]);
    return {
      path: app.path,
      app,
      process: {
        ...(first && own ? own : bareProcess('worker')),
        name: first ? null : statement.name,
        kind: statement.kind ?? 'worker',
        command: statement.command,
        evidence: { ...(first && own ? own.evidence : {}), ...statement.evidence }
      },
      statement: first && overlay ? { ...overlay, ...laidOver(statement), image: null } : statement,
      main: first
    };
  });
  return drafts;
}

/** What a Procfile says, to be laid over what a compose file says of the same service. */
const laidOver = (statement: Statement) => ({
  name: statement.name,
  command: statement.command,
  releaseCommand: statement.releaseCommand,
  kind: statement.kind
});

const alone = (statement: Statement): Draft => ({
  path: statement.path ?? (statement.dockerfile ? folderOf(statement.dockerfile.path) : '.'),
  app: null,
  process: bareProcess(
    statement.kind ?? (statement.port === null && workerName.test(statement.name) ? 'worker' : 'web'),
    statement.command,
    statement.evidence
  ),
  statement,
  main: true
});
