import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { clone, cloneOf, emptyRepository, fetchMissing, type Clone } from './clone.ts';
import type { Config } from './config.ts';
import {
  checkoutIdSchema,
  checkoutRequestSchema,
  searchRequestSchema,
  type CheckoutAnswer,
  type CheckoutRequest,
  type FilesAnswer
} from './protocol.ts';
import { remoteOf } from './remote.ts';
import { ok, refuse, type Result } from './result.ts';
import { reply, route, type Route } from './route.ts';
import { searchFiles } from './search.ts';
import { commitFiles, commitFolder, hasSnapshot, snapshots } from './snapshot.ts';
import { readFiles, treeOf, type Entry } from './tree.ts';

/** A commit that is here, with its files below the subfolder. `origin` is how to fetch what was left at the host. */
export interface Checkout {
  id: string;
  commit: string;
  ref: string | null;
  subfolder: string | null;
  repository: string;
  entries: Entry[];
  origin: Clone | null;
}

export interface Checkouts {
  routes: Route[];
  find(id: string): Promise<Result<Checkout>>;
  /** Fetches the large files that the checkout left out. */
  complete(checkout: Checkout): Promise<Result<Checkout>>;
  sweep(now: number): Promise<void>;
}

const lifetimeMs = 60 * 60_000;
const noteSchema = z.object({
  commit: z.string(),
  ref: z.string().nullable(),
  subfolder: z.string().nullable(),
  repository: z.string()
});

/** Checkouts live in the state folder for an hour after they were last used. Commits of folders and files are kept. */
export function checkouts(config: Config): Checkouts {
  const open = new Map<string, Promise<Result<Checkout>>>();
  const folderOf = (id: string) => join(config.state, 'checkouts', id);

  const make = (request: CheckoutRequest): Promise<Result<Checkout>> => {
    const folder = folderOf(request.id);
    const known =
      open.get(request.id) ??
      load(config, folder, request.id).then((loaded) => loaded ?? create(config, folder, request));
    const making = known.then((found) => (found.ok ? reconnect(config, found.value, request) : found));
    open.set(request.id, making);
    void making.then(
      (result) => result.ok || open.delete(request.id),
      () => open.delete(request.id)
    );
    return making;
  };

  const find = async (id: string): Promise<Result<Checkout>> => {
    const found = (await open.get(id)) ?? (await load(config, folderOf(id), id));
    if (!found?.ok)
      return refuse('checkout.absent', 'The relay has no such checkout any more. Check the source out again.', 404);
    open.set(id, Promise.resolve(found));
    await utimes(folderOf(id), new Date(), new Date()).catch(() => undefined);
    return found;
  };

  const named = async (id: string | undefined): Promise<Result<Checkout>> =>
    checkoutIdSchema.safeParse(id).success ? find(id!) : refuse('request.id', 'This is not the id of a checkout.', 400);

  return {
    routes: [
      route('POST', '/checkouts', checkoutRequestSchema, async ({ body }) => {
        const made = await make(body);
        return reply(made.ok ? ok(answerOf(made.value, config.maxFiles)) : made);
      }),
      route('GET', '/checkouts/:id/files', null, async ({ params, query }) => {
        const found = await named(params.id);
        return reply(found.ok ? ok(await filesOf(found.value, query.getAll('path'))) : found);
      }),
      route('POST', '/checkouts/:id/search', searchRequestSchema, async ({ params, body }) => {
        const found = await named(params.id);
        return reply(found.ok ? ok(await searchFiles(found.value.repository, found.value.entries, body)) : found);
      })
    ],
    find,
    async complete(checkout) {
      if (checkout.entries.every((entry) => entry.bytes !== null)) return ok(checkout);
      if (!checkout.origin)
        return refuse(
          'checkout.partial',
          'The relay was restarted and has only a part of the source. Check it out again.',
          409
        );
      const { remote } = checkout.origin;
      const fetched = await fetchMissing(cloneOf(config, checkout.repository, remote), checkout.commit);
      if (!fetched.ok) return fetched;
      const entries = await treeOf(checkout.repository, checkout.commit, checkout.subfolder, treeLimits(config));
      if (!entries.ok) return entries;
      checkout.entries = entries.value;
      return ok(checkout);
    },
    async sweep(now) {
      const root = join(config.state, 'checkouts');
      for (const id of await readdir(root).catch(() => [])) {
        const used = await stat(join(root, id)).catch(() => null);
        if (!used || now - used.mtimeMs < lifetimeMs) continue;
        open.delete(id);
        await rm(join(root, id), { recursive: true, force: true });
      }
    }
  };
}

