import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt, evidenceOfKey } from '../../reading/evidence.ts';
import { text } from '../../reading/formats.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import type { NodePackage } from './package.ts';

/** The release lines that get images of their own, oldest first, and the one to use where nothing is stated. */
export const nodeLines = [20, 22, 24];
export const nodeDefault = 22;
const codenames: Record<string, number> = { hydrogen: 18, iron: 20, jod: 22, krypton: 24 };

export interface StatedVersion {
  version: string;
  evidence: Evidence;
}

/** The major version of Node that a folder asks for, from the nearest file that states it; null where none does. */
export async function nodeVersionOf(
  reader: Reader,
  app: NodePackage,
  root: NodePackage | null
): Promise<StatedVersion | null> {
  for (const folder of upwards(app.folder)) {
    for (const name of ['.nvmrc', '.node-version', '.tool-versions']) {
      const file = await reader.one(reader.tree.first(folder, name), 'Node version');
      const match = file && (name === '.tool-versions' ? /^node(?:js)?\s+(\S+)/m : /^\s*(\S+)/).exec(file.text);
      const major = match ? majorOf(match[1]!) : null;
      if (file && match && major) return { version: String(major), evidence: evidenceAt(file, match.index, 1) };
    }
  }
  for (const each of [app, root]) {
    if (!each) continue;
    const volta = majorOf(text(each.volta.node) ?? '');
    if (volta) return { version: String(volta), evidence: evidenceOfKey(each.file, ['volta', 'node'], 1) };
    const engines = majorOf(text(each.engines.node) ?? '');
    if (engines) return { version: String(engines), evidence: evidenceOfKey(each.file, ['engines', 'node'], 0.95) };
  }
  return null;
}

/** The major version that a version, alias or range resolves to: the default line where the range allows it, else the newest that it allows. */
export function majorOf(range: string): number | null {
  const wanted = range.trim().replace(/^v/, '');
  const alias = /^lts\/(\w+|\*)$/.exec(wanted);
  if (alias) return codenames[alias[1]!.toLowerCase()] ?? nodeDefault;
  if (/^(?:lts|stable|node|current|latest|\*|x)$/i.test(wanted)) return nodeDefault;
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
