import type { Source } from '../../../workers/domain/source.ts';

/** What a pasted text was understood as: `Git repository github.com/owner/name, branch main, folder apps/web`. */
export function sourceInWords(source: Source): string {
  if (source.kind === 'image') return `Image ${source.reference}, run as it is`;
  if (source.kind === 'template') return `Template ${source.name}`;
  if (source.kind === 'folder') return `Folder ${source.path} of this machine`;
  const { host, pathname } = new URL(source.url);
  const ref = source.ref ? `, at ${source.ref}` : '';
  const folder = source.subfolder ? `, folder ${source.subfolder}` : '';
  return `Git repository ${host}${pathname.replace(/\.git$/, '')}${ref}${folder}`;
}
