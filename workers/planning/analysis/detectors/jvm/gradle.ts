import { folderOf, joinPath, nameOf, upwards } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { emptyCatalogue, readCatalogue, type Catalogue } from './catalogue.ts';
import { dependenciesIn, javaIn, mainClassIn, modulesUsed, pluginsIn, shared, uncommented } from './gradle-script.ts';
import type { JvmProject } from './project.ts';

/** A Gradle build as a whole: where its settings lie, which modules it has, and what it shares with all of them. */
interface Build {
  root: string;
  name: string;
  /** Folders of the modules, by their path with colons. */
  modules: Map<string, string>;
  catalogue: Catalogue;
  rootFile: SourceFile | null;
}

const scripts = ['build.gradle.kts', 'build.gradle'];
const settings = ['settings.gradle.kts', 'settings.gradle'];

/** Reads the module in a folder with what the build shares with it; null where it has no build file. */
export async function readGradle(reader: Reader, folder: string): Promise<JvmProject | null> {
  const file = await reader.one(reader.tree.first(folder, ...scripts), 'manifest');
  if (!file) return null;
  const build = await buildOf(reader, folder);
  const own = uncommented(file);
  const common = build.rootFile && build.rootFile.path !== file.path ? [shared(build.rootFile)] : [];
  const conventions = await conventionsOf(reader, own, build);
  const applied = await appliedBy(reader, own, build);
  const sources = [own, ...applied, ...conventions, ...common];
  const used = await usedModules(reader, own, build);
  return {
    tool: 'gradle',
    folder,
    root: build.root,
    name: folder === build.root ? build.name || nameOf(folder) : nameOf(folder),
    file,
    packaging: 'jar',
    dependencies: [...sources, ...used].flatMap((each) => dependenciesIn(each, build.catalogue)),
    plugins: sources.flatMap((each) => pluginsIn(each, build.catalogue)),
    uses: used.map((each) => folderOf(each.path)),
    java: sources.map((each) => javaIn(each, build.catalogue)).find((version) => version !== null) ?? null,
    mainClass: sources.map(mainClassIn).find((name) => name !== null) ?? null,
    wrapper: await wrapperOf(reader, build.root)
  };
}

/** The build that a folder belongs to: the nearest settings at or above it that include it. */
async function buildOf(reader: Reader, folder: string): Promise<Build> {
  for (const at of upwards(folder)) {
    const file = await reader.one(reader.tree.first(at, ...settings), 'manifest');
    if (!file) continue;
    const text = uncommented(file).text;
    const modules = includedIn(text, at);
    if (at !== folder && ![...modules.values()].includes(folder)) continue;
    return {
      root: at,
      name: /rootProject\.name\s*=\s*["']([\w. -]+)["']/.exec(text)?.[1] ?? '',
      modules,
      catalogue: await readCatalogue(reader, at),
      rootFile: await reader.one(reader.tree.first(at, ...scripts), 'manifest')
    };
  }
  const catalogue = reader.tree.first(folder, 'gradle/libs.versions.toml')
    ? await readCatalogue(reader, folder)
    : emptyCatalogue;
  return { root: folder, name: '', modules: new Map(), catalogue, rootFile: null };
}

/** The modules that settings include, `include("api", ":lib:core")` and `include ':web'`. */
function includedIn(text: string, root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(/\binclude\b[\s(]*((?:["'][\w:./-]+["'][\s,]*)+)/g))
    for (const [, name] of match[1]!.matchAll(/["']([\w:./-]+)["']/g)) {
      const path = `:${name!.replace(/^:/, '')}`;
      const folder = joinPath(root, path.slice(1).replaceAll(':', '/'));
      if (folder) found.set(path, folder);
    }
  for (const [, name, folder] of text.matchAll(
    /project\(\s*["'](:[\w:.-]+)["']\s*\)\.projectDir\s*=\s*(?:new\s+File\(\s*\w+\s*,\s*|file\(\s*)["']([\w./-]+)["']/g
  )) {
    const at = joinPath(root, folder!);
    if (at) found.set(name!, at);
  }
  return found;
}

/** The scripts of plugins that the build itself holds, for what they share between modules. */
async function conventionsOf(reader: Reader, own: SourceFile, build: Build): Promise<SourceFile[]> {
  const paths = pluginsIn(own, build.catalogue)
    .map((plugin) => plugin.id)
    .filter((id) => /^[\w.-]+$/.test(id))
    .flatMap((id) =>
      ['kotlin', 'groovy'].flatMap((language) => ['.gradle.kts', '.gradle'].map((end) => [id, language, end]))
    )
    .flatMap(([id, language, end]) =>
      ['buildSrc', 'build-logic', 'gradle/build-logic'].map((at) => `${at}/src/main/${language}/${id}${end}`)
    );
  const found = paths.map((path) => reader.tree.first(build.root, path)).filter((path) => path !== null);
  return (await reader.read(found.slice(0, 3), 'manifest')).map(uncommented);
}

const applying =
  /\bapply[\s(]+from\s*[:=]\s*["'](?:\$\{?(?:rootDir|projectDir|rootProject\.projectDir)\}?\/)?([\w./-]+)["']/g;

/** The scripts of the repository that a script takes in, from beside it or from the root. */
async function appliedBy(reader: Reader, own: SourceFile, build: Build): Promise<SourceFile[]> {
  const found = [...own.text.matchAll(applying)]
    .map(([, path]) => reader.tree.first(folderOf(own.path), path!) ?? reader.tree.first(build.root, path!))
    .filter((path) => path !== null);
  return (await reader.read(found.slice(0, 3), 'manifest')).map(uncommented);
}

async function usedModules(reader: Reader, own: SourceFile, build: Build): Promise<SourceFile[]> {
  const folders = modulesUsed(own)
    .map((path) => build.modules.get(path) ?? [...build.modules].find(([name]) => accessor(name) === path)?.[1])
    .filter((folder) => folder !== undefined);
  const paths = folders.map((folder) => reader.tree.first(folder, ...scripts)).filter((path) => path !== null);
  return (await reader.read(paths.slice(0, 6), 'manifest')).map(uncommented);
}

/** A module as type-safe accessors name it: `:my-lib:core` is `projects.myLib.core`. */
const accessor = (path: string) =>
  `projects.${path.slice(1).replaceAll(':', '.')}`.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());

/** The version that the wrapper fetches; the wrapper needs its own small jar to run. */
async function wrapperOf(reader: Reader, root: string): Promise<string | null> {
  if (!reader.tree.first(root, 'gradlew') || !reader.tree.first(root, 'gradle/wrapper/gradle-wrapper.jar')) return null;
  const file = await reader.one(reader.tree.first(root, 'gradle/wrapper/gradle-wrapper.properties'), 'manifest');
  return /gradle-(\d+(?:\.\d+)*)/.exec(file?.text ?? '')?.[1] ?? null;
}
