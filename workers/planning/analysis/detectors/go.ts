import type { EvidenceMap } from '../../../domain/evidence.ts';
import type { ServiceKind } from '../../../domain/service.ts';
import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { writeGo } from '../dockerfile-writer/go.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { goFrameworkOf, type GoFramework } from './go/frameworks.ts';
import { readModule, type GoModule } from './go/module.ts';
import { goNative } from './go/native.ts';
import { goPrograms, type GoProgram } from './go/programs.ts';
import { builtPages } from './pages.ts';
import { assetFolders, settingsFiles } from './programs/files.ts';
import { isServerName } from './programs/names.ts';

/** Go modules: each main package that listens or works in the background is a process. */
export const go: Detector = {
  name: 'go',
  manifests: /^go\.mod$/,
  lone: ['main.go'],
  detect: async (folder, reader) => {
    const module = await readModule(reader, folder);
    return module ? describe(reader, module) : null;
  }
};

async function describe(reader: Reader, module: GoModule): Promise<App> {
  const { folder, file } = module;
  const programs = await goPrograms(reader, module);
  const framework = goFrameworkOf(module.dependencies);
  const code = [...new Set(programs.flatMap((program) => program.code))];
  const likely = await reader.read(likelyFiles(reader, folder, programs.length > 0 ? 8 : 0), 'settings or routes');
  const pages = await builtPages(reader, module.context, [
    ...code,
    ...likely,
    ...(await embedding(reader, folder, programs))
  ]);
  const native = await goNative(reader, module);
  const main = programs[0];
  return {
    path: folder,
    name: folder === '.' ? moduleName(module) : nameOf(folder),
    language: 'Go',
    framework: framework?.name ?? null,
    runtimeVersion: module.version?.version ?? null,
    packageManager: 'go',
    buildCommand: main ? `go build -o bin/app ${main.target}` : null,
    releaseCommand: null,
    health: null,
    defaultPort: framework?.port ?? 8080,
    processes: processesOf(module, programs, framework),
    dependencies: module.dependencies,
    entries: [...new Set([...programs.map((each) => each.file), ...likely, ...code].map(({ path }) => path))].slice(
      0,
      32
    ),
    variables: [],
    stores: [],
    serves: pages.map(({ app }) => app.folder),
    evidence: evidenceFor(file, module, framework),
    write: (facts) =>
      writeGo(
        {
          module,
          programs: programs.map(({ name, target }) => ({ name, target })),
          native,
          pages,
          assets: assetFolders(reader.tree, folder),
          settings: settingsFiles(reader.tree, folder),
          sums: reader.tree.first(folder, 'go.sum') !== null
        },
        facts
      )
  };
}

const moduleName = ({ path }: GoModule): string =>
  path
    .replace(/\/v\d+$/, '')
    .split('/')
    .at(-1) ?? '';

function evidenceFor(file: SourceFile, { version }: GoModule, framework: GoFramework | null): EvidenceMap {
  const evidence: EvidenceMap = {
    language: evidenceOfFile(file.path, nameOf(file.path), 1),
    packageManager: evidenceOfFile(file.path, nameOf(file.path), 1)
  };
  if (version) evidence.runtimeVersion = version.evidence;
  if (framework) evidence.framework = framework.by.evidence;
  return evidence;
}

const argumentParser =
  /^github\.com\/(?:spf13\/cobra|urfave\/cli|alecthomas\/kong|jessevdk\/go-flags|charmbracelet\/bubbletea)(?:\/|$)/;

/** The program that listens first is the app itself; others are processes when they work in the background or listen by name. */
function processesOf(module: GoModule, programs: GoProgram[], framework: GoFramework | null): Process[] {
  const [first, ...others] = programs;
  if (!first) return [];
  const process = (each: GoProgram, kind: ServiceKind, name: string | null): Process => ({
    ...bareProcess(kind, '/app/bin/app', { startCommand: evidenceOf(each.file, /^func main\(\)/m, 0.85) }),
    name
  });
  const serves = first.listens || framework !== null;
  if (!serves && !first.works && module.dependencies.some(({ name }) => argumentParser.test(name))) return [];
  return [
    process(first, serves && !first.works ? 'web' : 'worker', null),
    ...others
      .filter((each) => each.works || (each.listens && isServerName(each.name) && first.target !== '.'))
      .map((each) => process(each, each.works ? 'worker' : 'web', each.name))
  ];
}

const likelyFiles = (reader: Reader, folder: string, most: number): string[] =>
  reader.tree
    .below(
      folder,
      /(?:^|\/)(?:config|settings|env|conf|options|server|routes?|router|http|api|handlers?|database|db|parser|health\w*)\.go$/
    )
    .slice(0, most);

/** Files that are likely to build pages into the program. */
async function embedding(reader: Reader, folder: string, programs: GoProgram[]): Promise<SourceFile[]> {
  if (programs.length === 0) return [];
  const paths = reader.tree.below(
    folder,
    /(?:^|\/)(?:embed\w*|frontend|ui|web\w*|assets?|static|serve|spa|dist|public)\.go$/
  );
  return reader.read(paths.slice(0, 5), 'embedded pages');
}
