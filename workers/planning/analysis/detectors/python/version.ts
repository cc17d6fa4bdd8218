import { evidenceAt, evidenceOf } from '../../reading/evidence.ts';
import { dig, readToml, text, type Raw } from '../../reading/formats.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { toolVersion, type ToolVersion } from '../../reading/tool-versions.ts';

export type PythonVersion = ToolVersion;

/** The release line that a project gets where nothing is stated: one that libraries have wheels for. */
export const pythonDefault = '3.13';

/** What `latest` means: the newest line that most libraries have wheels for. */
const newest = '3.14';

/** The parsed manifests of a project that can state a version. */
interface Manifests {
  toml: Raw;
  pyproject: SourceFile | null;
  pipfile: SourceFile | null;
}

/**
 * The version of Python that a folder asks for: what is pinned for the tools that put it in place (mise, asdf, pyenv and uv, Heroku),
 * then what Pipenv requires, then the range that the package accepts.
 */
export async function pythonVersionOf(
  reader: Reader,
  folder: string,
  manifests: Manifests
): Promise<PythonVersion | null> {
  const tool = await toolVersion(reader, folder, ['python']);
  const pinned = tool && lineOf(tool.version);
  if (tool && pinned) return { version: pinned, evidence: tool.evidence };
  return (await inOwnFile(reader, folder)) ?? inManifest(reader, manifests);
}

/** The release line of an exact version or of `latest`; null for anything else. */
function lineOf(version: string): string | null {
  if (/^(?:latest|stable|3)$/.test(version)) return version === 'latest' ? newest : pythonDefault;
  return /^(?:c?python-?)?([23]\.\d+)/.exec(version)?.[1] ?? null;
}

async function inOwnFile(reader: Reader, folder: string): Promise<PythonVersion | null> {
  for (const each of upwards(folder))
    for (const name of ['.python-version', 'runtime.txt']) {
      const file = await reader.one(reader.tree.first(each, name), 'Python version');
      const match = file && /^[ \t]*((?:c?python-?)?[23]\.\d+|latest\b|3$)/m.exec(file.text);
      const version = match && lineOf(match[1]!);
      if (file && match && version) return { version, evidence: evidenceAt(file, match.index, 1) };
    }
  return null;
}

function inManifest(reader: Reader, { toml, pyproject, pipfile }: Manifests): PythonVersion | null {
  const requires = dig(readToml(reader, pipfile), 'requires');
  const pip = text(dig(requires, 'python_version')) ?? text(dig(requires, 'python_full_version'));
  if (pipfile && pip)
    return { version: resolvePython(pip), evidence: evidenceOf(pipfile, /python_(?:full_)?version/, 1) };
  const range =
    text(dig(toml, 'project', 'requires-python')) ?? text(dig(toml, 'tool', 'poetry', 'dependencies', 'python'));
  if (pyproject && range)
    return { version: resolvePython(range), evidence: evidenceOf(pyproject, /requires-python|^python\s*=/m, 0.9) };
  return null;
}

/** The minor version that a range allows: the default where it does, else the lowest bound; exact ones as they are. */
export function resolvePython(range: string): string {
  const minors = [...range.matchAll(/(>=|<=|>|<|==|~=|\^|~|!=)?\s*3(?:\.(\d+))?/g)].map(([, operator, minor]) => ({
    operator: operator ?? '==',
    minor: minor === undefined ? null : Number(minor)
  }));
  const preferred = Number(pythonDefault.slice(2));
  let from = 0;
  let to = Infinity;
  for (const { operator, minor } of minors) {
    if (minor === null || operator === '!=') continue;
    if (operator === '>=' || operator === '^' || operator === '~=') from = Math.max(from, minor);
    else if (operator === '>') from = Math.max(from, minor + 1);
    else if (operator === '<') to = Math.min(to, minor - 1);
    else if (operator === '<=') to = Math.min(to, minor);
    else from = to = minor;
  }
  return `3.${Math.min(Math.max(preferred, from), to)}`;
}

/** The image line of a version: itself, or the default; older than 3.10 has no image that is kept up. */
export const pythonImage = (version: string | null): string => {
  const minor = Number(/^3\.(\d+)/.exec(version ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(minor) ? pythonDefault : `3.${Math.max(minor, 10)}`;
};
