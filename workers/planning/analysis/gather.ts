import { readBeside, variablesFor } from './env/sources.ts';
import type { ImageFile } from './images/image-file.ts';
import type { Reader, SourceFile } from './reading/reader.ts';
import { readCode } from './references.ts';
import type { Gathered } from './service.ts';
import type { Draft } from './services/draft.ts';
import { storeOfImage } from './stores.ts';
import { slugify } from '../../domain/ids.ts';

/** Reads the code and the examples of each draft that is no datastore, and names it. */
export async function gather(reader: Reader, drafts: Draft[], images: Map<Draft, ImageFile>): Promise<Gathered[]> {
  const running = drafts.filter((draft) => !storeOfImage(images.get(draft)?.bases[0] ?? ''));
  const paths = [...new Set(running.map((draft) => draft.path))];
  const beside = await readBeside(reader, running, images);
  const share = Math.max(6, Math.floor(reader.room / Math.max(1, paths.length)));
  const code = new Map<string, SourceFile[]>();
  for (const path of paths) {
    const entries = [
      ...new Set(running.filter((draft) => draft.path === path).flatMap((draft) => draft.app?.entries ?? []))
    ];
    code.set(path, await readCode(reader, path, entries, Math.min(share, 40)));
  }
  const names = new Set<string>();
  return running.map((draft) => {
    const files = code.get(draft.path) ?? [];
    const name = uniqueName(draft, running, names);
    return {
      draft,
      name,
      image: images.get(draft) ?? null,
      code: files,
      files: reader.tree.below(draft.path, /./),
      variables: variablesFor(draft, paths, files, beside, images.get(draft)?.path)
    };
  });
}

function uniqueName(draft: Draft, all: Draft[], taken: Set<string>): string {
  const base =
    (draft.statement?.name || null) ??
    (draft.process.name && draft.app && all.some((other) => other.path !== draft.path)
      ? `${draft.app.name}-${draft.process.name}`
      : draft.process.name) ??
    draft.app?.name ??
    '';
  const slug = slugify(base, draft.process.kind === 'worker' ? 'worker' : 'web');
  let name = slug;
  for (let count = 2; taken.has(name); count++) name = `${slug.slice(0, 36)}-${count}`;
  taken.add(name);
  return name;
}
