import type { EvidenceMap } from '../../../domain/evidence.ts';
import {
  bareProcess,
  type App,
  type Detector,
  type Process,
  type StatedVariable,
  type StoreHint
} from '../detector.ts';
import { writePython } from '../dockerfile-writer/python.ts';
import { evidenceAt, evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { likelyEntries, releaseCommand, webCommand, workerCommands, type PythonCommand } from './python/apps.ts';
import { readProject, scriptNames, type PythonProject } from './python/project.ts';
import { scriptCommand, servesItself } from './python/script.ts';
import { pythonDefault } from './python/version.ts';

/** Python: pip, uv, Poetry and Pipenv; Django, Flask, FastAPI and their like; Celery and other workers. */
export const python: Detector = {
  name: 'python',
  lone: scriptNames,
  manifests: /^(?:pyproject\.toml|requirements(?:[-_.]\w+)?\.(?:txt|in)|Pipfile|setup\.py|manage\.py)$/,
  detect: async (folder, reader) => {
    const project = await readProject(reader, folder);
    return project ? describe(reader, project) : null;
  }
};

/** Frameworks by package, those that build on others first; `port` is the one their own documents use. */
const frameworks: [string, string, number][] = [
  ['django', 'django', 8000],
  ['wagtail', 'django', 8000],
  ['fastapi', 'fastapi', 8000],
  ['python-fasthtml', 'fasthtml', 5001],
  ['litestar', 'litestar', 8000],
  ['sanic', 'sanic', 8000],
  ['quart', 'quart', 8000],
  ['starlette', 'starlette', 8000],
  ['streamlit', 'streamlit', 8501],
  ['gradio', 'gradio', 7860],
  ['dash', 'dash', 8050],
  ['flask', 'flask', 8000],
  ['apiflask', 'flask', 8000],
  ['connexion', 'flask', 8000],
  ['bottle', 'bottle', 8000],
  ['falcon', 'falcon', 8000],
  ['pyramid', 'pyramid', 6543],
  ['tornado', 'tornado', 8888],
  ['aiohttp', 'aiohttp', 8080]
];

async function describe(reader: Reader, project: PythonProject): Promise<App> {
  const files = await reader.read(likelyEntries(reader, project.folder), 'entry point');
  const framework = frameworkOf(reader, project, files);
  const web = webCommand(reader, project, framework?.name ?? null, files) ?? scriptCommand(reader, project, files);
  const workers = workerCommands(reader, project, files);
  const release = web ? releaseCommand(reader, project, framework?.name ?? null) : null;
  const kind = framework || (web && servesItself(files, web)) ? 'web' : 'worker';
  const processes = processesOf(project, kind, web, workers);
  const adds = [...new Set([web, ...workers.values()].flatMap((command) => command?.adds ?? []))];
  const collects = framework?.name === 'django' && files.some((file) => /^\s*STATIC_ROOT\s*=/m.test(file.text));
  const evidence: EvidenceMap = {
    language: evidenceOfFile(project.files[0]?.path ?? files[0]?.path ?? project.folder, 'Python', 0.95)
  };
  if (framework) evidence.framework = framework.evidence;
  if (project.managerEvidence) evidence.packageManager = project.managerEvidence;
  evidence.runtimeVersion =
    project.version?.evidence ??
    evidenceOfFile(project.files[0]?.path ?? project.folder, 'no version is stated: the current line', 0.4);
  if (release) evidence.releaseCommand = release.evidence;
  return {
    path: project.folder,
    name: project.folder === '.' ? project.name : nameOf(project.folder),
    language: 'Python',
    framework: framework?.name ?? null,
    runtimeVersion: project.version?.version ?? pythonDefault,
    packageManager: project.files.length > 0 ? project.manager : null,
    buildCommand: collects ? 'python manage.py collectstatic --noinput' : null,
    releaseCommand: release?.text ?? null,
    health: null,
    defaultPort: framework?.port ?? null,
    processes,
    dependencies: project.dependencies,
    entries: files.map((file) => file.path),
    variables: framework?.name === 'django' ? djangoVariables(reader, project, files) : [],
    stores: framework?.name === 'django' ? djangoStores(files) : sqliteDefault(files),
    serves: [],
    evidence,
    write: (facts) =>
      writePython({ project, adds, collects, tree: reader.tree, settings: settingsModule(reader, project) }, facts)
  };
}

function frameworkOf(
  reader: Reader,
  project: PythonProject,
  files: SourceFile[]
): { name: string; port: number; evidence: App['evidence'][string] } | null {
  for (const [dependency, name, port] of frameworks) {
    const found = project.dependencies.find((each) => each.name === dependency && !each.development);
    if (found) return { name, port, evidence: found.evidence };
  }
  const manage = reader.tree.first(project.folder, 'manage.py');
  if (manage && reader.tree.below(project.folder, /(?:^|\/)(?:wsgi|settings)\.py$/).length > 0)
    return { name: 'django', port: 8000, evidence: evidenceOfFile(manage, 'manage.py', 0.85) };
  for (const [, name, port] of frameworks) {
    const file = files.find((each) => new RegExp(`^\\s*(?:from|import)\\s+${name}\\b`, 'm').test(each.text));
    if (file) return { name, port, evidence: evidenceOf(file, new RegExp(`(?:from|import)\\s+${name}\\b`), 0.8) };
  }
  return null;
}

function processesOf(
  project: PythonProject,
  kind: 'web' | 'worker',
  web: PythonCommand | null,
  workers: Map<string, PythonCommand>
): Process[] {
  const background = [...workers].map(([name, command]): Process => ({
    ...bareProcess('worker', command.text, { startCommand: command.evidence }),
    name
  }));
  if (!web) return project.packaged && kind === 'worker' ? [] : background;
  return [bareProcess(kind, web.text, { startCommand: web.evidence }), ...background];
}

const settingsModule = (reader: Reader, project: PythonProject): string | null => {
  const manage = reader.known(reader.tree.first(project.folder, 'manage.py') ?? '');
  return /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(manage?.text ?? '')?.[1] ?? null;
};

/** Django refuses requests for hosts that ALLOWED_HOSTS lacks; the settings say which variable fills it. */
function djangoVariables(reader: Reader, project: PythonProject, files: SourceFile[]): StatedVariable[] {
  const production = reader.tree.below(project.folder, /(?:^|\/)settings\/(?:prod|production)\.py$/)[0];
  const manage = settingsModule(reader, project);
  if (!production || !manage || /\.(?:prod|production)$/.test(manage)) return [];
  const module = (within(project.folder, production) ?? production).replace(/\.py$/, '').replaceAll('/', '.');
  if (
    !files.some((file) => file.path === production) ||
    !/\bimport \*|STATIC|ALLOWED_HOSTS/.test(reader.known(production)?.text ?? '')
  )
    return [];
  return [
    {
      name: 'DJANGO_SETTINGS_MODULE',
      default: module,
      required: true,
      buildTime: false,
      generated: false,
      describes: 'The settings that production runs with',
      origin: 'framework',
      evidence: evidenceOfFile(production, module, 0.8)
    }
  ];
}

const engines: [RegExp, StoreHint['kind']][] = [
  [
    /django\.(?:contrib\.gis\.)?db\.backends\.(?:postgresql(?:_psycopg2)?|postgis)|dj_db_conn_pool\.backends\.postgresql/,
    'postgres'
  ],
  [/django\.(?:contrib\.gis\.)?db\.backends\.mysql/, 'mysql'],
  [/django\.(?:contrib\.gis\.)?db\.backends\.(?:sqlite3|spatialite)|sqlite:\/\//, 'sqlite']
];

function djangoStores(files: SourceFile[]): StoreHint[] {
  const hints: StoreHint[] = [];
  for (const file of files) {
    for (const [pattern, kind] of engines) {
      const offset = file.text.search(pattern);
      if (offset < 0 || hints.some((hint) => hint.kind === kind)) continue;
      hints.push({
        kind,
        name: null,
        version: null,
        strength: kind === 'sqlite' ? 'embedded' : 'needed',
        reason:
          kind === 'sqlite'
            ? 'the settings fall back to SQLite, a file of the service’s own'
            : `the settings use ${kind}`,
        evidence: evidenceAt(file, offset, 0.9)
      });
    }
  }
  const fallsBack = hints.some((hint) => hint.kind === 'sqlite');
  return fallsBack ? hints.map((hint) => (hint.kind === 'sqlite' ? hint : { ...hint, strength: 'optional' })) : hints;
}

function sqliteDefault(files: SourceFile[]): StoreHint[] {
  for (const file of files) {
    const offset = file.text.search(/['"]sqlite(?:\+\w+)?:\/\/\//);
    if (offset >= 0)
      return [
        {
          kind: 'sqlite',
          name: null,
          version: null,
          strength: 'embedded',
          reason: 'the code falls back to SQLite, a file of the service’s own',
          evidence: evidenceAt(file, offset, 0.85)
        }
      ];
  }
  return [];
}
