import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { floorLine, keptLine, resolveLine } from '../../reading/ranges.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { versionFile } from '../../reading/version-file.ts';
import type { MixFile } from './mix.ts';

/** The Elixir of a project: what is stated, and the tag of the image that builds it, with Erlang's major where that is stated. */
export interface ElixirVersion {
  stated: string;
  tag: string;
  evidence: Evidence | null;
}

/** Release lines whose images are kept up, oldest first, and the one for projects that state none. */
const lines = ['1.16', '1.17', '1.18', '1.19'];
const elixirDefault = '1.18';

/** What version files, a version manager, Heroku's buildpack or mix.exs state, in this order. */
export async function elixirVersion(reader: Reader, folder: string, mix: MixFile): Promise<ElixirVersion> {
  const buildpack = await reader.one(reader.tree.first(folder, 'elixir_buildpack.config'), 'runtime version');
  const packed = /^\s*elixir_version\s*=\s*v?(\d+\.\d+)/m.exec(buildpack?.text ?? '');
  const pin =
    (await versionFile(reader, folder, '.elixir-version', 'elixir')) ??
    (await toolVersion(reader, folder, ['elixir'])) ??
    (buildpack && packed ? { version: packed[1]!, evidence: evidenceAt(buildpack, packed.index, 1) } : null);
  const erlang = (await toolVersion(reader, folder, ['erlang']))?.version ?? pin?.version.split('-otp-')[1] ?? '';
  const otp = /^2[5-9]|^[3-9]\d/.exec(erlang)?.[0];
  const tagOf = (line: string) => `${line}${otp ? `-otp-${otp}` : ''}-slim`;
  const pinned = floorLine(pin?.version.split('-otp-')[0] ?? '');
  if (pin && pinned) return { stated: pinned, tag: tagOf(keptLine(pinned, lines)), evidence: pin.evidence };
  const range = mix.requirement?.text ?? '';
  return {
    stated: floorLine(range) ?? elixirDefault,
    tag: tagOf(keptLine(resolveLine(range, lines, elixirDefault) ?? elixirDefault, lines)),
    evidence: mix.requirement ? evidenceAt(mix.file, mix.requirement.offset, 0.9) : null
  };
}
