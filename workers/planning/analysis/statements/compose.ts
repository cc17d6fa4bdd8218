import type { Statement, Statements, StoreHint } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { record, text } from '../reading/formats.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { splitImage, storeOfImage } from '../stores.ts';
import { isDevelopmentCompose } from './compose-files.ts';
import { loadCompose, type ComposedService } from './compose-load.ts';
import { buildOf, composeStatement } from './compose-service.ts';
import { isFurniture, isRuntime } from './furniture.ts';
import { interpolate } from './interpolate.ts';

/** What compose files, laid over one another, state of services, datastores and how they hang together. */
export async function readCompose(reader: Reader, ...paths: string[]): Promise<Statements> {
  const found: Statements = { services: [], about: [], stores: [] };
  const project = await loadCompose(reader, paths);
  if (!project) return found;
  const once = runsOnce(project.services);
  const beside: Statement[] = [];
  const first: Statement[] = [];
  for (const service of project.services) {
    const image = interpolate(text(service.body.image) ?? '', project.values).value;
    const store = image && service.body.build === undefined ? storeOfImage(image) : null;
    if (store) {
      found.stores.push(storeHint(service, store, image));
      continue;
    }
    if (service.body.build === undefined && image === '') continue;
    const statement = await composeStatement(reader, service, project, image || null);
    if (once.has(service.name)) first.push(statement);
    else if (isOwn(service, image)) found.services.push(statement);
    else beside.push(statement);
  }
  if (found.services.length + found.stores.length === 0) found.services.push(...beside);
  released(first, found.services);
  found.leftOut = project.inactive
    .map(({ file, body }) => buildOf(folderOf(file.path), body.build, project.values)?.context ?? '.')
    .filter((path) => path !== '.');
  return found;
}

/** A build of the repository, or an image that is neither furniture nor a bare language. */
const isOwn = ({ body }: ComposedService, image: string) =>
  body.build !== undefined || !(isFurniture(splitImage(image).name) || isRuntime(splitImage(image).name));

/** Services that others wait for to have ended. */
const runsOnce = (services: ComposedService[]): Set<string> =>
  new Set(
    services.flatMap(({ body }) =>
      Object.entries(record(body.depends_on))
        .filter(([, each]) => text(record(each).condition) === 'service_completed_successfully')
        .map(([name]) => name)
    )
  );

/** What runs to its end before a service of the same build is that service's release command. */
function released(first: Statement[], services: Statement[]): void {
  for (const before of first) {
    const after = services.find(
      (each) =>
        each.dependsOn.includes(before.name) &&
        before.command !== null &&
        (each.dockerfile?.path ?? each.image) === (before.dockerfile?.path ?? before.image)
    );
    if (!after || after.releaseCommand !== null) continue;
    after.releaseCommand = before.command;
    after.evidence.releaseCommand = before.evidence.startCommand!;
  }
  for (const each of services)
    each.dependsOn = each.dependsOn.filter((name) => !first.some((before) => before.name === name));
}

const storeHint = (
  { name, file }: ComposedService,
  store: { kind: StoreHint['kind']; version: string | null },
  image: string
): StoreHint => ({
  kind: store.kind,
  name,
  version: store.version,
  strength: isDevelopmentCompose(file.path) ? 'driver' : 'stated',
  reason: `${nameOf(file.path)} runs ${image}`,
  evidence: evidenceOfKey(file, ['services', name, 'image'], 0.95)
});
