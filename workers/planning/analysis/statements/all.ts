import type { Statement, StoreHint } from '../detector.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { isAside } from '../reading/tree.ts';
import { composeFilesOf, isDevelopmentCompose, readCompose } from './compose.ts';
import { readProcfile } from './procfile.ts';

/** What the files beside the code state, together. */
export interface Stated {
  services: Statement[];
  procfiles: Statement[];
  stores: StoreHint[];
}

/** Reads all files that state services and datastores. */
export async function readStatements(reader: Reader): Promise<Stated> {
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
