import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { writeJvm } from '../dockerfile-writer/jvm.ts';
import { evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { frameworkOf, type JvmFramework } from './jvm/frameworks.ts';
import { readGradle } from './jvm/gradle.ts';
import { languageOf } from './jvm/language.ts';
import { mainClassOf, type MainClass } from './jvm/main-class.ts';
import { readMaven } from './jvm/maven.ts';
import { packagingOf } from './jvm/packaging.ts';
import { pluginOf, runningDependency, type JvmProject } from './jvm/project.ts';
import { entriesOf, healthOf, portOf } from './jvm/reached.ts';
import { readSettings, type Settings } from './jvm/settings.ts';
import { storesOf, storeVariables } from './jvm/stores.ts';
import { javaDefault, javaVersionOf } from './jvm/versions.ts';

/** Java and Kotlin, built by Maven or Gradle: each module that starts a program is an app, the others are libraries. */
export const jvm: Detector = {
  name: 'jvm',
  manifests: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
  begins: (tree, folder) => tree.named(at(folder, 'src/main/resources'), settingsFile).length > 0,
  detect: async (folder, reader) => {
    if (/(?:^|\/)(?:buildSrc|build-logic)(?:\/|$)/.test(folder)) return null;
    const project = (await readMaven(reader, folder)) ?? (await readGradle(reader, folder));
    return project ? describe(reader, project) : null;
  }
};

const settingsFile = /^application\.(?:properties|ya?ml|conf)$/;
const at = (folder: string, path: string) => (folder === '.' ? path : `${folder}/${path}`);

async function describe(reader: Reader, project: JvmProject): Promise<App> {
  const known = frameworkOf(project);
  const framework = known?.framework ?? null;
  const main = project.packaging === 'pom' ? null : await mainClassOf(reader, project.folder, project.mainClass);
  const settings = await readSettings(reader, project.folder);
  const language = languageOf(reader, project);
  const java = await javaVersionOf(reader, project.folder, project.java);
  const packaging = packagingOf(project, framework, main);
  const evidence: EvidenceMap = {
    language: language.evidence,
    packageManager: evidenceOfFile(project.file.path, nameOf(project.file.path), 1),
    runtimeVersion: java?.evidence ?? evidenceOfFile(project.file.path, 'no version is stated: a current line', 0.4)
  };
  if (known) evidence.framework = known.evidence;
  const port = portOf(framework, settings);
  const kind = kindOf(project, framework, main, settings);
  const health = kind === 'web' ? healthOf(project, framework, settings) : null;
  if (health) evidence.health = health.evidence;
  const process: Process | null = kind && {
    ...bareProcess(kind, packaging.command, startEvidence(project, main)),
    port: kind === 'web' ? (port?.port ?? null) : null
  };
  if (process && port && kind === 'web') process.evidence.port = port.evidence;
  return {
    path: project.folder,
    name: project.name,
    language: language.name,
    framework: framework?.name ?? null,
    runtimeVersion: java?.version ?? javaDefault,
    packageManager: project.tool,
    buildCommand: (kind ?? main) ? packaging.build : null,
    releaseCommand: null,
    health: health?.path ?? null,
    defaultPort: framework?.port ?? 8080,
    processes: process ? [process] : [],
    program:
      kind === null && main !== null && packaging.command !== null
        ? { command: packaging.command, evidence: main.evidence }
        : null,
    dependencies: project.dependencies,
    entries: kind ? entriesOf(reader, project, main, settings) : [],
    variables: kind ? storeVariables(project, framework?.name ?? null, settings) : [],
    stores: kind ? storesOf(project, settings) : [],
    serves: [],
    evidence,
    write: (facts) =>
      writeJvm({ project, framework, packaging, java: java?.version ?? javaDefault, tree: reader.tree }, facts)
  };
}

const startEvidence = (project: JvmProject, main: MainClass | null): EvidenceMap => ({
  startCommand: main?.evidence ?? evidenceOfFile(project.file.path, 'what the build packages', 0.7)
});

const listening =
  /\bHttpServer\b|\bServerSocket\b|\bServerSocketChannel\b|\.listen\(|\bembeddedServer\(|\bServerBuilder\b/;
const working =
  /while\s*\(\s*true\s*\)|\bScheduledExecutorService\b|\bKafkaConsumer\b|\bJedis\b|\bConnectionFactory\b|\bblpop\b/;
const console = /:(?:spring-shell-[\w-]+|picocli(?:-[\w-]+)?|quarkus-picocli|micronaut-picocli|clikt(?:-jvm)?)$/;
const background =
  /:(?:spring-kafka|spring-rabbit|spring-boot-starter-(?:amqp|kafka|batch|quartz|activemq|artemis|integration|pulsar)|spring-cloud-(?:starter-)?stream[\w-]*|kafka-clients|kafka-streams|amqp-client|quarkus-(?:messaging|smallrye-reactive-messaging|scheduler|quartz|kafka)[\w-]*|micronaut-(?:kafka|rabbitmq|jms\w*)|temporal-sdk|jobrunr[\w-]*)$/;

/** What a module is as it runs: it listens, or works in the background; null for a library or a tool of the command line. */
function kindOf(
  project: JvmProject,
  framework: JvmFramework | null,
  main: MainClass | null,
  settings: Settings
): 'web' | 'worker' | null {
  if (project.packaging === 'pom') return null;
  if (project.packaging === 'war') return 'web';
  const generated =
    framework?.name === 'quarkus' && pluginOf(project, /^(?:quarkus-maven-plugin|io\.quarkus)$/) !== null;
  const started =
    framework?.name === 'spring-boot' ? main?.spring === true : main !== null || project.mainClass !== null;
  if (!started && !generated) return null;
  const silent = settings.get('spring.main.web-application-type')?.value.toLowerCase() === 'none';
  const text = main?.file.text ?? '';
  const listens = framework
    ? framework.listens === null || runningDependency(project, framework.listens) !== null
    : listening.test(text);
  if (listens && !silent) return 'web';
  if (runningDependency(project, background) || working.test(text)) return 'worker';
  const tool = runningDependency(project, console) !== null || framework === null;
  return tool ? null : 'worker';
}
