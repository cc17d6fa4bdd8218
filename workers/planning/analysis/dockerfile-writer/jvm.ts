import type { BuildFacts, Written } from '../detector.ts';
import type { JvmFramework } from '../detectors/jvm/frameworks.ts';
import type { Packaging } from '../detectors/jvm/packaging.ts';
import { pluginOf, type JvmProject } from '../detectors/jvm/project.ts';
import { longTermLine } from '../detectors/jvm/versions.ts';
import type { Tree } from '../reading/tree.ts';
import { builtPaths } from './built-paths.ts';
import { buildArguments, commandLine, copy, dataLines, dockerfile, ignoreText, word } from './layout.ts';

/** What the Dockerfile of a module of Maven or Gradle is written from. */
export interface JvmBuild {
  project: JvmProject;
  framework: JvmFramework | null;
  packaging: Packaging;
  java: string;
  tree: Tree;
}

/**
 * A JDK builds the one module and what it uses from the folder of the whole build, the tool's downloads kept between builds; the
 * last stage has a JRE and what the module leaves, the parts that change least below those that change with every commit.
 */
export function writeJvm(build: JvmBuild, facts: BuildFacts): Written {
  const { project, packaging } = build;
  const moved = facts.process.command === packaging.command ? [] : builtPaths(facts.process.command ?? '');
  const line = longTermLine(Number(build.java));
  return {
    text: dockerfile(
      [
        `FROM ${buildImage(build, line)} AS build`,
        'WORKDIR /src',
        'COPY . .',
        ...buildArguments(facts.buildVariables),
        `RUN ${cache(build)} ${toolLine(build)}`,
        ...(moved.length > 0 ? [] : collectLines(build))
      ],
      packaging.form === 'war' && moved.length === 0 ? serverStage(line, facts) : runStage(build, facts, line, moved)
    ),
    ignore: ignoreText(
      '**/target',
      '**/build',
      '**/.gradle',
      '**/node_modules',
      '!**/src/**/build',
      '!**/src/**/target'
    ),
    context: project.root
  };
}

/** By line of Java the oldest Gradle, as major and minor, whose own process runs on it. */
const gradleFor: [number, number, number][] = [
  [25, 9, 1],
  [21, 8, 5],
  [17, 7, 3],
  [11, 5, 0]
];

/** The JDK that the build tool itself can run on: old Gradle stops on a new one, and new Gradle on an old one. */
function toolJava({ project }: JvmBuild, line: number): number {
  if (project.tool === 'maven' || !project.wrapper) return line;
  const [major = 0, minor = 0] = project.wrapper.split('.').map(Number);
  const newest = gradleFor.find(([, from, least]) => major > from || (major === from && minor >= least))?.[0] ?? 8;
  return Math.max(Math.min(line, newest), major >= 9 ? 17 : 8);
}

function buildImage(build: JvmBuild, line: number): string {
  const java = toolJava(build, line);
  if (build.project.wrapper) return `eclipse-temurin:${java}-jdk`;
  return build.project.tool === 'maven' ? `maven:3-eclipse-temurin-${java}` : `gradle:${java > 21 ? 9 : 8}-jdk${java}`;
}

const cache = ({ project }: JvmBuild): string =>
  project.tool === 'maven' ? '--mount=type=cache,target=/root/.m2' : '--mount=type=cache,target=/root/.gradle';

function toolLine({ project, packaging }: JvmBuild): string {
  const { module, goals } = packaging;
  if (project.tool === 'maven') {
    const git = pluginOf(project, /^git-commit-id(?:-maven)?-plugin$/) ? ['-Dmaven.gitcommitid.skip=true'] : [];
    const only = module ? ['--projects', word(module), '--also-make'] : [];
    const tool = project.wrapper ? 'sh ./mvnw' : 'mvn';
    const quiet = project.wrapper ? [] : ['--no-transfer-progress'];
    return [tool, '--batch-mode', ...quiet, ...goals, '-DskipTests', ...git, ...only].join(' ');
  }
  const git = pluginOf(project, /^com\.gorylenko\.gradle-git-properties$/)
    ? ['--exclude-task generateGitProperties']
    : [];
  const tool = project.wrapper ? 'sh ./gradlew' : 'gradle';
  return ['GRADLE_USER_HOME=/root/.gradle', tool, '--no-daemon', ...goals.map(word), ...git].join(' ');
}

