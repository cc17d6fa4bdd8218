import { bareProcess, type App, type Statement } from '../detector.ts';
import { folderOf } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { fromApp, mainApps, onePerFolder } from './apps.ts';
import { fromBuilds } from './builds.ts';
import type { Draft } from './draft.ts';
import { workerName } from './names.ts';
import { isImageOf, siblings } from './published.ts';

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
  for (const app of mainApps(apps)) {
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
