import type { Statements } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { readJson, record, text, texts, type Raw } from '../reading/formats.ts';
import { folderOf, joinPath } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { readCompose } from './compose.ts';
import { bareStatement } from './statement.ts';

const places = /^(?:\.devcontainer\/(?:[\w.-]+\/)?devcontainer\.json|\.devcontainer\.json)$/;

/**
 * What a development container says: the version that developers run, and the datastores beside them. Neither is how the
 * app is deployed, so a version weighs little and datastores are hints.
 */
export async function readDevcontainer(reader: Reader): Promise<Statements> {
  const path = reader.tree.files.find((each) => places.test(each)) ?? null;
  const file = await reader.one(path, 'development container');
  const body = record(readJson(reader, file));
  const found: Statements = { services: [], about: [], stores: [] };
  if (!file) return found;
  const version = versionOf(body);
  if (version) {
    const statement = bareStatement(file.path, '', '.');
    statement.runtimeVersion = version.version;
    statement.evidence.runtimeVersion = evidenceOfKey(file, [version.key], 0.45);
    found.about.push(statement);
  }
  for (const said of texts(body.dockerComposeFile).slice(0, 3)) {
    const compose = joinPath(folderOf(file.path), said);
    const { stores } = compose ? await readCompose(reader, compose) : found;
    found.stores.push(...stores.map((store) => ({ ...store, strength: 'driver' as const })));
  }
  return found;
}

const runtimes = /(?:node|javascript|typescript|python|go|ruby|php|java|rust|dotnet|elixir)[\w-]*/;

/** The version of the first runtime that an image's tag or a feature states. */
function versionOf(body: Record<string, Raw>): { version: string; key: string } | null {
  const image = text(body.image) ?? '';
  const tag = new RegExp(String.raw`/${runtimes.source}:(?:\d+(?:\.\d+)*-)?(\d+(?:\.\d+)?)`).exec(image)?.[1];
  if (tag) return { version: tag, key: 'image' };
  for (const [feature, options] of Object.entries(record(body.features))) {
    const version = /^\d+(?:\.\d+)*$/.exec(text(record(options).version) ?? '')?.[0];
    if (version && new RegExp(String.raw`/${runtimes.source}:`).test(feature)) return { version, key: feature };
  }
  return null;
}
