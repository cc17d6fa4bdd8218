import type { BuildFacts, Written } from '../detector.ts';
import type { ClojureProject } from '../detectors/clojure/project.ts';
import { longTermLine } from '../detectors/jvm/versions.ts';
import { builtPaths } from './built-paths.ts';
import { buildArguments, commandLine, copy, dataLines, dockerfile, ignoreText, runCached } from './layout.ts';

/** What the Dockerfile of a Clojure program is written from. */
export interface ClojureBuild {
  project: ClojureProject;
  java: string;
}

const user = 'RUN useradd --system --uid 10001 --create-home app';

/** One jar is made of the program and runs on a JRE; a program that nothing packs runs from its sources with its tools. */
export function writeClojure(build: ClojureBuild, facts: BuildFacts): Written {
  const { project } = build;
  const line = longTermLine(Number(build.java));
  const image = `clojure:temurin-${line}-${project.tool === 'leiningen' ? 'lein' : 'tools-deps'}`;
  return {
    text: project.pack ? packed(project.pack, image, line, build, facts) : fromSources(image, facts),
    ignore: ignoreText('target', '**/.cpcache', '**/.lsp', '**/.clj-kondo', '**/node_modules'),
    context: project.folder
  };
}

function packed(pack: string, image: string, line: number, { project }: ClojureBuild, facts: BuildFacts): string {
  const command = facts.process.command ?? 'java -jar app.jar';
  const moved = builtPaths(command);
  const tool = project.tool === 'leiningen' ? 'lein' : 'clojure';
  const jar = `cp "$(find target -name '*.jar' -size +0 -printf '%s %p\\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-)" /out/app.jar`;
  return dockerfile(
    [
      `FROM ${image} AS build`,
      'WORKDIR /src',
      'COPY . .',
      ...buildArguments(facts.buildVariables),
      runCached('/root/.m2', `${tool} ${pack}`),
      moved.length > 0 ? null : `RUN mkdir /out && ${jar}`
    ],
    [
      `FROM eclipse-temurin:${line}-jre`,
      user,
      'WORKDIR /app',
      'ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75.0',
      facts.process.kind === 'web' ? `ENV PORT=${facts.port}` : null,
      ...(moved.length > 0
        ? moved.map((path) => copy([`/src/${path}`], `./${path.slice(0, path.lastIndexOf('/') + 1)}`, '--from=build '))
        : [copy(['/out/app.jar'], './', '--from=build ')]),
      ...dataLines(facts, 'app'),
      'USER app',
      facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
      commandLine(command)
    ]
  );
}

const fromSources = (image: string, facts: BuildFacts): string =>
  dockerfile([
    `FROM ${image}`,
    user,
    'WORKDIR /app',
    'COPY --chown=app:app . .',
    facts.process.kind === 'web' ? `ENV PORT=${facts.port}` : null,
    ...dataLines(facts, 'app'),
    'RUN chown app:app /app',
    'USER app',
    'RUN clojure -P',
    facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
    commandLine(facts.process.command ?? 'clojure -M')
  ]);
