import { bareProcess, type App, type Statement } from '../detector.ts';
import { isAside } from '../reading/tree.ts';
import type { Draft } from './draft.ts';
import { presents } from './names.ts';

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

/** Apps that run; those in folders of samples and tests, or that present the product, only where there are no others. */
export function mainApps(apps: App[]): App[] {
  const running = apps.filter((app) => app.processes.length > 0);
  const inside = running.filter((app) => !isAside(app.path));
  const product = inside.filter((app) => !presents(app.path));
  return product.length > 0 ? product : inside.length > 0 ? inside : running;
}

/** The services of an app: its own processes, or those that a platform's file states. */
export function fromApp(app: App, stated: Statement[], overlay: Statement | null): Draft[] {
  if (stated.length === 0) return ownProcesses(app, overlay);
  const first = stated.find((each) => each.kind === 'web' || each.kind === 'static') ?? stated[0]!;
  const own = app.processes.find((process) => process.name === null) ?? app.processes[0];
  return stated.map((statement): Draft => {
    const main = statement === first;
    const base = main && own ? own : bareProcess('worker');
    return {
      path: app.path,
      app,
      process: {
        ...base,
        name: main ? null : statement.name,
        kind: statement.kind ?? 'worker',
        command: statement.command ?? (main ? base.command : null),
        evidence: { ...base.evidence, ...statement.evidence }
      },
      statement: main && overlay ? { ...overlay, ...processOver(statement), image: null } : statement,
      main
    };
  });
}

function ownProcesses(app: App, overlay: Statement | null): Draft[] {
  const lead = app.processes.filter((process) => process.name === null);
  const processes = overlay && lead.length > 0 ? lead : app.processes;
  return processes.map((process) => ({
    path: app.path,
    app,
    process,
    statement: process.name === null && overlay ? { ...overlay, image: null } : null,
    main: process.name === null || app.processes.length === 1
  }));
}

/** What a platform's file says of a process, to be laid over what a compose file says of the same service. */
const processOver = (statement: Statement) => ({
  name: statement.name,
  command: statement.command,
  runsIn: statement.runsIn,
  releaseCommand: statement.releaseCommand,
  kind: statement.kind
});
