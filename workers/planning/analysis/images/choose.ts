import type { App, StoreHint } from '../detector.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import type { Draft } from '../services/draft.ts';
import { storeOfImage } from '../stores.ts';
import { codeFolderOf, dockerfilesOf, isForDevelopment, readImageFile, type ImageFile } from './image-file.ts';

/** The Dockerfile of each draft; drafts are added for Dockerfiles of folders that nothing else speaks of. */
export async function readImages(reader: Reader, apps: App[], drafts: Draft[]): Promise<Map<Draft, ImageFile>> {
  const images = new Map<Draft, ImageFile>();
  const spare = dockerfilesOf(reader.tree).filter(
    (path) => !isForDevelopment(path) && !drafts.some((draft) => draft.statement?.dockerfile?.path === path)
  );
  for (const draft of drafts) {
    const stated = draft.statement?.dockerfile ?? null;
    const path = stated?.path ?? dockerfileFor(draft, drafts, spare);
    const image = path ? await readImageFile(reader, path, stated) : null;
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

function dockerfileFor(draft: Draft, drafts: Draft[], spare: string[]): string | null {
  const own = spare.find((path) => codeFolderOf(path) === draft.path);
  if (own) return own;
  const last = draft.path.split('/').at(-1)!;
  const named = spare.find(
    (path) =>
      draft.path !== '.' &&
      (nameOf(path).toLowerCase() === `dockerfile.${last}` ||
        nameOf(path).toLowerCase() === `${last}.dockerfile` ||
        folderOf(path).split('/').at(-1) === last)
  );
  if (named) return named;
  const folders = new Set(drafts.map((each) => each.path));
  return folders.size === 1 ? (spare.find((path) => codeFolderOf(path) === '.') ?? null) : null;
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
