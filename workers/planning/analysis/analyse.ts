import { analysisSchema, type Analysis, type Datastore } from '../../domain/analysis.ts';
import { slugify } from '../../domain/ids.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { nameOfSource, type Source } from '../../domain/source.ts';
import { draftServices, type Draft } from './assemble.ts';
import { resolveDatastores } from './datastores.ts';
import type { App, Statement, StatedVariable, StoreHint } from './detector.ts';
import { detectors } from './detectors/all.ts';
import { composeFilesOf, isDevelopmentCompose, readCompose } from './detectors/compose.ts';
import { codeFolderOf, dockerfilesOf, isForDevelopment, readImageFile, type ImageFile } from './detectors/docker.ts';
import { readProcfile } from './detectors/procfile.ts';
import { variablesInCode } from './env/code.ts';
import { exampleFiles, parseEnvFile } from './env/examples.ts';
import { externalsOf } from './externals.ts';
import { imageAnalysis, type ImageFacts } from './image.ts';
import type { Checkout } from './reading/checkout.ts';
import { depthOf, folderOf, nameOf, within } from './reading/paths.ts';
import { Reader, type SourceFile } from './reading/reader.ts';
import { isAside } from './reading/tree.ts';
import { readCode } from './references.ts';
import { serviceOf, type Gathered } from './service.ts';
import { storeOfImage } from './stores.ts';

export type { Checkout } from './reading/checkout.ts';

/** The analysis of a source that is a ready image, from what its registry says of it. */
export const analyseImage = (source: Extract<Source, { kind: 'image' }>, image: ImageFacts): Analysis =>
  analysisSchema.parse(imageAnalysis(source, image));

/** At most so many manifests are read, shallow ones first, so that a large monorepo costs no more than a small one. */
const manifestLimit = 36;

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
  const drafts = [...draftServices(reader.tree, apps, stated.services, stated.procfiles, nameOfSource(source))];
  const images = await readImages(reader, apps, drafts);
  if (drafts.length === 0)
    return refuse(
      'analysis.nothing',
      'Nothing was found that could be started: no manifest, Dockerfile, compose file or page. Choose a subfolder, or add a Dockerfile.'
    );
  const gathered = await gather(reader, drafts, images);
  const datastores = resolveDatastores(
    involved(apps, drafts),
    [...stated.stores, ...imageStores(images)],
    gathered.flatMap((each) => each.variables)
  );
  return ok(analysisSchema.parse(combine(checkout, source, reader, gathered, datastores)));
}

interface Stated {
  services: Statement[];
  procfiles: Statement[];
  stores: StoreHint[];
}

async function readStatements(reader: Reader): Promise<Stated> {
  const [main, ...others] = composeFilesOf(reader.tree);
  const composed = main ? await readCompose(reader, main) : { services: [], stores: [] };
  const beside = others
    .filter(
      (path) => folderOf(path) !== folderOf(main ?? '.') || composed.services.length + composed.stores.length === 0
    )
    .slice(0, 3);
  for (const path of beside) {
    const more = await readCompose(reader, path);
    if (composed.services.length === 0 && !isDevelopmentCompose(path)) composed.services.push(...more.services);
    composed.stores.push(...more.stores.map((store) => ({ ...store, strength: 'optional' as const })));
  }
  const procfiles = reader.tree.files
    .filter((path) => nameOf(path) === 'Procfile' && !isAside(folderOf(path)))
    .slice(0, 5);
  const processes: Statement[] = [];
  for (const path of procfiles) processes.push(...(await readProcfile(reader, path)));
  const builds = isDevelopmentCompose(main ?? '')
    ? composed.services.filter((service) => service.dockerfile && reader.tree.has(service.dockerfile.path))
    : composed.services;
  return {
    services: builds.filter((service) => service.dockerfile === null || reader.tree.has(service.dockerfile.path)),
    procfiles: processes,
    stores: composed.stores
  };
}

async function readApps(reader: Reader): Promise<App[]> {
  const manifests = reader.tree.files
    .filter((path) => detectors.some((detector) => detector.manifests.test(nameOf(path))))
    .filter((path) => depthOf(folderOf(path)) <= 5);
  const order = (path: string) => depthOf(folderOf(path)) + (isAside(folderOf(path)) ? 10 : 0);
  const chosen = [...manifests].sort((a, b) => order(a) - order(b)).slice(0, manifestLimit);
  await reader.read(chosen, 'manifest');
  const apps: App[] = [];
  for (const detector of detectors) {
    const folders = new Set(chosen.filter((path) => detector.manifests.test(nameOf(path))).map(folderOf));
    for (const folder of folders) {
      const app = await detector.detect(folder, reader);
      if (app) apps.push(app);
    }
  }
  return apps;
}

/** The Dockerfile of each draft; drafts are added for Dockerfiles of folders that nothing else speaks of. */
async function readImages(reader: Reader, apps: App[], drafts: Draft[]): Promise<Map<Draft, ImageFile>> {
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

const imageStores = (images: Map<Draft, ImageFile>): StoreHint[] =>
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

const involved = (apps: App[], drafts: Draft[]): App[] => {
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

async function gather(reader: Reader, drafts: Draft[], images: Map<Draft, ImageFile>): Promise<Gathered[]> {
  const running = drafts.filter((draft) => !storeOfImage(images.get(draft)?.bases[0] ?? ''));
  const paths = [...new Set(running.map((draft) => draft.path))];
  const examples = new Map<string, SourceFile[]>();
  for (const folder of new Set(['.', ...paths]))
    examples.set(folder, await reader.read(exampleFiles(reader.tree, folder), 'environment example'));
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
      variables: variablesFor(draft, paths, files, examples)
    };
  });
}

function uniqueName(draft: Draft, all: Draft[], taken: Set<string>): string {
  const base =
    draft.statement?.name ??
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

/** What is stated of a service's variables: by itself, and by the root's examples as far as they are about it. */
function variablesFor(
  draft: Draft,
  paths: string[],
  code: SourceFile[],
  examples: Map<string, SourceFile[]>
): StatedVariable[] {
  const own = [
    ...(draft.statement?.variables ?? []),
    ...(draft.app?.variables ?? []),
    ...code.flatMap(variablesInCode),
    ...(examples.get(draft.path) ?? []).flatMap((file) => parseEnvFile(file))
  ];
  if (draft.path === '.') return own;
  const shared = (examples.get('.') ?? []).flatMap((file) => parseEnvFile(file));
  const named = new Set(own.map((each) => each.name));
  const lead = paths.length === 1 || paths[0] === draft.path;
  return [
    ...own,
    ...shared.filter(
      (each) =>
        named.has(each.name) || (lead && paths.every((path) => within(path, folderOf(each.evidence.path)) === null))
    )
  ];
}

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
  const variables = services.flatMap((service) => service.env.map((each) => each.name));
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
