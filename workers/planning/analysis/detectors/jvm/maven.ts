import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { folderOf, joinPath, nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { elements, readXml, textOf, type XmlElement } from '../../reading/xml.ts';
import type { JvmProject, Plugin, StatedVersion } from './project.ts';
import { majorOf } from './versions.ts';

/** A pom.xml as read: its own file, and its root element. */
interface Pom {
  path: string;
  file: SourceFile;
  root: XmlElement;
}

const furthestParent = 5;

/** Reads the module in a folder with all that it inherits from parents in the repository; null where its pom.xml is none. */
export async function readMaven(reader: Reader, folder: string): Promise<JvmProject | null> {
  const chain = await lineageOf(reader, folder);
  const own = chain[0];
  if (!own) return null;
  const properties = propertiesOf(chain);
  const value = (text: string | null) => (text === null ? null : filled(text, properties));
  const root = await rootOf(reader, chain);
  const uses = await siblingsOf(reader, chain, root, value);
  const artifact = value(textOf(own.root, 'artifactId')) ?? '';
  const packaging = value(textOf(own.root, 'packaging'));
  return {
    tool: 'maven',
    folder,
    root,
    name: artifact || nameOf(folder),
    file: own.file,
    packaging: packaging === 'war' || packaging === 'pom' ? packaging : 'jar',
    dependencies: [
      ...chain.flatMap((pom) => dependenciesOf(pom, value)),
      ...uses.flatMap((pom) => dependenciesOf(pom, value))
    ],
    plugins: chain.flatMap((pom) => pluginsOf(pom, value)),
    uses: uses.map((pom) => folderOf(pom.path)),
    java: javaOf(chain, value),
    mainClass: mainClassOf(chain, value),
    wrapper: wrapperOf(reader, root)
  };
}

async function readPom(reader: Reader, path: string | null): Promise<Pom | null> {
  const file = await reader.one(path, 'manifest');
  const root = readXml(reader, file);
  return file && root?.name === 'project' ? { path: file.path, file, root } : null;
}

/** A module's pom and those of its parents in the repository, nearest first. */
async function lineageOf(reader: Reader, folder: string): Promise<Pom[]> {
  const chain: Pom[] = [];
  let pom = await readPom(reader, reader.tree.first(folder, 'pom.xml'));
  while (pom && chain.length < furthestParent && !chain.some((each) => each.path === pom!.path)) {
    chain.push(pom);
    pom = await readPom(reader, parentPath(reader, pom));
  }
  return chain;
}

function parentPath(reader: Reader, { path, root }: Pom): string | null {
  const parent = elements(root, 'parent')[0];
  if (!parent) return null;
  const stated = elements(parent, 'relativePath')[0];
  if (stated && stated.text.trim() === '') return null;
  const beside = stated?.text.trim() ?? '../pom.xml';
  return reader.tree.first(folderOf(path), beside, `${beside}/pom.xml`);
}

/** The folder of the outermost pom that names the module, directly or through others; the module's own where none does. */
async function rootOf(reader: Reader, chain: Pom[]): Promise<string> {
  let root = folderOf(chain[0]!.path);
  for (let above = folderOf(root); root !== '.'; above = folderOf(above)) {
    const pom = await readPom(reader, reader.tree.first(above, 'pom.xml'));
    if (pom && modulesOf(pom).includes(root)) root = above;
    if (above === '.') break;
  }
  return root;
}

/** The folders that a pom lists as its modules. */
const modulesOf = (pom: Pom): string[] =>
  [...elements(pom.root, 'modules', 'module'), ...elements(pom.root, 'profiles', 'profile', 'modules', 'module')]
    .map((each) => joinPath(folderOf(pom.path), each.text.trim().replace(/\/?pom\.xml$/, '')))
    .filter((path) => path !== null);

type Value = (text: string | null) => string | null;

/** The modules of the same build that a module depends on, as far as their folders bear their names. */
async function siblingsOf(reader: Reader, chain: Pom[], root: string, value: Value): Promise<Pom[]> {
  const group = (pom: Pom) => value(textOf(pom.root, 'groupId') ?? textOf(pom.root, 'parent', 'groupId'));
  const groups = new Set(chain.map(group));
  const wanted = dependencyElements(chain[0]!)
    .filter((each) => groups.has(value(textOf(each, 'groupId'))))
    .map((each) => value(textOf(each, 'artifactId')))
    .filter((name) => name !== null);
  const found: Pom[] = [];
  for (const name of [...new Set(wanted)].slice(0, 6)) {
    const candidates = reader.tree
      .below(root, /(?:^|\/)pom\.xml$/)
      .filter((path) => path !== chain[0]!.path && fits(nameOf(folderOf(path)), name));
    const pom = await readPom(reader, candidates[0] ?? null);
    if (pom) found.push(pom);
  }
  return found;
}

const fits = (folder: string, artifact: string) => artifact === folder || artifact.endsWith(`-${folder}`);

function propertiesOf(chain: Pom[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const pom of [...chain].reverse()) {
    for (const each of elements(pom.root, 'properties').flatMap((list) => list.children))
      found.set(each.name, each.text.trim().slice(0, 500));
    for (const name of ['version', 'groupId']) {
      const said = textOf(pom.root, name) ?? textOf(pom.root, 'parent', name);
      if (said) for (const key of [`project.${name}`, `pom.${name}`]) found.set(key, said);
    }
  }
  found.set('project.artifactId', textOf(chain[0]!.root, 'artifactId') ?? '');
  return found;
}

/** A text with the properties that it names filled in, a few steps deep. */
function filled(text: string, properties: Map<string, string>): string {
  let result = text;
  for (let round = 0; round < 4 && result.includes('${') && result.length < 1000; round++)
    result = result.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => properties.get(name) ?? whole);
  return result.trim();
}