/** The folder of a module's build, seen from the folder of the whole. */
function outputOf({ project, packaging }: JvmBuild): string {
  const folder = project.tool === 'maven' ? 'target' : 'build';
  return packaging.module ? `${packaging.module}/${folder}` : folder;
}

/** Lays what is to be run into /out under names that do not change with the version. */
function collectLines(build: JvmBuild): string[] {
  const output = outputOf(build);
  const jars = build.project.tool === 'maven' ? output : `${output}/libs`;
  switch (build.packaging.form) {
    case 'jar':
      return [`RUN mkdir /out && ${takeLargest(jars, ['jar', 'war'], '/out/app.jar')}`];
    case 'layers':
      return [
        `RUN mkdir /out && ${takeLargest(jars, ['jar', 'war'], '/out/app.jar')} && cd /out && java -Djarmode=tools -jar app.jar extract --layers --destination layers`
      ];
    case 'war':
      return [`RUN mkdir /out && ${takeLargest(jars, ['war'], '/out/app.war')}`];
    case 'quarkus':
      return [`RUN mv ${word(`${output}/quarkus-app`)} /out`];
    case 'libraries':
      return [
        `RUN mkdir /out && mv ${word(`${output}/lib`)} /out/lib && ${takeLargest(output, ['jar'], '/out/lib/app.jar')}`
      ];
    case 'install':
      return [`RUN mkdir /out && mv ${word(`${output}/install`)}/*/* /out/`];
  }
}

/** Of the jars that a build leaves, the largest is the one that holds the others. */
const takeLargest = (folder: string, endings: string[], to: string): string =>
  `cp "$(ls -S ${endings.map((ending) => `${word(folder)}/*.${ending}`).join(' ')} 2>/dev/null | grep -vE -- '-(sources|javadoc|tests|plain)\\.jar$' | head -n 1)" ${to}`;

const user = 'RUN useradd --system --uid 10001 --create-home app';

function runStage(build: JvmBuild, facts: BuildFacts, line: number, moved: string[]): (string | null)[] {
  const { process, port } = facts;
  const variable = build.framework?.portVariable;
  const ports = [...new Set(['PORT', ...(variable ? [variable] : [])])].map((name) => `${name}=${port}`);
  const command = process.command ?? 'java -jar app.jar';
  return [
    `FROM eclipse-temurin:${line}-jre`,
    user,
    'WORKDIR /app',
    'ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0',
    process.kind === 'web' ? `ENV ${ports.join(' ')}` : null,
    ...(moved.length > 0 ? moved.map((path) => copyMoved(build, path)) : copyLines(build)),
    ...dataLines(facts, 'app'),
    'USER app',
    process.kind === 'web' ? `EXPOSE ${port}` : null,
    commandLine(command)
  ];
}

/** What a stated command names of the build's output, to the same place from where it runs. */
function copyMoved({ packaging }: JvmBuild, path: string): string {
  const from = packaging.module && !path.startsWith(`${packaging.module}/`) ? `${packaging.module}/${path}` : path;
  const folder = path.includes('*') ? path.slice(0, path.lastIndexOf('/') + 1) : path;
  return copy([`/src/${from}`], `./${folder}`, '--from=build ');
}

const layers = ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'];

function copyLines({ packaging }: JvmBuild): string[] {
  const from = '--from=build ';
  switch (packaging.form) {
    case 'jar':
      return [copy(['/out/app.jar'], './', from)];
    case 'layers':
      return layers.map((layer) => copy([`/out/layers/${layer}/`], './', from));
    case 'quarkus':
      return ['lib/', 'quarkus-run.jar', 'app/', 'quarkus/'].map((part) =>
        copy([`/out/${part}`], part.endsWith('/') ? `./${part}` : './', from)
      );
    default:
      return [copy(['/out/lib/'], './lib/', from)];
  }
}

/** A war that starts nothing itself is served by Tomcat: below the root, on the usual port. */
const serverStage = (line: number, facts: BuildFacts): (string | null)[] => [
  `FROM tomcat:${line >= 17 ? 11 : 9}-jre${Math.max(line, 8)}`,
  user,
  'ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0',
  copy(['/out/app.war'], 'webapps/ROOT.war', '--from=build '),
  'RUN chown -R app:app /usr/local/tomcat',
  ...dataLines(facts, 'app'),
  'USER app',
  `EXPOSE ${facts.port}`,
  commandLine('catalina.sh run')
];
