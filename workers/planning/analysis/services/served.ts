import type { ImageFile } from '../images/image-file.ts';
import { joinPath, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import type { Draft } from './draft.ts';

/** A front end of finished files that no file states as a service of its own. */
const isPlainSite = (draft: Draft): boolean =>
  draft.process.kind === 'static' && (draft.statement?.dockerfile ?? null) === null && draft.path !== '.';

/** Drafts without the front ends that another one's image takes in or whose build puts its files there. */
export function withoutBuiltIn(reader: Reader, drafts: Draft[], images: Map<Draft, ImageFile>): Draft[] {
  return drafts.filter((draft) => {
    if (!isPlainSite(draft)) return true;
    const others = drafts.filter((other) => other !== draft && other.path !== draft.path && !isPlainSite(other));
    const taken = others.some((other) =>
      images
        .get(other)
        ?.takes.some(
          (folder) => within(draft.path, folder) !== null && images.get(draft)?.path !== images.get(other)?.path
        )
    );
    return !taken && !others.some((other) => buildsInto(reader, draft.path, other.path));
  });
}

const configs =
  /^(?:vite\.config\.[cm]?[jt]s|vue\.config\.js|angular\.json|webpack\.config\.[cm]?js|next\.config\.[cm]?[jt]s)$/;
const output = /\b(?:outDir|outputDir|outputPath|distDir|base)["']?\s*:\s*["'`]((?:\.\.\/)+[\w./-]+)["'`]/g;

/** Whether a front end's settings put what it builds into another app's folder. */
function buildsInto(reader: Reader, folder: string, other: string): boolean {
  return reader.tree
    .named(folder, configs)
    .map((path) => reader.known(path)?.text ?? '')
    .flatMap((text) => [...text.matchAll(output)])
    .map((match) => joinPath(folder, match[1]!))
    .some((path) => path !== null && within(folder, path) === null && within(other, path) !== null);
}

/** Whether code hands out what the front end of a folder builds, such as `client/build`. */
export function handsOut(code: SourceFile[], folder: string): boolean {
  const name = folder
    .split('/')
    .at(-1)!
    .replace(/[^\w-]/g, '.');
  const place = new RegExp(String.raw`(?:^|[^\w-])${name}['"\x60\s,/)]{1,6}(?:dist|build|out)\b`);
  return code.some(({ text }) => place.test(text));
}

/** What was gathered without the front ends that another service's code hands out. */
export const withoutHandedOut = <Each extends { draft: Draft; code: SourceFile[] }>(gathered: Each[]): Each[] =>
  gathered.filter(
    ({ draft }) =>
      !isPlainSite(draft) ||
      !gathered.some(
        (other) =>
          other.draft.path !== draft.path && other.draft.process.kind === 'web' && handsOut(other.code, draft.path)
      )
  );
