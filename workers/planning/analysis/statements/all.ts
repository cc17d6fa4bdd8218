import type { Statement, Statements, StoreHint } from '../detector.ts';
import { folderOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { composeFilesOf, isDevelopmentCompose, productionBeside } from './compose-files.ts';
import { readCompose } from './compose.ts';
import { readDevcontainer } from './devcontainer.ts';
import { readFly } from './fly.ts';
import { readHerokuApps } from './heroku-app.ts';
import { readHerokuManifest } from './heroku-yml.ts';
import { readKubernetes } from './kubernetes.ts';
import { readProcfiles } from './procfile.ts';
import { readBuildPlans } from './railpack.ts';
import { readRailway } from './railway.ts';
import { readRender } from './render.ts';

/**
 * What the files beside the code state. `composed` runs containers; `processes` are the services that a platform's file
 * names in a folder; `about` speaks of whatever a folder's main process is.
 */
export interface Stated {
  composed: Statement[];
  processes: Statement[];
  about: Statement[];
  stores: StoreHint[];
  /** Datastores that developers have beside them, which count only where the code has a driver of theirs. */
  hints: StoreHint[];
  /** Folders whose apps are not deployed: a file names them for developers or on demand. */
  leftOut: string[];
}

/**
 * The files of platforms, those that are believed first: one that names every service and how each is run, then the
 * process lists, then what speaks of a single process. Compose comes before all of them, Kubernetes after compose.
 */
const platforms: ((reader: Reader) => Promise<Statements>)[] = [
  readRender,
  readProcfiles,
  readHerokuManifest,
  readFly,
  readRailway,
  readBuildPlans,
  readHerokuApps
];

/** Reads all files that state services and datastores. */
export async function readStatements(reader: Reader): Promise<Stated> {
  const compose = await readComposeFiles(reader);
  const kubernetes = await readKubernetes(reader);
  const stated: Stated = {
    composed: compose.services.length > 0 ? compose.services : kubernetes.services,
    processes: [],
    about: compose.services.length > 0 ? kubernetes.services : [],
    stores: [...compose.stores, ...(compose.stores.length > 0 ? [] : kubernetes.stores)],
    hints: [],
    leftOut: (compose.leftOut ?? []).filter((path) => !compose.services.some((each) => each.path === path))
  };
  for (const read of platforms) {
    const { services, about, stores } = await read(reader);
    stated.processes.push(...services);
    stated.about.push(...about);
    stated.stores.push(...stores);
  }
  const developers = await readDevcontainer(reader);
  stated.about.push(...developers.about);
  stated.hints.push(...developers.stores);
  return stated;
}

async function readComposeFiles(reader: Reader): Promise<Statements> {
  const [main, ...others] = composeFilesOf(reader.tree);
  if (main === undefined) return { services: [], about: [], stores: [] };
  const composed = await readProject(reader, main);
  const beside = others
    .filter((path) => folderOf(path) !== folderOf(main) || composed.services.length + composed.stores.length === 0)
    .slice(0, 3);
  for (const path of beside) {
    const more = await readCompose(reader, path);
    if (composed.services.length === 0 && !isDevelopmentCompose(path)) composed.services.push(...more.services);
    composed.stores.push(...more.stores.map((store) => ({ ...store, strength: 'optional' as const })));
  }
  const builds = isDevelopmentCompose(main)
    ? composed.services.filter((service) => isBuilt(reader, service))
    : composed.services;
  return { ...composed, services: builds.filter((each) => each.dockerfile === null || isBuilt(reader, each)) };
}

/** A plain compose file with the one for production over it; that one alone where it says all by itself. */
async function readProject(reader: Reader, main: string): Promise<Statements> {
  const over = productionBeside(reader.tree, main);
  if (over === null) return readCompose(reader, main);
  const alone = await readCompose(reader, over);
  const both = await readCompose(reader, main, over);
  const whole = both.services.every(
    (each) => each.dockerfile === null || alone.services.some(({ name }) => name === each.name)
  );
  return alone.services.length > 0 && whole
    ? { ...alone, stores: alone.stores.length > 0 ? alone.stores : both.stores }
    : both;
}

const isBuilt = (reader: Reader, { dockerfile }: Statement): boolean =>
  dockerfile !== null && (dockerfile.inline !== undefined || reader.tree.has(dockerfile.path));
