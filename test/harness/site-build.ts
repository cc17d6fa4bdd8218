import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** The part of SvelteKit's manifest that is read here. */
interface Manifest {
  client: { imports: string[] };
  nodes: (() => Promise<{ imports: string[] }>)[];
  routes: { id: string; pattern: RegExp; page: { layouts: (number | undefined)[]; leaf: number } | null }[];
}

const client = '.svelte-kit/output/client';

async function builtSite(): Promise<Manifest> {
  const path = resolve('.svelte-kit/output/server/manifest-full.js');
  if (!existsSync(path)) throw new Error('The site is not built. Run npm run build.');
  const { manifest } = (await import(pathToFileURL(path).href)) as { manifest: Manifest };
  return manifest;
}

/** Patterns of the addresses of the built site's pages. */
export const pagePatterns = async (): Promise<RegExp[]> => (await builtSite()).routes.map(({ pattern }) => pattern);

/** Bytes of script, compressed by gzip, that the first load of a route fetches. */
export async function firstLoadBytes(route: string): Promise<number> {
  const { client: shell, nodes, routes } = await builtSite();
  const page = routes.find(({ id }) => id === route)?.page;
  if (!page) throw new Error(`There is no page ${route}.`);
  const used = [...page.layouts, page.leaf].flatMap((index) => (index === undefined ? [] : [nodes[index]!]));
  const files = new Set([
    ...shell.imports,
    ...(await Promise.all(used.map((node) => node()))).flatMap((n) => n.imports)
  ]);
  return [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(client, file))).length, 0);
}

/** Whether the built site's assets hold a file under this path. */
export const isAsset = (path: string): boolean =>
  statSync(join(client, path), { throwIfNoEntry: false })?.isFile() ?? false;
