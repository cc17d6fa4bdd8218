import type { EvidenceMap } from '../../../domain/evidence.ts';
import {
  bareProcess,
  type App,
  type Detector,
  type Process,
  type StatedVariable,
  type StoreHint
} from '../detector.ts';
import { writePhp } from '../dockerfile-writer/php.ts';
import { evidenceAt, evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { phpEntries } from './php/entries.ts';
import { phpFramework, type PhpFramework } from './php/frameworks.ts';
import { readPhp, usesPackage, type PhpProject } from './php/project.ts';
import { laravelStores, plainStores, symfonyStores } from './php/stores.ts';
import { laravelWorkers, symfonyWorkers } from './php/workers.ts';

/** PHP with Composer or without: Laravel, Symfony, Slim, CodeIgniter, CakePHP, Yii, WordPress and plain pages. */
export const php: Detector = {
  name: 'php',
  manifests: /^(?:composer\.json|index\.php)$/,
  detect: async (folder, reader) => {
    const project = await readPhp(reader, folder);
    return project ? describe(reader, project) : null;
  }
};

/** The files that say how the app is set up, as far as its framework has them. */
interface Settings {
  example: SourceFile | null;
  database: SourceFile | null;
  bootstrap: SourceFile | null;
  entries: SourceFile[];
}

async function describe(reader: Reader, project: PhpProject): Promise<App> {
  const found = phpFramework(reader, project);
  const framework = found?.framework ?? null;
  const settings = await readSettings(reader, project, framework);
  const serves = project.root !== null;
  const workers = serves ? await workersOf(reader, project, framework, settings) : [];
  const release = serves ? (framework?.release?.(reader, project) ?? null) : null;
  const health = /\bhealth:\s*['"](\/[\w/-]*)['"]/.exec(settings.bootstrap?.text ?? '');
  const evidence = evidenceFor(project, found?.evidence ?? null);
  if (health && settings.bootstrap) evidence.health = evidenceAt(settings.bootstrap, health.index, 0.95);
  if (release && found) evidence.releaseCommand = { ...found.evidence, confidence: 0.8 };
  const stores = storesOf(project, framework, settings);
  const front = buildsPages(reader, project);
  return {
    path: project.folder,
    name: project.folder === '.' ? project.name : nameOf(project.folder),
    language: 'PHP',
    framework: framework?.name ?? null,
    runtimeVersion: project.version.stated,
    packageManager: project.composer ? 'composer' : null,
    buildCommand: front ? 'npm run build' : null,
    releaseCommand: release,
    health: health?.[1] ?? null,
    defaultPort: 8080,
    processes: serves ? [web(reader, project), ...workers] : [],
    dependencies: project.packages,
    entries: phpEntries(reader, project, framework?.name ?? null, settings.example !== null),
    variables: variablesOf(project, framework, stores),
    stores,
    serves: [],
    keeps: framework?.keeps ?? [],
    evidence,
    write: (facts) =>
      writePhp(
        {
          project,
          framework,
          stores: stores.filter((each) => each.strength !== 'optional').map((each) => each.kind),
          front,
          tree: reader.tree
        },
        facts
      )
  };
}

function web(reader: Reader, project: PhpProject): Process {
  const page = reader.tree.first(project.folder, `${project.root}/index.php`)!;
  const evidence = evidenceOfFile(page, `Apache serves ${project.root === '.' ? 'this folder' : project.root}`, 0.8);
  return bareProcess('web', 'apache2-foreground', { startCommand: evidence, kind: evidence });
}

async function readSettings(reader: Reader, project: PhpProject, framework: PhpFramework | null): Promise<Settings> {
  const one = (...paths: string[]) => reader.one(reader.tree.first(project.folder, ...paths), 'settings');
  const laravel = framework?.name === 'laravel' || framework?.name === 'lumen';
  return {
    example: laravel
      ? await one('.env.example', '.env.production.example', '.env.dist')
      : framework?.name === 'symfony'
        ? await one('.env', '.env.dist')
        : null,
    database: laravel ? await one('config/database.php', 'app/Config/database.php') : null,
    bootstrap: laravel ? await one('bootstrap/app.php') : null,
    entries:
      laravel || framework?.name === 'symfony' ? [] : await reader.read(plainSettings(reader, project), 'settings')
  };
}

/** Files that a framework of the smaller kind, or a plain program, keeps the address of its database in. */
const plainSettings = (reader: Reader, project: PhpProject): string[] => [
  ...['config/app_local.example.php', 'config/app.php', 'app/Config/Database.php', 'config/db.php', 'app/settings.php']
    .map((path) => reader.tree.first(project.folder, path))
    .filter((path) => path !== null),
  ...phpEntries(reader, project, null, false).slice(0, 10)
];

function storesOf(project: PhpProject, framework: PhpFramework | null, settings: Settings): StoreHint[] {
  if (framework?.name === 'laravel' || framework?.name === 'lumen')
    return laravelStores(settings.example, settings.database, usesPackage(project, 'laravel/horizon'));
  if (framework?.name === 'symfony')
    return usesPackage(project, 'doctrine/doctrine-bundle', 'symfony/orm-pack') ? symfonyStores(settings.example) : [];
  if (framework?.name === 'wordpress' || framework?.name === 'drupal')
    return [
      {
        kind: 'mysql',
        name: null,
        version: null,
        strength: 'needed',
        reason: `${framework.name} keeps everything in MySQL`,
        evidence: evidenceOfFile(project.composer?.path ?? `${project.folder}/index.php`, framework.name, 0.9)
      }
    ];
  return plainStores(settings.entries);
}

const workersOf = (
  reader: Reader,
  project: PhpProject,
  framework: PhpFramework | null,
  settings: Settings
): Promise<Process[]> => {
  if (framework?.name === 'laravel') return laravelWorkers(reader, project, settings.example);
  return framework?.name === 'symfony' ? symfonyWorkers(reader, project) : Promise.resolve([]);
};

/** The keys that a framework needs, and the file of a database that is kept beside the code. */
function variablesOf(project: PhpProject, framework: PhpFramework | null, stores: StoreHint[]): StatedVariable[] {
  const file = project.composer?.path ?? project.folder;
  const state = (name: string, describes: string, more: Partial<StatedVariable>): StatedVariable => ({
    name,
    default: null,
    required: true,
    buildTime: false,
    generated: false,
    describes,
    origin: 'framework',
    evidence: evidenceOfFile(file, framework?.name ?? '', 0.85),
    ...more
  });
  const embedded = stores.some((each) => each.kind === 'sqlite' && each.strength === 'embedded');
  const soft = { required: false };
  switch (framework?.name) {
    case 'laravel':
      return [
        state('APP_KEY', 'The key that encrypts sessions and other values', { generated: true }),
        state('APP_ENV', '', { ...soft, default: 'production' }),
        ...(embedded
          ? [state('DB_DATABASE', 'The database file', { ...soft, default: 'database/database.sqlite' })]
          : [])
      ];
    case 'symfony':
      return [
        state('APP_SECRET', 'The key that signs tokens and links', { generated: true }),
        state('APP_ENV', '', { ...soft, default: 'prod' }),
        ...(embedded
          ? [state('DATABASE_URL', 'The database file', { ...soft, default: 'sqlite:////data/app.db' })]
          : [])
      ];
    default:
      return [];
  }
}

/** Whether a package.json beside composer.json builds the pages' scripts and styles. */
const buildsPages = (reader: Reader, project: PhpProject): boolean => {
  const manifest = reader.known(reader.tree.first(project.folder, 'package.json') ?? '');
  return /"build"\s*:\s*"/.test(manifest?.text ?? '');
};

function evidenceFor(project: PhpProject, framework: EvidenceMap[string] | null): EvidenceMap {
  const manifest = project.composer?.path ?? `${project.folder === '.' ? '' : `${project.folder}/`}index.php`;
  const language = project.composer
    ? evidenceOf(project.composer, /"require"/, 0.95)
    : evidenceOfFile(manifest, 'index.php', 0.8);
  return {
    language,
    port: { ...language, excerpt: 'the port that Apache is given', confidence: 0.8 },
    runtimeVersion: project.version.evidence ?? evidenceOfFile(manifest, 'no version is stated: the current line', 0.4),
    ...(project.composer ? { packageManager: evidenceOfFile(manifest, 'composer.json', 1) } : {}),
    ...(framework ? { framework } : {})
  };
}