async function create(config: Config, folder: string, request: CheckoutRequest): Promise<Result<Checkout>> {
  if (request.subfolder !== null && !isInside(request.subfolder))
    return refuse('source.subfolder', 'The subfolder is a path inside the repository, such as apps/web.');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = await fill(config, folder, request);
  if (!made.ok) await rm(folder, { recursive: true, force: true });
  return made;
}

async function fill(config: Config, folder: string, request: CheckoutRequest): Promise<Result<Checkout>> {
  const { id, subfolder } = request;
  const taken =
    request.origin.kind === 'git'
      ? await fromGit(config, folder, request, request.origin.url)
      : await fromHere(config, request);
  if (!taken.ok) return taken;
  const { commit, ref, repository, origin } = taken.value;
  const entries = await treeOf(repository, commit, subfolder, treeLimits(config));
  if (!entries.ok) return entries;
  const note = join(folder, 'checkout.json');
  await writeFile(`${note}.new`, JSON.stringify({ commit, ref, subfolder, repository }));
  await rename(`${note}.new`, note);
  return ok({ id, commit, ref, subfolder, repository, entries: entries.value, origin });
}

type Taken = Pick<Checkout, 'commit' | 'ref' | 'repository' | 'origin'>;

async function fromGit(config: Config, folder: string, request: CheckoutRequest, url: string): Promise<Result<Taken>> {
  const remote = await remoteOf(config, url, request.credential);
  if (!remote.ok) return remote;
  const repository = join(folder, 'repository.git');
  await emptyRepository(config, repository);
  const origin = cloneOf(config, repository, remote.value);
  const cloned = await clone(origin, request.ref);
  return cloned.ok ? ok({ ...cloned.value, repository, origin }) : cloned;
}

/** A ref of a folder or of files is the commit of an earlier snapshot, which stays deployable when the folder has changed. */
async function fromHere(config: Config, { origin, ref }: CheckoutRequest): Promise<Result<Taken>> {
  const repository = await snapshots(config);
  if (ref !== null && /^[0-9a-f]{40,64}$/.test(ref) && (await hasSnapshot(config, ref)))
    return ok({ commit: ref, ref: null, repository, origin: null });
  const made =
    origin.kind === 'folder'
      ? await commitFolder(config, origin.path)
      : origin.kind === 'files'
        ? await commitFiles(config, origin.files)
        : null;
  if (!made?.ok) return made ?? refuse('source.kind', 'The source is of no known kind.');
  if (ref !== null && ref !== made.value)
    return refuse(
      'source.ref',
      `The relay has no snapshot ${ref.slice(0, 12)} any more, and the files have changed since.`
    );
  return ok({ commit: made.value, ref: null, repository, origin: null });
}

/** What was left at the host can be fetched again only with the request's URL and credential, which are never kept. */
async function reconnect(config: Config, loaded: Checkout, request: CheckoutRequest): Promise<Result<Checkout>> {
  const whole = loaded.origin !== null || loaded.entries.every((entry) => entry.bytes !== null);
  if (request.origin.kind !== 'git' || whole) return ok(loaded);
  const remote = await remoteOf(config, request.origin.url, request.credential);
  return remote.ok ? ok({ ...loaded, origin: cloneOf(config, loaded.repository, remote.value) }) : remote;
}

const treeLimits = (config: Config) => ({ maxBytes: config.maxCheckoutBytes });

async function load(config: Config, folder: string, id: string): Promise<Result<Checkout> | null> {
  const path = join(folder, 'checkout.json');
  if (!existsSync(path)) return null;
  const note = noteSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!note.success || !existsSync(note.data.repository)) return null;
  const { repository, commit, subfolder } = note.data;
  const entries = await treeOf(repository, commit, subfolder, treeLimits(config));
  return entries.ok ? ok({ id, ...note.data, entries: entries.value, origin: null }) : null;
}

const isInside = (path: string) =>
  !path.startsWith('/') &&
  !/\p{Cc}/u.test(path) &&
  !path
    .replace(/\/+$/, '')
    .split('/')
    .some((part) => ['', '.', '..', '.git'].includes(part));

/** Larger files that were left at their host count as the limit above which they were left. */
const answerOf = (checkout: Checkout, most: number): CheckoutAnswer => ({
  id: checkout.id,
  commit: checkout.commit,
  ref: checkout.ref,
  tree: checkout.entries.slice(0, most).map(({ path, bytes, kind }) => ({ path, kind, bytes: bytes ?? 1024 * 1024 })),
  truncated: checkout.entries.length > most
});

async function filesOf(checkout: Checkout, paths: string[]): Promise<FilesAnswer> {
  const entries = new Map(checkout.entries.map((entry) => [entry.path, entry]));
  return { files: await readFiles(checkout.repository, entries, paths.slice(0, 500)) };
}