const dependencyElements = ({ root }: Pom): XmlElement[] => [
  ...elements(root, 'dependencies', 'dependency'),
  ...elements(root, 'profiles', 'profile')
    .filter((profile) => textOf(profile, 'activation', 'activeByDefault') === 'true')
    .flatMap((profile) => elements(profile, 'dependencies', 'dependency'))
];

function dependenciesOf(pom: Pom, value: Value): Dependency[] {
  return dependencyElements(pom).flatMap((each) => {
    const [group, artifact] = [value(textOf(each, 'groupId')), value(textOf(each, 'artifactId'))];
    if (!group || !artifact) return [];
    const at = elements(each, 'artifactId')[0]!.offset;
    return {
      name: `${group}:${artifact}`,
      version: value(textOf(each, 'version')),
      development: /^(?:test|provided|system)$/.test(textOf(each, 'scope') ?? ''),
      evidence: evidenceAt(pom.file, at)
    };
  });
}

const pluginElements = ({ root }: Pom): XmlElement[] => [
  ...elements(root, 'build', 'plugins', 'plugin'),
  ...elements(root, 'profiles', 'profile', 'build', 'plugins', 'plugin')
];

/** Plugins by artifact, with the parent that Spring and Quarkus projects inherit among them. */
function pluginsOf(pom: Pom, value: Value): Plugin[] {
  const parent = elements(pom.root, 'parent')[0];
  return [...(parent ? [parent] : []), ...pluginElements(pom)].flatMap((each) => {
    const id = value(textOf(each, 'artifactId'));
    return id ? { id, version: value(textOf(each, 'version')), evidence: evidenceAt(pom.file, each.offset) } : [];
  });
}

/** Properties that state the Java that is compiled for: the compiler's own before those that only its settings name. */
const releaseNames = [
  'maven.compiler.release',
  'java.version',
  'maven.compiler.target',
  'maven.compiler.source',
  'jdk.version',
  'java.release',
  'javaVersion',
  'java.compiler.release'
];

/**
 * The Java that a module is compiled for: a release that the compiler is told, then the properties, then a target that it is told,
 * which any release overrules.
 */
function javaOf(chain: Pom[], value: Value): StatedVersion | null {
  const compilers = chain.flatMap((pom) =>
    [
      ...elements(pom.root, 'build', 'plugins', 'plugin'),
      ...elements(pom.root, 'build', 'pluginManagement', 'plugins', 'plugin')
    ]
      .filter((plugin) => /^(?:maven-compiler-plugin|kotlin-maven-plugin)$/.test(textOf(plugin, 'artifactId') ?? ''))
      .map((plugin) => ({ pom, plugin }))
  );
  const told = (...names: string[]) =>
    compilers.flatMap(({ pom, plugin }) =>
      names.flatMap((name) => elements(plugin, 'configuration', name)).map((element) => ({ pom, element }))
    );
  const named = releaseNames.flatMap((name) =>
    chain.flatMap((pom) => elements(pom.root, 'properties', name).map((element) => ({ pom, element })))
  );
  for (const { pom, element } of [...told('release'), ...named, ...told('target', 'source', 'jvmTarget')]) {
    const version = majorOf(value(element.text));
    if (version) return { version, evidence: evidenceAt(pom.file, element.offset, 0.95) };
  }
  return null;
}

function mainClassOf(chain: Pom[], value: Value): string | null {
  const stated = chain.flatMap((pom) => [
    ...pluginElements(pom).flatMap((plugin) => [
      ...elements(plugin, 'configuration', 'mainClass'),
      ...elements(plugin, 'configuration', 'archive', 'manifest', 'mainClass'),
      ...elements(plugin, 'executions', 'execution', 'configuration', 'transformers', 'transformer', 'mainClass'),
      ...elements(plugin, 'executions', 'execution', 'configuration', 'archive', 'manifest', 'mainClass')
    ]),
    ...['start-class', 'mainClass', 'main.class', 'exec.mainClass', 'main.verticle'].flatMap((name) =>
      elements(pom.root, 'properties', name)
    )
  ]);
  const names = stated.map((each) => value(each.text)).filter((name) => /^[\w.$]+$/.test(name ?? ''));
  return names[0] ?? null;
}

function wrapperOf(reader: Reader, root: string): string | null {
  const script = reader.tree.first(root, 'mvnw');
  return script && reader.tree.first(root, '.mvn/wrapper/maven-wrapper.properties') ? 'maven' : null;
}
