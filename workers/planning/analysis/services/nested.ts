import type { App } from '../detector.ts';
import { within } from '../reading/paths.ts';

const liesIn = (inner: App, outer: App) => inner.path !== outer.path && within(outer.path, inner.path) !== null;

const holds = (app: App, path: string) => within(app.path, path) !== null;

/** Whether an app states what it is made of, its framework among it. */
const statesItself = (app: App) => app.dependencies.some((each) => !each.development);

/**
 * Apps of one language of which one lies in the other and both start the same code are one app: the one whose manifest states what
 * it needs. The root of a workspace or a folder with nothing but a start script is not another.
 */
export function withoutNested(apps: App[]): App[] {
  return apps.filter((app) => {
    if (app.processes.length === 0) return true;
    return !apps.some((other) => {
      if (other.language !== app.language || other.processes.length === 0) return false;
      if (liesIn(app, other))
        return !statesItself(app) && statesItself(other) && other.entries.some((path) => holds(app, path));
      return liesIn(other, app) && !statesItself(app) && app.entries.length > 0 && startsIn(app, other);
    });
  });
}

/** Whether what an outer app would start is the inner app's. */
const startsIn = (outer: App, inner: App): boolean => {
  const started =
    outer.evidence.framework?.path ?? outer.processes[0]?.evidence.startCommand?.path ?? outer.entries[0]!;
  return holds(inner, started);
};
