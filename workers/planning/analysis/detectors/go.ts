import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Dependency, type Detector, type Process } from '../detector.ts';
import { writeGo } from '../dockerfile-writer/go.ts';
import { evidenceAt, evidenceOf, evidenceOfFile, lineAt } from '../reading/evidence.ts';
import { folderOf, nameOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { isAside } from '../reading/tree.ts';

/** Go modules: each main package that listens or works in the background is a process. */
export const go: Detector = {
  name: 'go',
  manifests: /^go\.mod$/,
  detect: async (folder, reader) => {
    const file = await reader.one(reader.tree.first(folder, 'go.mod'), 'manifest');
    return file ? describe(reader, folder, file) : null;
  }
};

const frameworks: [RegExp, string, number][] = [
  [/^github\.com\/gin-gonic\/gin$/, 'gin', 8080],
  [/^github\.com\/labstack\/echo/, 'echo', 1323],
  [/^github\.com\/gofiber\/fiber/, 'fiber', 3000],
  [/^github\.com\/go-chi\/chi/, 'chi', 8080],
  [/^github\.com\/beego\/beego/, 'beego', 8080],
  [/^github\.com\/gobuffalo\/buffalo$/, 'buffalo', 3000],
  [/^github\.com\/pocketbase\/pocketbase$/, 'pocketbase', 8090],
  [/^github\.com\/gorilla\/mux$/, 'gorilla', 8080]
];

async function describe(reader: Reader, folder: string, file: SourceFile): Promise<App> {
  const dependencies = requirements(file);
  const mains = await mainPackages(reader, folder);
  const cgo = await usesC(reader, folder, file);
  const framework = frameworks
    .map(([pattern, name, port]) => ({ name, port, by: dependencies.find((each) => pattern.test(each.name)) }))
    .find((each) => each.by);
  const version = /^go\s+(\d+\.\d+)/m.exec(file.text);
  const module = /^module\s+(\S+)/m.exec(file.text)?.[1] ?? '';
  const evidence: EvidenceMap = {
    language: evidenceOfFile(file.path, 'go.mod', 1),
    packageManager: evidenceOfFile(file.path, 'go.mod', 1)
  };
  if (version) evidence.runtimeVersion = evidenceAt(file, version.index, 0.95);
  if (framework?.by) evidence.framework = framework.by.evidence;
  return {
    path: folder,
    name:
      folder === '.'
        ? (module
            .replace(/\/v\d+$/, '')
            .split('/')
            .at(-1) ?? '')
        : nameOf(folder),
    language: 'Go',
    framework: framework?.name ?? null,
    runtimeVersion: version?.[1] ?? null,
    packageManager: 'go',
    buildCommand: mains.length > 0 ? `go build -o bin/app ${mains[0]!.target}` : null,
    releaseCommand: null,
    health: null,
    defaultPort: framework?.port ?? 8080,
    processes: processesOf(mains, framework !== undefined),
    dependencies,
    entries: [...mains.map((main) => main.file.path), ...likely(reader, folder)],
    variables: [],
    stores: [],
    serves: [],
    evidence,
    write: (facts) =>
      writeGo(
        {
          folder,
          target: mains.find((main) => main.name === facts.process.name)?.target ?? mains[0]?.target ?? '.',
          cgo,
          assets: assetFolders(reader, folder),
          sums: reader.tree.first(folder, 'go.sum') !== null,
          workspace: reader.tree.first(folder, 'go.work') !== null
        },
        facts
      )
  };
}

/** The modules that go.mod requires itself; those it calls indirect are left out. */
function requirements(file: SourceFile): Dependency[] {
  return [...file.text.matchAll(/^(?:require\s+|\t|\s{2,})([\w.-]+\.[\w./-]+)\s+(v\S+)(\s*\/\/\s*indirect)?/gm)]
    .filter((match) => !match[3])
    .map((match) => ({
      name: match[1]!,
      version: match[2]!,
      development: false,
      evidence: { path: file.path, line: lineAt(file.text, match.index), excerpt: match[0].trim(), confidence: 0.9 }
    }));
}

/**
 * Whether the program holds SQLite in C. Since Go 1.17 go.mod lists all that is built in, also what others require; before,
 * the sums tell it: they have a line for the code of a module only where that is used.
 */
async function usesC(reader: Reader, folder: string, file: SourceFile): Promise<boolean> {
  if (/^(?:require)?\s+github\.com\/mattn\/go-sqlite3\s+v/m.test(file.text)) return true;
  if (Number(/^go\s+1\.(\d+)/m.exec(file.text)?.[1] ?? 0) >= 17) return false;
  const sums = await reader.one(reader.tree.first(folder, 'go.sum'), 'manifest');
  return /^github\.com\/mattn\/go-sqlite3 v[^\s/]+ h1:/m.test(sums?.text ?? '');
}

interface Main {
  name: string | null;
  target: string;
  file: SourceFile;
  listens: boolean;
  works: boolean;
}

const tool =
  /^(?:cli|ctl|tool|tools|gen|generate|generator|codegen|migrate|migration|migrations|migrator|seed|seeder|example|examples|test|loadtest|bench|benchmark|client|script|scripts|debug|admin-cli|healthcheck|dump|import|export|lint)$|ctl$|-cli$|-gen$/i;

async function mainPackages(reader: Reader, folder: string): Promise<Main[]> {
  const local = (path: string) => within(folder, path) ?? path;
  const paths = reader.tree
    .below(folder, /(?:^|\/)(?:main|server|app)\.go$|(?:^|\/)cmd\/[^/]+\/[^/]+\.go$/)
    .filter(
      (path) =>
        !/_test\.go$/.test(path) &&
        local(path).split('/').length <= 4 &&
        !isAside(folderOf(local(path))) &&
        (local(path) === nameOf(path) || /(?:^|\/)(?:main|server|app)\.go$/.test(path))
    );
  const own = reader.tree
    .named(folder, /^[\w-]+\.go$/)
    .filter((path) => !/_test\.go$/.test(path))
    .slice(0, 6);
  const files = (await reader.read([...new Set([...paths, ...own])].slice(0, 14), 'entry point')).filter(
    (file) => /^package main\b/m.test(file.text) && /^func main\(\)/m.test(file.text)
  );
  const mains = files
    .map((file) => ({ file, folder: folderOf(local(file.path)) }))
    .filter(
      ({ folder: at }, index, all) => all.findIndex((other) => other.folder === at) === index && !tool.test(nameOf(at))
    )
    .map(({ file, folder: at }): Main => ({
      name: nameOf(at),
      target: at === '.' ? '.' : `./${at}`,
      file,
      listens:
        /ListenAndServe|\.Listen\(|\.Run\(|\.Start\(|gin\.|fiber\.|echo\.|chi\.|http\.Server|Serve\(|serve/i.test(
          file.text
        ),
      works: /worker|consumer|processor|scheduler|cron|subscriber|dispatch/i.test(nameOf(at === '.' ? folder : at))
    }));
  return mains.sort((a, b) => rank(a) - rank(b));
}

const rank = (main: Main) =>
  (main.works ? 3 : 0) + (main.listens ? 0 : 1) + (/^(?:server|api|web|app|\.)$/.test(nameOf(main.target)) ? 0 : 0.5);

/** The main package that listens is the app itself; others are processes when their names say that they work in the background or listen too. */
function processesOf(mains: Main[], framework: boolean): Process[] {
  const [first, ...others] = mains;
  if (!first) return [];
  first.name = null;
  const process = (main: Main, kind: Process['kind']): Process => ({
    ...bareProcess(kind, '/app/bin/app', { startCommand: evidenceOf(main.file, /^func main\(\)/m, 0.85) }),
    name: main.name
  });
  const kind =
    first.works ||
    (!first.listens && !framework && /kafka|amqp|rabbit|nats|pubsub|sqs|queue|consume/i.test(first.file.text))
      ? 'worker'
      : 'web';
  return [
    process(first, kind),
    ...others
      .filter(
        (main) => main.works || /^(?:api|web|server|gateway|[\w-]+-(?:service|server|api))$/.test(main.name ?? '')
      )
      .map((main) => process(main, main.works ? 'worker' : 'web'))
  ];
}

const likely = (reader: Reader, folder: string): string[] =>
  reader.tree
    .below(
      folder,
      /(?:^|\/)(?:config|settings|env|conf|options|server|routes?|router|http|api|handlers?|database|db|parser|health\w*)\.go$/
    )
    .filter((path) => !/_test\.go$/.test(path))
    .slice(0, 14);

/** Folders that a server reads while it runs: pages, styles, settings, migrations. */
const assetFolders = (reader: Reader, folder: string): string[] =>
  [
    'templates',
    'static',
    'public',
    'assets',
    'views',
    'web',
    'migrations',
    'config',
    'configs',
    'ui',
    'locales'
  ].filter((name) => reader.tree.hasFolder(folder === '.' ? name : `${folder}/${name}`));
