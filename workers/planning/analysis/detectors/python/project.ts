import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency } from '../../detector.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { dig, list, readToml, record, text, texts } from '../../reading/formats.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { pythonVersionOf, type PythonVersion } from './version.ts';

export type PythonManager = 'pip' | 'uv' | 'poetry' | 'pdm' | 'pipenv';

/** A Python project: its manifests, direct dependencies and how they are installed. `manifests` are what the install reads. */
export interface PythonProject {
  folder: string;
  name: string;
  manager: PythonManager;
  managerEvidence: Evidence | null;
  lockFile: string | null;
  /** The requirements file that production installs, for pip. */
  requirements: string | null;
  manifests: string[];
  dependencies: Dependency[];
  /** pyproject.toml describes a package that is installed itself. */
  packaged: boolean;
  scripts: Record<string, string>;
  version: PythonVersion | null;
  files: SourceFile[];
}

/** Scripts that a repository without any manifest is started by, the likeliest first. */
export const scriptNames = ['main.py', 'app.py', 'start.py', 'bot.py', 'run.py', 'server.py', 'hello.py'];

const requirementNames = /^(?:requirements(?:[-_.](?:prod|production|base|deploy|main))?|reqs?)\.(?:txt|in)$/;

/** Reads the manifests of a folder; null where it has none. */
export async function readProject(reader: Reader, folder: string): Promise<PythonProject | null> {
  const pyproject = await reader.one(reader.tree.first(folder, 'pyproject.toml'), 'manifest');
  const toml = readToml(reader, pyproject);
  const pipfile = await reader.one(reader.tree.first(folder, 'Pipfile'), 'manifest');
  const requirementPaths = requirementFiles(reader, folder);
  const requirements = await reader.read(requirementPaths, 'manifest');
  const included = await reader.read(
    requirements.flatMap((file) => includedBy(reader, file)),
    'manifest'
  );
  const setup = await reader.one(reader.tree.first(folder, 'setup.py', 'setup.cfg'), 'manifest');
  const start = reader.tree.first(folder, 'manage.py', ...(folder === '.' ? scriptNames : []));
  if (!pyproject && !pipfile && requirements.length === 0 && !setup && !start) return null;
  const locks = {
    uv: lockAbove(reader, folder, 'uv.lock'),
    poetry: reader.tree.first(folder, 'poetry.lock'),
    pdm: reader.tree.first(folder, 'pdm.lock'),
    pipenv: reader.tree.first(folder, 'Pipfile.lock')
  };
  const { manager, evidence } = managerOf(toml, pyproject, pipfile, locks, requirements);
  const files = [
    ...(pyproject ? [pyproject] : []),
    ...(pipfile ? [pipfile] : []),
    ...requirements,
    ...included,
    ...(setup ? [setup] : [])
  ];
  return {
    folder,
    name: text(dig(toml, 'project', 'name')) ?? text(dig(toml, 'tool', 'poetry', 'name')) ?? '',
    manager,
    managerEvidence: evidence,
    lockFile: manager === 'pip' ? null : locks[manager],
    requirements: requirementPaths[0] ?? null,
    manifests: files.map((file) => file.path),
    dependencies: dependenciesOf(reader, toml, pyproject, pipfile, [...requirements, ...included], setup),
    packaged: dig(toml, 'build-system') !== undefined,
    scripts: Object.fromEntries(
      Object.entries({
        ...record(dig(toml, 'project', 'scripts')),
        ...record(dig(toml, 'tool', 'poetry', 'scripts'))
      }).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    ),
    version: await pythonVersionOf(reader, folder, { toml, pyproject, pipfile }),
    files
  };
}

function requirementFiles(reader: Reader, folder: string): string[] {
  const here = reader.tree.named(folder, requirementNames);
  const nested = reader.tree.named(
    folder === '.' ? 'requirements' : `${folder}/requirements`,
    /^(?:prod|production|base|deploy|common|main|requirements)\.(?:txt|in)$/
  );
  const rank = (path: string) =>
    ['requirements.txt', 'production.txt', 'prod.txt'].findIndex((name) => path.endsWith(name));
  return [...here, ...nested]
    .sort((a, b) => (rank(a) < 0 ? 9 : rank(a)) - (rank(b) < 0 ? 9 : rank(b)) || a.length - b.length)
    .slice(0, 3);
}

