import { evidenceAt } from './evidence.ts';
import { upwards } from './paths.ts';
import type { Reader } from './reader.ts';
import type { ToolVersion } from './tool-versions.ts';

/** The version in the nearest file that holds nothing else, such as `.ruby-version`, from a folder up to the root. */
export async function versionFile(
  reader: Reader,
  folder: string,
  name: string,
  tool: string
): Promise<ToolVersion | null> {
  for (const each of upwards(folder)) {
    const file = await reader.one(reader.tree.first(each, name), 'runtime version');
    const match = file && /^[ \t]*(?:([a-z]+)[-@ ])?v?(\d[\w.+-]*)[ \t]*$/m.exec(file.text.slice(0, 2000));
    if (file && match && (match[1] === undefined || match[1] === tool))
      return { version: match[2]!, evidence: evidenceAt(file, match.index, 1) };
  }
  return null;
}
