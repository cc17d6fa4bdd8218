import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { upwards } from '../../reading/paths.ts';
import { floorLine } from '../../reading/ranges.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';

/** The compiler that each line of Stackage's long-term snapshots is made with. */
const snapshots: Record<string, string> = {
  '16': '8.8',
  '17': '8.10',
  '18': '8.10',
  '19': '9.0',
  '20': '9.2',
  '21': '9.4',
  '22': '9.6',
  '23': '9.8',
  '24': '9.10'
};

const forms: [string, RegExp][] = [
  ['stack.yaml', /^(?:resolver|snapshot):\s*["']?ghc-(\d+\.\d+)/m],
  ['stack.yaml', /^compiler:\s*["']?ghc-(\d+\.\d+)/m],
  ['cabal.project', /^\s*with-compiler:\s*ghc-(\d+\.\d+)/m],
  ['cabal.project.local', /^\s*with-compiler:\s*ghc-(\d+\.\d+)/m]
];

/** The line of GHC that Stack's snapshot, Cabal's project, a version manager or the manifest's tests state. */
export async function ghcVersion(
  reader: Reader,
  folder: string,
  manifest: SourceFile
): Promise<{ line: string; evidence: Evidence } | null> {
  for (const each of upwards(folder)) {
    for (const [name, pattern] of forms) {
      const file = await reader.one(reader.tree.first(each, name), 'compiler version');
      const match = file && pattern.exec(file.text);
      if (file && match) return { line: match[1]!, evidence: evidenceAt(file, match.index, 1) };
    }
    const stack = await reader.one(reader.tree.first(each, 'stack.yaml'), 'compiler version');
    const snapshot = /^(?:resolver|snapshot):\s*["']?(?:\S*\/)?lts[-/](\d+)/m.exec(stack?.text ?? '');
    const line = snapshots[snapshot?.[1] ?? ''];
    if (stack && snapshot && line) return { line, evidence: evidenceAt(stack, snapshot.index, 0.95) };
  }
  const tool = await toolVersion(reader, folder, ['ghc', 'haskell']);
  const pinned = floorLine(tool?.version ?? '');
  if (tool && pinned) return { line: pinned, evidence: tool.evidence };
  const tested = /^tested-with:\s*[^\n]*?GHC\s*(?:==|\^>=|>=)?\s*\{?\s*(\d+\.\d+)/im.exec(manifest.text);
  return tested ? { line: tested[1]!, evidence: evidenceAt(manifest, tested.index, 0.7) } : null;
}
