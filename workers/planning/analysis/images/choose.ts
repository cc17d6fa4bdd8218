import type { App, Statement, StoreHint } from '../detector.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import type { Tree } from '../reading/tree.ts';
import type { Draft } from '../services/draft.ts';
import { storeOfImage } from '../stores.ts';
import { proxiesInDevelopment, startsForDevelopment, startsWhatIsNotBuilt } from './development.ts';
import { readImageFile, type ImageFile } from './image-file.ts';
import { codeFolderOf, dockerfilesOf, isBesides, isForDevelopment, isPlain } from './names.ts';
import { tooOld } from './problems.ts';

/** The Dockerfile of each draft; drafts are added for Dockerfiles of folders that nothing else speaks of. */
export async function readImages(reader: Reader, apps: App[], drafts: Draft[]): Promise<Map<Draft, ImageFile>> {
  const images = new Map<Draft, ImageFile>();
  const spare = dockerfilesOf(reader.tree).filter(
    (path) =>
      !isForDevelopment(path) && !isBesides(path) && !drafts.some((draft) => draft.statement?.dockerfile?.path === path)
  );
  for (const draft of drafts) {
    const image = await imageOf(reader, draft, drafts, spare);
    if (image) images.set(draft, image);
  }
  if (drafts.length > 0) return images;
  for (const path of spare.slice(0, 8)) {
    const folder = codeFolderOf(path);
    const image = drafts.some((draft) => draft.path === folder) ? null : await readImageFile(reader, path, null);
    if (!image || (image.problem !== null && image.port === null)) continue;
    const draft: Draft = {
      path: folder,
      app: apps.find((app) => app.path === folder) ?? null,
      process: { name: null, kind: 'web', command: null, port: null, schedule: null, evidence: {} },
      statement: null,
      main: true
    };
    drafts.push(draft);
    images.set(draft, image);
  }
  return images;
}

/** A draft's Dockerfile, with what speaks against it for this app. */
async function imageOf(reader: Reader, draft: Draft, drafts: Draft[], spare: string[]): Promise<ImageFile | null> {
  const stated = settledDockerfile(reader.tree, draft.statement?.dockerfile ?? null);
  const path = stated?.path ?? (await dockerfileFor(reader, draft, drafts, spare));
  if (path === null) return null;
  const insists = draft.app?.processes[0]?.kind === 'static' && proxiesInDevelopment(reader, draft.path);
  const image = await readImageFile(reader, path, stated, insists);
  if (!image || image.problem !== null) return image;
  const old = tooOld(draft.app, image.language, image.runtimeVersion);
  if (old === null && startsWhatIsNotBuilt(reader, draft.app, image.command))
    return { ...image, problem: 'it starts a server that the settings leave out of the build' };
  const forDevelopment =
    !insists && draft.statement?.command === null && startsForDevelopment(reader, draft.app, image.command);
  const unstated = !insists && draft.statement === null && startsForDevelopment(reader, draft.app, image.command);
  return { ...image, problem: old ?? (forDevelopment || unstated ? 'it starts a development server' : null) };
}

/** The Dockerfile that a file states; the one for production beside it where that one is a developer's. */
function settledDockerfile(tree: Tree, stated: Statement['dockerfile']): Statement['dockerfile'] {
  if (stated === null || stated.inline !== undefined || !isForDevelopment(stated.path)) return stated;
  const beside = dockerfilesOf(tree).find(
    (path) =>
      folderOf(path) === folderOf(stated.path) && !isForDevelopment(path) && nameOf(path) !== nameOf(stated.path)
  );
  return beside ? { path: beside, context: stated.context, target: null } : stated;
}

/** The Dockerfile of a draft that no file states: in its folder, named for it, or at the root and about it. */
async function dockerfileFor(reader: Reader, draft: Draft, drafts: Draft[], spare: string[]): Promise<string | null> {
  const own = spare.find((path) => codeFolderOf(path) === draft.path);
  if (own && (isPlain(own) || draft.path === '.')) return own;
  const last = draft.path.split('/').at(-1)!;
  const named = spare.find(
    (path) =>
      path !== own &&
      draft.path !== '.' &&
      (nameOf(path).toLowerCase() === `dockerfile.${last}` ||
        nameOf(path).toLowerCase() === `${last}.dockerfile` ||
        folderOf(path).split('/').at(-1) === last)
  );
  if (named) return named;
  const shared = spare.filter((path) => codeFolderOf(path) === '.').slice(0, 4);
  for (const file of draft.path === '.' ? [] : await reader.read(shared, 'Dockerfile'))
    if (isAbout(file.text, draft, drafts)) return file.path;
  const alone = new Set(drafts.map((each) => each.path)).size === 1;
  return own ?? (alone ? (shared[0] ?? null) : null);
}

/** Whether a Dockerfile of a workspace's root speaks of a draft's folder or package more than of any other draft's. */
function isAbout(text: string, draft: Draft, drafts: Draft[]): boolean {
  const count = ({ path, app }: Draft) => {
    const name =
      (app?.name ?? '').replace(/[^\w-]/g, '.') ||
      path
        .split('/')
        .at(-1)!
        .replace(/[^\w-]/g, '.');
    const folder = path.replace(/[^\w/-]/g, '.');
    const form = new RegExp(
      String.raw`(?:^|[\s/=])${folder}(?=[/\s"]|$)|(?:--filter|--scope|\bworkspace)[= ]+['"]?(?:@[\w.-]+/)?${name}(?=[\s.'"]|$)`,
      'gm'
    );
    return [...text.matchAll(form)].length;
  };
  const own = count(draft);
  return own > 0 && drafts.every((other) => other.path === draft.path || other.path === '.' || count(other) <= own);
}

/** Datastores that a Dockerfile of the repository makes. */
export const imageStores = (images: Map<Draft, ImageFile>): StoreHint[] =>
  [...images.values()].flatMap((image): StoreHint[] => {
    const store = storeOfImage(image.bases[0] ?? '');
    return store
      ? [
          {
            ...store,
            name: null,
            strength: 'stated',
            reason: `${image.path} builds on ${image.bases[0]}`,
            evidence: image.evidence.dockerfile
          }
        ]
      : [];
  });
