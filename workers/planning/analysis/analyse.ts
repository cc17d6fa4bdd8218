import { analysisSchema, type Analysis, type Datastore } from '../../domain/analysis.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { nameOfSource, type Source } from '../../domain/source.ts';
import { involved, readApps } from './apps.ts';
import { chosenAmongVariants, clientHints } from './datastore-hints.ts';
import { resolveDatastores } from './datastores.ts';
import type { App, StoreHint } from './detector.ts';
import { familyOf, storeOfDriver } from './stores.ts';
import { isShown } from './env/classify.ts';
import { externalsOf } from './externals.ts';
import { gather } from './gather.ts';
import { imageAnalysis, type ImageFacts } from './image.ts';
import { imageStores, readImages } from './images/choose.ts';
import type { ImageFile } from './images/image-file.ts';
import type { Draft } from './services/draft.ts';
import type { Checkout } from './reading/checkout.ts';
import { Reader } from './reading/reader.ts';
import { serviceOf, type Gathered } from './service.ts';
import { draftServices } from './services/assemble.ts';
import { withMembers } from './services/members.ts';
import { withoutProxies } from './services/proxies.ts';
import { withoutBuiltIn, withoutHandedOut } from './services/served.ts';
import { readStatements } from './statements/all.ts';

export type { Checkout } from './reading/checkout.ts';

/** The analysis of a source that is a ready image, from what its registry says of it. */
export const analyseImage = (source: Extract<Source, { kind: 'image' }>, image: ImageFacts): Analysis =>
  analysisSchema.parse(imageAnalysis(source, image));

/**
 * What a checkout holds, by rules alone: its tree first, then manifests and files that state services, then the entry
 * points that those name, then what the entry points import. `report` is told each file in plain words. Refused where nothing that
 * runs is found; a file that cannot be read or parsed is noted in `filesRead` and the rest goes on.
 */
export async function analyse(
  checkout: Checkout,
  source: Source,
  report: (text: string) => Promise<void>
): Promise<Result<Analysis>> {
  const reader = new Reader(checkout, report);
  if (reader.tree.files.length === 0)
    return refuse('analysis.empty', 'The repository holds no files. Push a first commit, then analyse again.');
  await report(`Looking at ${reader.tree.files.length} files`);
  const stated = await readStatements(reader);
  const apps = await readApps(reader);
  const drafts = [...draftServices(reader.tree, apps, stated, nameOfSource(source))];
  const images = await readImages(reader, apps, drafts);
  if (drafts.length === 0)
    return refuse(
      'analysis.nothing',
      'Nothing was found that could be started: no manifest, Dockerfile, compose file or page. Choose a subfolder, or add a Dockerfile.'
    );
  const settled = await settledDrafts(reader, apps, drafts, images);
  const gathered = withoutHandedOut(await gather(reader, settled, images));
  const datastores = resolveDatastores(
    involved(apps, drafts),
    [
      ...chosenAmongVariants(reader.tree, stated.stores),
      ...backed(stated.hints, apps),
      ...imageStores(images),
      ...clientHints(
        gathered.flatMap((each) => each.code),
        involved(apps, drafts)
      )
    ],
    gathered.flatMap((each) => each.variables)
  );
  return ok(analysisSchema.parse(combine(checkout, source, reader, gathered, datastores)));
}

/** The drafts as their images show them: one for each app that an image starts, none for what another one holds or stands for. */
async function settledDrafts(
  reader: Reader,
  apps: App[],
  drafts: Draft[],
  images: Map<Draft, ImageFile>
): Promise<Draft[]> {
  const each = withMembers(reader, apps, drafts, images);
  return withoutBuiltIn(reader, await withoutProxies(reader, each, images), images);
}

/** Hints of datastores that the code has a driver of. */
const backed = (hints: StoreHint[], apps: App[]): StoreHint[] => {
  const spoken = new Set(
    apps.flatMap((app) => app.dependencies.map(({ name }) => storeOfDriver(name))).map((kind) => kind && familyOf(kind))
  );
  return hints.filter((hint) => spoken.has(familyOf(hint.kind)));
};

function combine(
  checkout: Checkout,
  source: Source,
  reader: Reader,
  gathered: Gathered[],
  datastores: Datastore[]
): Analysis {
  const names = gathered.map((each) => each.name);
  const stores = renamed(datastores, names);
  const services = gathered.map((each) => serviceOf(each, stores, names));
  const packages = gathered.flatMap(
    (each) =>
      each.draft.app?.dependencies
        .filter((dependency) => !dependency.development)
        .map((dependency) => dependency.name) ?? []
  );
  const variables = gathered.flatMap((each) => each.variables.map(({ name }) => name)).filter(isShown);
  return {
    source,
    commit: checkout.commit,
    services,
    datastores: stores,
    externals: externalsOf(packages, variables),
    filesRead: reader.filesRead,
    truncated: reader.truncated
  };
}

/** Datastores with names that no service and no other datastore has. */
function renamed(datastores: Datastore[], names: string[]): Datastore[] {
  const taken = new Set(names);
  return datastores.slice(0, 40).map((store) => {
    const name =
      [store.name, store.kind, `${store.kind}-store`, `${store.kind}-2`].find((each) => !taken.has(each)) ??
      `${store.kind}-${taken.size}`;
    taken.add(name);
    return { ...store, name };
  });
}
