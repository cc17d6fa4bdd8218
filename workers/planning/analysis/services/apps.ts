import { bareProcess, type App, type Statement } from '../detector.ts';
import { isAside } from '../reading/tree.ts';
import type { Draft } from './draft.ts';

/** The app of a folder that several ecosystems speak of: the one that runs and has a framework, before what merely builds its pages. */
export function onePerFolder(apps: App[]): App[] {
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
export function mainApps(apps: App[]): App[] {
  const running = apps.filter((app) => app.processes.length > 0);
  const inside = running.filter((app) => !isAside(app.path));
  return inside.length > 0 ? inside : running;
}

/** The services of an app: its own processes, or those that a Procfile states. */
export function fromApp(app: App, procfile: Statement[], overlay: Statement | null): Draft[] {
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
