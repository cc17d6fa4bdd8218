import type { App, Statement } from '../detector.ts';
import { joinPath } from '../reading/paths.ts';

const enters = /^\s*cd\s+(?:\.\/)?([\w@./-]+)\s*(?:&&|;)\s*/;
const chooses = [
  /(?:--filter[= ]|--scope[= ]|-F\s+)['"]?(?:\{?\.\/)?(@?[\w./-]+)/,
  /\bworkspace\s+(@?[\w./-]+)/,
  /(?:--workspace[= ]|-w[= ]\s*|--prefix[= ]|--cwd[= ]|-C[= ]\s*|--dir[= ])(?:\.\/)?(@?[\w./-]+)/,
  /\bnx\s+(?:run\s+)?(?:serve\s+|start\s+)?(@?[\w./-]+)/
];

/** The app that a command, run in the folder of a workspace, is about; null where it does not say. */
export function appOfCommand(command: string | null, folder: string, apps: App[]): App | null {
  const entered = enters.exec(command ?? '')?.[1];
  if (entered) return apps.find((app) => app.path === joinPath(folder, entered)) ?? null;
  const named = chooses.map((form) => form.exec(command ?? '')?.[1]).find((each) => each !== undefined);
  if (named === undefined) return null;
  const bare = named.replace(/\.\.\.$/, '').replace(/^@[^/]+\//, '');
  return (
    apps.find((app) => app.path === joinPath(folder, named)) ??
    apps.find((app) => app.processes.length > 0 && (app.name === bare || app.path.split('/').at(-1) === bare)) ??
    null
  );
}

/**
 * A statement made for the root of a workspace whose command goes into one of its apps, as a statement of that app: what
 * follows `cd` is its command; one that a workspace's tool hands on is left to the app itself.
 */
export function placed(statement: Statement, apps: App[]): Statement {
  if (statement.path === null || statement.dockerfile !== null) return statement;
  const app = appOfCommand(statement.command, statement.path, apps);
  if (!app || app.path === statement.path) return statement;
  const rest = enters.test(statement.command ?? '') ? statement.command!.replace(enters, '') : null;
  return { ...statement, path: app.path, command: rest };
}
