import { bareProcess, type App } from '../detector.ts';
import { isAside, type Tree } from '../reading/tree.ts';

const images =
  /(?:^|\/)(?:[\w.-]*\.)?(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/;

/**
 * The apps, with a program of the command line as a worker where it is all that the repository holds: nothing runs beside it, it is
 * the only one, and no image is described that might be about something else.
 */
export function withLoneProgram(tree: Tree, apps: App[]): App[] {
  if (apps.some((app) => app.processes.length > 0) || tree.files.some((path) => images.test(path))) return apps;
  const [only, ...others] = apps.filter((app) => app.program && !isAside(app.path));
  if (!only?.program || others.length > 0) return apps;
  const process = bareProcess('worker', only.program.command, { startCommand: only.program.evidence });
  return apps.map((app) => (app === only ? { ...app, processes: [process] } : app));
}
