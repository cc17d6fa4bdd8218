import type { App } from './detector.ts';
import { detectors } from './detectors/all.ts';
import { depthOf, folderOf, nameOf } from './reading/paths.ts';
import type { Reader } from './reading/reader.ts';
import { isAside } from './reading/tree.ts';
import type { Draft } from './services/draft.ts';

/** At most so many manifests are read, shallow ones first, so that a large monorepo costs no more than a small one. */
const manifestLimit = 36;

/** What the detectors make of the manifests. */
export async function readApps(reader: Reader): Promise<App[]> {
  const manifests = reader.tree.files
    .filter((path) => detectors.some((detector) => detector.manifests.test(nameOf(path))))
    .filter((path) => depthOf(folderOf(path)) <= 5);
  const order = (path: string) => depthOf(folderOf(path)) + (isAside(folderOf(path)) ? 10 : 0);
  const urgency = (path: string) => order(path) - (begins(reader, path) ? 0.5 : 0);
  const first = new Set([...manifests].sort((a, b) => urgency(a) - urgency(b)).slice(0, manifestLimit));
  const chosen = manifests.filter((path) => first.has(path)).sort((a, b) => order(a) - order(b));
  await reader.read(chosen, 'manifest');
  const apps: App[] = [];
  for (const detector of detectors) {
    const folders = new Set(chosen.filter((path) => detector.manifests.test(nameOf(path))).map(folderOf));
    for (const folder of folders) {
      const app = await detector.detect(folder, reader);
      if (app) apps.push(app);
    }
  }
  return apps.length > 0 ? apps : readLone(reader);
}

const begins = (reader: Reader, path: string): boolean =>
  detectors.some(
    (detector) => detector.manifests.test(nameOf(path)) && detector.begins?.(reader.tree, folderOf(path)) === true
  );

/** What a repository without manifests is, by a file of its root. */
async function readLone(reader: Reader): Promise<App[]> {
  for (const detector of detectors) {
    if (reader.tree.first('.', ...(detector.lone ?? [])) === null) continue;
    const app = await detector.detect('.', reader);
    if (app) return [app];
  }
  return [];
}

/** The apps whose datastores count: those of services, and the libraries that they rest on. */
export const involved = (apps: App[], drafts: Draft[]): App[] => {
  const used = apps.filter((app) => drafts.some((draft) => draft.app === app));
  const libraries = apps.filter(
    (app) =>
      app.processes.length === 0 &&
      !isAside(app.path) &&
      used.some((each) =>
        each.dependencies.some(
          (dependency) => dependency.version?.startsWith('workspace:') || dependency.name.endsWith(`/${app.name}`)
        )
      )
  );
  return [...used, ...libraries];
};