const includedBy = (reader: Reader, file: SourceFile): string[] =>
  [...file.text.matchAll(/^\s*-r\s*(\S+)/gm)]
    .map((match) =>
      reader.tree.first(file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '.', match[1]!)
    )
    .filter((path) => path !== null);

const lockAbove = (reader: Reader, folder: string, name: string) =>
  upwards(folder)
    .map((each) => reader.tree.first(each, name))
    .find((path) => path !== null) ?? null;

function managerOf(
  toml: unknown,
  pyproject: SourceFile | null,
  pipfile: SourceFile | null,
  locks: Record<Exclude<PythonManager, 'pip'>, string | null>,
  requirements: SourceFile[]
): { manager: PythonManager; evidence: Evidence | null } {
  if (locks.uv && pyproject) return { manager: 'uv', evidence: evidenceOfFile(locks.uv, 'uv.lock', 0.98) };
  if (pyproject && dig(toml, 'tool', 'uv') !== undefined && requirements.length === 0)
    return { manager: 'uv', evidence: evidenceOf(pyproject, '[tool.uv', 0.9) };
  if (locks.poetry) return { manager: 'poetry', evidence: evidenceOfFile(locks.poetry, 'poetry.lock', 0.98) };
  if (pyproject && dig(toml, 'tool', 'poetry', 'dependencies') !== undefined)
    return { manager: 'poetry', evidence: evidenceOf(pyproject, '[tool.poetry', 0.95) };
  if (pyproject && (locks.pdm || (dig(toml, 'tool', 'pdm') !== undefined && requirements.length === 0)))
    return {
      manager: 'pdm',
      evidence: locks.pdm ? evidenceOfFile(locks.pdm, 'pdm.lock', 0.98) : evidenceOf(pyproject, '[tool.pdm', 0.9)
    };
  if (pipfile && requirements.length === 0)
    return { manager: 'pipenv', evidence: evidenceOfFile(pipfile.path, 'Pipfile', 0.95) };
  const first = requirements[0];
  return {
    manager: 'pip',
    evidence: first
      ? evidenceOfFile(first.path, 'requirements', 0.9)
      : pyproject
        ? evidenceOfFile(pyproject.path, 'pyproject.toml', 0.7)
        : null
  };
}

/** A package's name as the index writes it: lower case, hyphens. */
export const pythonName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

function dependenciesOf(
  reader: Reader,
  toml: unknown,
  pyproject: SourceFile | null,
  pipfile: SourceFile | null,
  requirements: SourceFile[],
  setup: SourceFile | null
): Dependency[] {
  const found: Dependency[] = [];
  const add = (file: SourceFile, line: string, development: boolean) => {
    const match = /^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([^;#]*)/.exec(line);
    if (match)
      found.push({
        name: pythonName(match[1]!),
        version: match[2]!.trim() || null,
        development,
        evidence: evidenceOf(file, match[1]!, 0.9)
      });
  };
  if (pyproject) {
    for (const line of texts(dig(toml, 'project', 'dependencies'))) add(pyproject, line, false);
    for (const group of Object.values(record(dig(toml, 'project', 'optional-dependencies'))))
      for (const line of texts(group)) add(pyproject, line, true);
    for (const group of Object.values(record(dig(toml, 'dependency-groups'))))
      for (const line of list(group).map(text)) if (line) add(pyproject, line, true);
    for (const [name, version] of Object.entries(record(dig(toml, 'tool', 'poetry', 'dependencies'))))
      if (name !== 'python') add(pyproject, `${name} ${text(version) ?? ''}`, record(version).optional === true);
  }
  if (pipfile)
    for (const [name, version] of Object.entries(record(dig(readToml(reader, pipfile), 'packages'))))
      add(pipfile, `${name} ${text(version) ?? ''}`, false);
  for (const file of requirements)
    for (const line of file.text.split('\n')) if (!/^\s*(?:#|-|$)/.test(line)) add(file, line, false);
  if (setup)
    for (const match of setup.text.matchAll(
      /^\s*['"]?([A-Za-z][\w.-]+)(?:\[[^\]]*\])?\s*[><=~!]=[^'"\n]*['"]?,?\s*$/gm
    ))
      add(setup, match[1]!, false);
  return found;
}
