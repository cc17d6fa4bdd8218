import { bareProcess, type App, type Statement } from '../detector.ts';
import { folderOf } from '../reading/paths.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import type { Stated } from '../statements/all.ts';
import { withLoneProgram } from './alone.ts';
import { fromApp, mainApps, onePerFolder } from './apps.ts';
import { fromBuilds } from './builds.ts';
import type { Draft } from './draft.ts';
import { presents, workerName } from './names.ts';
import { withoutNested } from './nested.ts';
import { placed } from './placing.ts';
import { processesAt, together } from './precedence.ts';
import { builtHere, isImageOf, siblings } from './published.ts';
import { withSpokenProcesses } from './spoken.ts';
import { runsWhole } from './whole.ts';
import { withoutPackages } from './workspace.ts';

/** The services of a repository: what its files state, on the apps that were found, and the apps that nothing speaks of. */
export function draftServices(tree: Tree, found: App[], stated: Stated, projectName: string): Draft[] {
  const platform = stated.processes.map((statement) => placed(statement, found));
  const about = stated.about.map((statement) => placed(statement, found));
  const apps = candidates(
    tree,
    withLoneProgram(tree, withSpokenProcesses(found, { ...stated, processes: platform, about }))
  );
  const composed = stated.composed.map((statement) => builtHere(tree, statement));
  const drafts = fromBuilds(
    tree,
    apps,
    composed.filter((statement) => statement.dockerfile !== null)
  );
  const covered = new Set(drafts.flatMap((draft) => [draft.path, ...(draft.app ? [draft.app.path] : [])]));
  const images = composed.filter((statement) => statement.dockerfile === null && statement.image !== null);
  const whole = runsWhole(drafts, composed, projectName);
  for (const app of overlaidFirst(mainApps(apps), images, apps, projectName)) {
    if (covered.has(app.path) || stated.leftOut.includes(app.path)) continue;
    const overlay = images.find((statement) => isImageOf(statement, app, apps, projectName)) ?? null;
    if (overlay) images.splice(images.indexOf(overlay), 1);
    const processes = processesAt(platform, app.path);
    if (!overlay && processes.length === 0 && (saysAll(drafts) || whole)) continue;
    drafts.push(...fromApp(app, processes, overlay));
    if (overlay) drafts.push(...siblings(images, overlay, app));
    covered.add(app.path);
  }
  if (!whole && !saysAll(drafts)) drafts.push(...withOwnFile(tree, apps, stated, covered));
  drafts.push(...lone(platform, apps, covered, drafts.length === 0), ...others(images, composed, apps, drafts));
  return drafts.slice(0, 60).map((draft, _, all) => asWorker(withWordsOf(draft, platform, about), all));
}

/** The apps that may be services: one for each folder, without what others serve, hold or are made of. */
const candidates = (tree: Tree, found: App[]): App[] => {
  const own = onePerFolder(found).filter((app, _, all) => !all.some((other) => other.serves.includes(app.path)));
  return withoutNested(withoutPackages(tree, own));
};

/** Whether files already state services of several folders: then what they leave out is left out on purpose. */
const saysAll = (drafts: Draft[]) =>
  new Set(drafts.filter((draft) => draft.statement !== null).map((draft) => draft.path)).size >= 2;

/** Apps whose published images a file runs before the others, which may turn out to be left out on purpose. */
const overlaidFirst = (running: App[], images: Statement[], apps: App[], projectName: string): App[] => {
  const overlaid = (app: App) => images.some((statement) => isImageOf(statement, app, apps, projectName));
  return [...running].sort((a, b) => Number(overlaid(b)) - Number(overlaid(a)));
};

/** Apps that no script starts, but whose folder has a Dockerfile or a platform's file of its own. */
function withOwnFile(tree: Tree, apps: App[], stated: Stated, covered: Set<string>): Draft[] {
  const meant = (app: App) =>
    stated.about.some((each) => each.path === app.path && (each.command !== null || each.dockerfile !== null)) ||
    tree.named(app.path, /^(?:Dockerfile|Containerfile)$/).length > 0;
  return apps
    .filter((app) => app.processes.length === 0 && app.framework !== null && app.path !== '.' && !covered.has(app.path))
    .filter((app) => !isAside(app.path) && !presents(app.path) && meant(app))
    .map((app) => ({ path: app.path, app, process: bareProcess('web'), statement: null, main: true }));
}

/** Processes that a file states of a folder in which no app was found. */
function lone(platform: Statement[], apps: App[], covered: Set<string>, only: boolean): Draft[] {
  const paths = [...new Set(platform.map(({ path }) => path ?? '.'))].filter(
    (path) => !covered.has(path) && !apps.some((app) => app.path === path)
  );
  return paths
    .filter((path) => path === '.' || only)
    .flatMap((path) => processesAt(platform, path))
    .map(alone);
}

/** Images that a compose file runs beside the services, where nothing else runs or one of the services needs them. */
function others(images: Statement[], composed: Statement[], apps: App[], drafts: Draft[]): Draft[] {
  const wanted = new Set(
    composed
      .filter((statement) => statement.dockerfile !== null || drafts.some((draft) => draft.statement === statement))
      .flatMap((statement) => statement.dependsOn)
  );
  const nothing = drafts.length === 0 || apps.every((app) => app.processes.length === 0);
  return images.filter((statement) => nothing || wanted.has(statement.name)).map(alone);
}

/** A draft with what further files say of the same service where the one that it comes from is silent. */
function withWordsOf(draft: Draft, platform: Statement[], about: Statement[]): Draft {
  const own = draft.statement;
  const kin = platform.filter(
    (each) =>
      each !== own &&
      each.path === draft.path &&
      (draft.main ? each.kind === 'web' || each.kind === null : each.name === (own?.name ?? draft.process.name))
  );
  const spoken = about.filter((each) =>
    each.path === null
      ? each.name === own?.name || each.name === draft.app?.name
      : draft.main && each.path === draft.path
  );
  const statement = together([...(own ? [own] : []), ...kin.filter((each) => each.from !== own?.from), ...spoken]);
  if (statement === null || statement === own) return draft;
  const inSource = statement.command !== null && statement.runsIn === 'source' && own?.command !== statement.command;
  return {
    ...draft,
    statement,
    process: {
      ...draft.process,
      kind: statement.kind === 'cron' ? 'cron' : draft.process.kind,
      command: inSource ? statement.command : draft.process.command,
      evidence: { ...draft.process.evidence, ...statement.evidence }
    }
  };
}

/** What is called a worker works in the background beside something that listens, though it may answer health checks. */
function asWorker(draft: Draft, all: Draft[]): Draft {
  const name = draft.path === '.' ? (draft.statement?.name ?? '') : draft.path.split('/').at(-1)!;
  const named = /(?:^|[-_])workers?$/i.test(name) && draft.process.kind === 'web';
  const besides = all.some((other) => other.path !== draft.path && other.process.kind === 'web');
  return named && besides ? { ...draft, process: { ...draft.process, kind: 'worker' } } : draft;
}

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
