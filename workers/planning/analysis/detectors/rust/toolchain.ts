import { evidenceOf } from '../../reading/evidence.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { versionIn, type VersionFile, type VersionFound } from '../programs/versions.ts';
import type { Crate } from './crate.ts';

/** The Rust that a crate asks for. `pinned`: by name, not merely as the oldest that will do. */
export interface Toolchain extends VersionFound {
  pinned: boolean;
}

const channel = /^[ \t]*channel\s*=\s*["']([\w.-]+)["']/m;
const files: VersionFile[] = [
  ['rust-toolchain.toml', channel],
  ['rust-toolchain', channel],
  ['rust-toolchain', /^[ \t]*([\w.-]+)\s*$/m]
];

/**
 * The version in rustup's order: its toolchain files first, then those of version managers, then the oldest version that the
 * manifest allows. Null where none states a number or a channel other than `stable`.
 */
export async function toolchainOf(reader: Reader, crate: Crate): Promise<Toolchain | null> {
  const stated =
    (await versionIn(reader, crate.folder, files)) ??
    (await toolVersion(reader, crate.folder, ['rust'])) ??
    (await versionIn(reader, crate.folder, [['.rust-version', /^[ \t]*([\d.]+)/m]]));
  const line = stated ? lineOf(stated.version) : null;
  if (stated && line) return { ...stated, version: line, pinned: true };
  const oldest = crate.rustVersion ? lineOf(crate.rustVersion) : null;
  return oldest ? { version: oldest, evidence: evidenceOf(crate.file, /rust-version/, 0.9), pinned: false } : null;
}

/** `1.84.0` as `1.84`, `nightly-2024-08-12` as `nightly`; null for `stable`, which is whatever is current. */
function lineOf(version: string): string | null {
  const number = /^(\d+\.\d+)/.exec(version);
  if (number) return number[1]!;
  return /^(?:nightly|beta)/.exec(version)?.[0] ?? null;
}
