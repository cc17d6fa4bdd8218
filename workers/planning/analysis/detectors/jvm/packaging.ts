import { within } from '../../reading/paths.ts';
import type { JvmFramework } from './frameworks.ts';
import type { MainClass } from './main-class.ts';
import { bootVersion, pluginOf, type JvmProject } from './project.ts';

/**
 * What a build leaves to be run: one jar with all that it needs, which Spring takes apart into layers; Quarkus' folder; a jar
 * beside those that it needs; Gradle's folder of an application; or a war for a server.
 */
export type Form = 'jar' | 'layers' | 'quarkus' | 'libraries' | 'install' | 'war';

/** How a module is built and started. `module` is how the build tool names it from the folder of the whole build. */
export interface Packaging {
  form: Form;
  module: string | null;
  /** Goals or tasks that the build is told, without the tool itself. */
  goals: string[];
  build: string;
  command: string | null;
}

const bundling =
  /^(?:maven-shade-plugin|maven-assembly-plugin|vertx-maven-plugin|com\.github\.johnrengelman\.shadow|com\.gradleup\.shadow|io\.vertx\.vertx-plugin)$/;

/** How a module is packaged, as its plugins say. */
export function packagingOf(project: JvmProject, framework: JvmFramework | null, main: MainClass | null): Packaging {
  const form = formOf(project, framework, main);
  const local = within(project.root, project.folder) ?? '.';
  const module = local === '.' ? null : local;
  const goals = project.tool === 'maven' ? mavenGoals(form) : gradleTasks(project, form, module, framework);
  const tool =
    project.tool === 'maven' ? (project.wrapper ? './mvnw' : 'mvn') : project.wrapper ? './gradlew' : 'gradle';
  const name = main?.name ?? project.mainClass;
  return {
    form,
    module,
    goals,
    build: [tool, ...goals, ...(module && project.tool === 'maven' ? ['--projects', module, '--also-make'] : [])].join(
      ' '
    ),
    command: commandOf(form, name)
  };
}

function formOf(project: JvmProject, framework: JvmFramework | null, main: MainClass | null): Form {
  if (framework?.name === 'quarkus') return 'quarkus';
  if (framework?.name === 'spring-boot') {
    const plugin = pluginOf(project, /^(?:spring-boot-maven-plugin|org\.springframework\.boot)$/);
    if (project.packaging === 'war' && !main) return 'war';
    if (plugin) return takesApart(project) ? 'layers' : 'jar';
  }
  if (project.packaging === 'war') return 'war';
  if (pluginOf(project, bundling)) return 'jar';
  if (project.tool === 'maven') return pluginOf(project, /^micronaut-maven-plugin$/) ? 'jar' : 'libraries';
  return pluginOf(project, /^io\.ktor\.plugin$/) ? 'jar' : 'install';
}

/** Spring Boot takes its own jar apart since 3.3, in a way that keeps `java -jar`. */
function takesApart(project: JvmProject): boolean {
  const [major = 0, minor = 0] = (bootVersion(project) ?? '').split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 3);
}

const mavenGoals = (form: Form): string[] => [
  'package',
  ...(form === 'libraries'
    ? ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=target/lib']
    : [])
];

function gradleTasks(project: JvmProject, form: Form, module: string | null, framework: JvmFramework | null): string[] {
  const at = (task: string) => (module ? `:${module.replaceAll('/', ':')}:${task}` : task);
  switch (form) {
    case 'quarkus':
      return [at('quarkusBuild')];
    case 'layers':
      return [at('bootJar')];
    case 'jar':
      if (framework?.name === 'spring-boot') return [at('bootJar')];
      return [at(pluginOf(project, /^io\.ktor\.plugin$/) ? 'buildFatJar' : 'shadowJar')];
    case 'install':
    case 'libraries':
      return [at('installDist')];
    case 'war':
      return [at('war')];
  }
}

function commandOf(form: Form, main: string | null): string | null {
  switch (form) {
    case 'jar':
    case 'layers':
      return 'java -jar app.jar';
    case 'quarkus':
      return 'java -jar quarkus-run.jar';
    case 'war':
      return 'catalina.sh run';
    case 'libraries':
    case 'install':
      return main ? `java -cp 'lib/*' ${main}` : null;
  }
}
