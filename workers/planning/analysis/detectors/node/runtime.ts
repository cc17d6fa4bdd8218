import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt, evidenceOfKey } from '../../reading/evidence.ts';
import { dig, list, record, text } from '../../reading/formats.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import type { NodePackage } from './package.ts';

/** The release lines that get images of their own, oldest first, and the one to use where nothing is stated. */
export const nodeLines = [20, 22, 24, 26];
export const nodeDefault = 22;
const codenames: Record<string, number> = { hydrogen: 18, iron: 20, jod: 22, krypton: 24 };

export interface StatedVersion {
  version: string;
  evidence: Evidence;
}

/**
 * The major version of Node that a folder asks for: what is pinned for the tools that put it in place (mise, asdf, nvm and their
 * kin), then Volta's, then the range that the package accepts. Null where none states it, or what is stated is no version.
 */
export async function nodeVersionOf(
  reader: Reader,
  app: NodePackage,
  root: NodePackage | null
): Promise<StatedVersion | null> {
  const tool = await toolVersion(reader, app.folder, ['node', 'nodejs']);
  const pinned = tool && majorOf(tool.version);
  if (tool && pinned) return { version: String(pinned), evidence: tool.evidence };
  for (const folder of upwards(app.folder)) {
    const file = await reader.one(reader.tree.first(folder, '.nvmrc', '.node-version'), 'Node version');
    const match = file && /^[ \t]*(?!#)(\S+)/m.exec(file.text);
    const major = match ? majorOf(match[1]!) : null;
    if (file && match && major) return { version: String(major), evidence: evidenceAt(file, match.index, 1) };
  }
  for (const each of [app, root]) {
    const stated = each && inManifest(each);
    if (stated) return stated;
  }
  return null;
}

function inManifest(app: NodePackage): StatedVersion | null {
  const runtime = list(dig(app.devEngines, 'runtime')).find((each) => record(each).name === 'node');
  const places: [string[], string | null, number][] = [
    [['volta', 'node'], text(app.volta.node), 1],
    [['engines', 'node'], text(app.engines.node), 0.95],
    [['devEngines', 'runtime'], text(record(runtime).version), 0.9]
  ];
  for (const [keys, range, confidence] of places) {
    const major = majorOf(range ?? '');
    if (major) return { version: String(major), evidence: evidenceOfKey(app.file, keys, confidence) };
  }
  return null;
}

/** The major version that a version, alias or range resolves to: the default line where the range allows it, else the newest that it allows. */
export function majorOf(range: string): number | null {
  const wanted = range.trim().replace(/^v/, '');
  const alias = /^lts\/(\w+|\*)$/.exec(wanted);
  if (alias) return codenames[alias[1]!.toLowerCase()] ?? nodeDefault;
  if (/^(?:node|current|latest)$/i.test(wanted)) return nodeLines.at(-1)!;
  if (/^(?:lts|stable|\*|x)$/i.test(wanted)) return nodeDefault;
  const alternatives = wanted
    .split('||')
    .map(bounds)
    .filter((each) => each !== null);
  if (alternatives.length === 0) return null;
  const allows = (major: number) => alternatives.some(({ from, to }) => major >= from && major <= to);
  return allows(nodeDefault)
    ? nodeDefault
    : ([...nodeLines].reverse().find(allows) ?? Math.max(...alternatives.map(({ from }) => from)));
}

function bounds(range: string): { from: number; to: number } | null {
  const parts = [...range.trim().matchAll(/(>=|<=|>|<|\^|~|=)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(?:\d+|x|\*))?/g)];
  if (parts.length === 0) return null;
  let from = 0;
  let to = Infinity;
  const hyphen = /\d\s+-\s+v?\d/.test(range);
  parts.forEach(([, operator, digits, minor], index) => {
    const major = Number(digits);
    if (hyphen) return index === 0 ? (from = major) : (to = major);
    if (operator === '>=') return (from = major);
    if (operator === '>') return (from = minor === undefined ? major + 1 : major);
    if (operator === '<') return (to = minor && minor !== '0' ? major : major - 1);
    if (operator === '<=') return (to = major);
    from = major;
    return (to = major);
  });
  return { from, to };
}

/** The line whose image is used for a major version: itself, or the nearest newer one that still has an image. */
export const imageLine = (version: string | null): number => {
  const wanted = Number.parseInt(version ?? '', 10) || nodeDefault;
  return nodeLines.find((line) => line >= wanted) ?? nodeLines.at(-1)!;
};
