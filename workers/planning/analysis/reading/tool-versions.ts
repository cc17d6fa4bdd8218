import type { Evidence } from '../../../domain/evidence.ts';
import { evidenceAt } from './evidence.ts';
import { dig, list, readToml, record, text } from './formats.ts';
import { upwards } from './paths.ts';
import type { Reader, SourceFile } from './reader.ts';

/** A version as a file of tools states it, not yet resolved: `22`, `3.12.3`, `latest`, `temurin-21`. */
export interface ToolVersion {
  version: string;
  evidence: Evidence;
}

/** Where mise looks for its settings in a folder, the one that counts first. */
const miseFiles = [
  'mise.toml',
  '.mise.toml',
  'mise/config.toml',
  '.mise/config.toml',
  '.config/mise.toml',
  '.config/mise/config.toml'
];

/**
 * The version of a tool that mise or asdf would put in place in a folder: the nearest file above it that names the tool, mise's
 * before asdf's. `names` are the names that the tool goes by there, such as `node` and `nodejs`.
 */
export async function toolVersion(reader: Reader, folder: string, names: string[]): Promise<ToolVersion | null> {
  for (const each of upwards(folder)) {
    const found = (await inMise(reader, each, names)) ?? (await inAsdf(reader, each, names));
    if (found) return found;
  }
  return null;
}

/** What mise says of a tool in one folder. */
async function inMise(reader: Reader, folder: string, names: string[]): Promise<ToolVersion | null> {
  const file = await reader.one(reader.tree.first(folder, ...miseFiles), 'tool versions');
  const tools = record(dig(readToml(reader, file), 'tools'));
  const key = Object.keys(tools).find((each) => names.includes(each.replace(/^core:/, '')));
  if (!file || key === undefined) return null;
  const first = list(tools[key])[0];
  return stated(
    file,
    text(first) ?? text(record(first).version),
    new RegExp(`^[ \\t]*["']?${escaped(key)}["']?[ \\t]*=`, 'm')
  );
}

/** What asdf says of a tool in one folder: the first version of its line. */
async function inAsdf(reader: Reader, folder: string, names: string[]): Promise<ToolVersion | null> {
  const file = await reader.one(reader.tree.first(folder, '.tool-versions'), 'tool versions');
  const line = file && new RegExp(`^[ \\t]*(?:${names.map(escaped).join('|')})[ \\t]+([^\\s#]+)`, 'm');
  return file && line ? stated(file, line.exec(file.text)?.[1] ?? null, line) : null;
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A version with its evidence; none for a build of the person's own, which no image has. */
function stated(file: SourceFile, version: string | null, line: RegExp): ToolVersion | null {
  if (version === null || /^(?:system$|ref:|path:)/.test(version)) return null;
  return {
    version: version.replace(/^prefix:/, ''),
    evidence: evidenceAt(file, Math.max(0, file.text.search(line)), 1)
  };
}
