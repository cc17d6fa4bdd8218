import type { Evidence } from '../../../domain/evidence.ts';
import { evidenceAt, evidenceOf } from './evidence.ts';
import { dig, list, readToml, record, text } from './formats.ts';
import { upwards } from './paths.ts';
import type { Reader, SourceFile } from './reader.ts';

/** A version as a file writes it, such as `3.4.1` or `1.18-otp-27`, and where. */
export interface Pin {
  version: string;
  evidence: Evidence;
}

const managers = ['.tool-versions', 'mise.toml', '.mise.toml', 'mise/config.toml', '.config/mise.toml'];

/** The version in the nearest file that holds nothing else, such as `.ruby-version`, from a folder up to the root. */
export const versionFile = (reader: Reader, folder: string, name: string, tool: string): Promise<Pin | null> =>
  nearest(reader, folder, [name], (file) => alone(file, tool));

/** The version of a tool that the nearest file of a version manager (asdf, mise) pins, from a folder up to the root. */
export const managedVersion = (reader: Reader, folder: string, tool: string): Promise<Pin | null> =>
  nearest(reader, folder, managers, (file) => managed(reader, file, tool));

async function nearest(
  reader: Reader,
  folder: string,
  names: string[],
  pinIn: (file: SourceFile) => Pin | null
): Promise<Pin | null> {
  for (const each of upwards(folder)) {
    for (const name of names) {
      const file = await reader.one(reader.tree.first(each, name), 'runtime version');
      const pin = file && pinIn(file);
      if (pin) return pin;
    }
  }
  return null;
}

/** A file of one version, with or without the tool's name before it. */
function alone(file: SourceFile, tool: string): Pin | null {
  const match = /^[ \t]*(?:([a-z]+)[-@ ])?v?(\d[\w.+-]*)[ \t]*$/m.exec(file.text.slice(0, 2000));
  if (!match || (match[1] && match[1] !== tool)) return null;
  return { version: match[2]!, evidence: evidenceAt(file, match.index, 1) };
}

function managed(reader: Reader, file: SourceFile, tool: string): Pin | null {
  if (!file.path.endsWith('.toml')) {
    for (const match of file.text.matchAll(/^[ \t]*([\w-]+)[ \t]+(?:ref:v?)?v?(\d[\w.+-]*)/gm))
      if (match[1] === tool) return { version: match[2]!, evidence: evidenceAt(file, match.index, 1) };
    return null;
  }
  const value = list(record(dig(readToml(reader, file), 'tools'))[tool])[0];
  const version = /^v?(\d[\w.+-]*)/.exec(text(value) ?? text(record(value).version) ?? '')?.[1];
  return version ? { version, evidence: evidenceOf(file, new RegExp(`^\\s*"?${tool}"?\\s*=`, 'm'), 1) } : null;
}
