import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Dependency, type Detector } from '../detector.ts';
import { writeSbt } from '../dockerfile-writer/scala.ts';
import { evidenceAt, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { managedJava } from './jvm/versions.ts';
import { dependenciesIn, readSbt, type SbtBuild, type SbtProject } from './scala/build.ts';
import { hoconPort, hoconStores, hoconVariables } from './scala/settings.ts';

/** Scala, built by sbt: Play, http4s, ZIO, Pekko and Akka, and programs that listen by other means. */
export const scala: Detector = {
  name: 'scala',
  manifests: /^build\.sbt$/,
  detect: async (folder, reader) => {
    const build = await readSbt(reader, folder);
    return build ? describe(reader, build) : null;
  }
};

/** Frameworks by artifact, those that build on others first. */
const frameworks: [RegExp, string, number][] = [
  [/^org\.http4s:http4s-(?:ember|blaze|jetty|netty)-server$/, 'http4s', 8080],
  [/^(?:dev\.zio:zio-http|io\.d11:zhttp|com\.softwaremill\.sttp\.tapir:tapir-zio-http-server)$/, 'zio-http', 8080],
  [/^com\.softwaremill\.sttp\.tapir:tapir-(?:netty|vertx|armeria)-server/, 'tapir', 8080],
  [/^org\.apache\.pekko:pekko-http$/, 'pekko-http', 8080],
  [/^com\.typesafe\.akka:akka-http$/, 'akka-http', 8080],
  [/^com\.lihaoyi:cask$/, 'cask', 8080],
  [/^com\.twitter:finatra-http-server$|^com\.twitter:finatra-http$/, 'finatra', 8888],
  [/^org\.scalatra:scalatra/, 'scalatra', 8080],
  [/^com\.github\.finagle:finch/, 'finch', 8080]
];

const background =
  /^(?:org\.apache\.kafka:|com\.github\.fd4s:fs2-kafka|dev\.zio:zio-kafka|org\.apache\.pekko:pekko-connectors-kafka|com\.typesafe\.akka:akka-stream-kafka)/;

async function describe(reader: Reader, build: SbtBuild): Promise<App> {
  const own = await runningProject(reader, build);
  const dependencies = [...new Map(allOf(build).map((each) => [each.name, each])).values()];
  const play = build.plugins.find((plugin) =>
    /^(?:org\.playframework|com\.typesafe\.play):sbt-plugin$/.test(plugin.name)
  );
  const playing = play && /\bPlay(?:Scala|Java|Service|Web)\b|enablePlugins\([^)]*\bPlay\w*/.exec(build.file.text);
  const framework = frameworks
    .map(([pattern, name, port]) => ({
      name,
      port,
      by: dependencies.find((each) => pattern.test(each.name) && !each.development)
    }))
    .find((each) => each.by);
  const chosen = play && playing ? { name: 'play', port: 9000, by: play } : framework;
  const java = await managedJava(reader, build.root, build.java);
  const evidence: EvidenceMap = {
    language: evidenceOfFile(build.file.path, 'build.sbt', 0.95),
    packageManager: evidenceOfFile(build.file.path, 'build.sbt', 1),
    runtimeVersion: java.evidence ?? evidenceOfFile(build.file.path, 'no version is stated: a current line', 0.4)
  };
  if (chosen?.by) evidence.framework = chosen.by.evidence;
  const settings = await reader.read(confOf(reader, build, own), 'settings');
  const kind = own || chosen?.name === 'play' ? kindOf(chosen?.name ?? null, dependencies, own) : null;
  const port = kind === 'web' ? hoconPort(settings) : null;
  if (port) evidence.port = port.evidence;
  const packs = chosen?.name === 'play' || build.plugins.some((plugin) => /:sbt-native-packager$/.test(plugin.name));
  const project = own?.project ?? build.projects[0]!;
  const executable = executableOf(project, chosen?.name === 'play' ? build : null);
  const command = packs
    ? `bin/${executable}${chosen?.name === 'play' ? ' -Dhttp.address=0.0.0.0 -Dhttp.port=$PORT -Dpidfile.path=/dev/null' : ''}`
    : own
      ? `java -cp 'lib/*' ${own.main}`
      : null;
  const started = own ? evidenceAt(own.file, own.offset) : evidenceOfFile(build.file.path, 'Play', 0.8);
  return {
    path: build.root,
    name: project.name || nameOf(build.root),
    language: languageOf(reader, build),
    framework: chosen?.name ?? null,
    runtimeVersion: java.version,
    packageManager: 'sbt',
    buildCommand: command ? (packs ? 'sbt stage' : 'sbt package') : null,
    releaseCommand: null,
    health: null,
    defaultPort: chosen?.port ?? 8080,
    processes: kind ? [{ ...bareProcess(kind, command, { startCommand: started }), port: port?.port ?? null }] : [],
    program: !kind && command ? { command, evidence: started } : null,
    dependencies,
    entries: [...(own ? [own.file.path] : []), ...settings.map((file) => file.path), ...routesOf(reader, build)],
    variables: hoconVariables(settings),
    stores: hoconStores(settings, dependencies),
    serves: [],
    evidence,
    write: (facts) => writeSbt({ build, project, packs, java: java.version }, facts)
  };
}

const allOf = (build: SbtBuild): Dependency[] => dependenciesIn(build.file, build.file.text, 0);

/** Play's sources lie in `app`, and may be Java's. */
function languageOf(reader: Reader, build: SbtBuild): string {
  const count = (ending: RegExp) => reader.tree.below(build.root, ending).length;
  return count(/(?:^|\/)(?:app|src\/main)\/.*\.java$/) > count(/(?:^|\/)(?:app|src\/main)\/.*\.scala$/)
    ? 'Java'
    : 'Scala';
}

interface Main {
  project: SbtProject;
  file: SourceFile;
  main: string;
  offset: number;
}

const starts =
  /\bobject\s+(\w+)\s+extends\s+(?:[\w.]+\s+with\s+)?(?:App|IOApp(?:\.Simple)?|ZIOAppDefault|ZIOApp|TaskApp|HttpServer|cask\.Main(?:Routes)?)\b|\bobject\s+(\w+)[^{}]{0,200}\{[^{}]{0,400}?\bdef\s+main\s*\(|@main\s+def\s+(\w+)/;
const likely = /(?:Main|App|Application|Server|Boot|Bootstrap|Run\w*|\w+Service|\w+Api)\.scala$/i;

/** The project that starts a program: the one whose sources hold an object that runs. */
async function runningProject(reader: Reader, build: SbtBuild): Promise<Main | null> {
  const paths = build.projects.flatMap((project) =>
    reader.tree
      .below(project.folder, /\.scala$/)
      .filter((path) => /^(?:jvm\/)?(?:src\/main\/scala|app)\//.test(within(project.folder, path) ?? ''))
      .sort((a, b) => Number(likely.test(b)) - Number(likely.test(a)) || a.length - b.length)
      .slice(0, 4)
      .map((path) => ({ path, project }))
  );
  const files = await reader.read(paths.map((each) => each.path).slice(0, 12), 'entry point');
  for (const file of files) {
    const match = starts.exec(file.text.slice(0, 60_000));
    if (!match) continue;
    const scope = [...file.text.matchAll(/^package\s+([\w.]+)[ \t]*$/gm)].map((each) => each[1]).join('.');
    const name = match[1] ?? match[2] ?? match[3]!;
    const project = paths.find((each) => each.path === file.path)!.project;
    return { project, file, main: scope ? `${scope}.${name}` : name, offset: match.index };
  }
  return null;
}

function kindOf(framework: string | null, dependencies: Dependency[], own: Main | null): 'web' | 'worker' | null {
  if (framework) return 'web';
  if (dependencies.some((each) => background.test(each.name))) return 'worker';
  return own && /\bHttpServer\b|\bServerSocket\b|\.bind\(|\bserve\b/.test(own.file.text) ? 'web' : null;
}

/** The name of the script that sbt's packager makes: the project's name in small letters, words joined by dashes. */
function executableOf(project: SbtProject, build: SbtBuild | null): string {
  const stated = /executableScriptName\s*:=\s*"([\w.-]+)"/.exec(build?.file.text ?? project.text)?.[1];
  return stated ?? project.name.toLowerCase().replace(/[^\w.]+/g, '-');
}

const confOf = (reader: Reader, build: SbtBuild, own: Main | null): string[] =>
  [...new Set([build.root, own?.project.folder ?? build.root])]
    .flatMap((folder) => ['conf', 'src/main/resources'].map((at) => (folder === '.' ? at : `${folder}/${at}`)))
    .flatMap((folder) => reader.tree.named(folder, /^(?:reference|application|production|prod)\.conf$/))
    .slice(0, 4);

const routesOf = (reader: Reader, build: SbtBuild): string[] =>
  reader.tree.below(build.root, /(?:^|\/)\w*(?:Routes|Config|Settings|Health\w*|Server)\.scala$/).slice(0, 8);
