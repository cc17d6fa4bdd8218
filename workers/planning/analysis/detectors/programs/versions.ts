import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';

/** A version as a file states it. */
export interface VersionFound {
  version: string;
  evidence: Evidence;
}

/** A file that states the version of a tool: its name, and a pattern whose first group is the version. */
export type VersionFile = [name: string, pattern: RegExp];

/** The first version that one of the files states, in the folder or the nearest one above it. */
export async function versionIn(reader: Reader, folder: string, files: VersionFile[]): Promise<VersionFound | null> {
  for (const each of upwards(folder)) {
    for (const [name, pattern] of files) {
      const file = await reader.one(reader.tree.first(each, name), 'version');
      const match = file && pattern.exec(file.text);
      if (file && match?.[1]) return { version: match[1], evidence: evidenceAt(file, match.index, 1) };
    }
  }
  return null;
}
