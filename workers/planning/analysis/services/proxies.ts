import type { ImageFile } from '../images/image-file.ts';
import type { Reader } from '../reading/reader.ts';
import type { Draft } from './draft.ts';

const proxies = /(?:^|\/)(?:nginx|nginx-unprivileged|caddy|haproxy|traefik|envoy|httpd)(?:[:@]|$)/;
const settings = /\.(?:conf|cfg|template|tmpl)$|(?:^|\/)Caddyfile$|\.ya?ml$/;
const pages = /\.(?:html?|[jt]sx?|vue|svelte|css)$/;

/**
 * Drafts without the proxies that lead to a single other service: the platform's own proxy does that. One that leads to several
 * shares a site out between them and stays.
 */
export async function withoutProxies(reader: Reader, drafts: Draft[], images: Map<Draft, ImageFile>): Promise<Draft[]> {
  const kept: Draft[] = [];
  for (const draft of drafts)
    if (!isBareProxy(reader, draft, images) || (await targetsOf(reader, draft, drafts)) !== 1) kept.push(draft);
  return kept;
}

/** An image of a proxy alone, from a folder that holds its settings and no pages. */
function isBareProxy(reader: Reader, draft: Draft, images: Map<Draft, ImageFile>): boolean {
  const image = images.get(draft);
  return (
    draft.path !== '.' &&
    (draft.app?.processes.length ?? 0) === 0 &&
    image !== undefined &&
    image.bases.every((base) => proxies.test(base)) &&
    reader.tree.below(draft.path, pages).length === 0
  );
}

/** How many folders' services the settings of a proxy name. */
async function targetsOf(reader: Reader, draft: Draft, drafts: Draft[]): Promise<number> {
  const files = await reader.read(reader.tree.below(draft.path, settings).slice(0, 4), 'settings of a proxy');
  const named = new Set<string>();
  for (const [, host] of files.flatMap(({ text }) => [
    ...text.matchAll(/(?:\b(?:server|reverse_proxy|\w+_pass)\s+(?:https?:\/\/)?|https?:\/\/)([\w-]{1,60})/g)
  ])) {
    const found = drafts.find((other) => other !== draft && nameOfDraft(other) === host);
    if (found) named.add(found.path);
  }
  return named.size;
}

const nameOfDraft = (draft: Draft) => draft.statement?.name ?? draft.path.split('/').at(-1);
