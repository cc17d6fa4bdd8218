import type { BuildFacts, Written } from '../detector.ts';
import { longTermLine } from '../detectors/jvm/versions.ts';
import type { SbtBuild, SbtProject } from '../detectors/scala/build.ts';
import { builtPaths } from './built-paths.ts';
import {
  aptInstall,
  buildArguments,
  commandLine,
  copy,
  dataLines,
  dockerfile,
  ignoreText,
  runCached,
  word
} from './layout.ts';

/** What the Dockerfile of an sbt build is written from. `packs` where sbt's packager lays out what is to be run. */
export interface SbtDockerfile {
  build: SbtBuild;
  project: SbtProject;
  packs: boolean;
  java: string;
}

const launcher = '1.11.7';

/**
 * sbt's own launcher, which fetches the version that the build states, stages the program beside its jars; the last stage has a
 * JRE and the staged folder.
 */
export function writeSbt(sbt: SbtDockerfile, facts: BuildFacts): Written {
  const { build, project, packs } = sbt;
  const command = facts.process.command ?? '';
  const moved = packs ? builtPaths(command).filter((path) => path.endsWith('universal/stage')) : [];
  const line = longTermLine(Number(sbt.java));
  const task = (name: string) => word(project.id ? `${project.id}/${name}` : name);
  const local =
    project.folder === build.root ? '' : `${project.folder.slice(build.root === '.' ? 0 : build.root.length + 1)}/`;
  const staged = `${local}target/universal/stage`;
  return {
    text: dockerfile(
      [
        `FROM eclipse-temurin:${line}-jdk AS build`,
        aptInstall(['curl', 'ca-certificates']),
        `RUN curl -fsSL https://github.com/sbt/sbt/releases/download/v${launcher}/sbt-${launcher}.tgz | tar -xz -C /opt`,
        'ENV PATH=/opt/sbt/bin:$PATH',
        'WORKDIR /src',
        'COPY . .',
        ...buildArguments(facts.buildVariables),
        packs
          ? runCached('/root/.cache/coursier', `sbt -batch ${task('stage')}`)
          : `RUN --mount=type=cache,target=/root/.cache/coursier sbt -batch ${word(`set ${project.id ? `${project.id} / ` : ''}Compile / exportJars := true`)} ${word(`export ${project.id ? `${project.id}/` : ''}Runtime/fullClasspathAsJars`)} | tail -n 1 > /tmp/classpath && mkdir -p /out/lib && tr ':' '\\n' < /tmp/classpath | xargs -I{} cp {} /out/lib/`
      ],
      [
        `FROM eclipse-temurin:${line}-jre`,
        'RUN useradd --system --uid 10001 --create-home app',
        'WORKDIR /app',
        'ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0',
        facts.process.kind === 'web' ? `ENV PORT=${facts.port}` : null,
        packs
          ? copy([`/src/${staged}/`], moved.length > 0 ? `./${moved[0]}/` : './', '--from=build --chown=app:app ')
          : copy(['/out/lib/'], './lib/', '--from=build '),
        ...dataLines(facts, 'app'),
        'USER app',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(command)
      ]
    ),
    ignore: ignoreText('**/target', '**/.bsp', '**/.metals', '**/.bloop', '**/node_modules'),
    context: build.root
  };
}
