import type { BuildFacts, Written } from '../detector.ts';
import type { GoModule } from '../detectors/go/module.ts';
import type { GoNative } from '../detectors/go/native.ts';
import type { BuiltPages } from '../detectors/pages.ts';
import { within } from '../reading/paths.ts';
import { aptInstall, buildArguments, commandLine, copy, dataLines, dockerfile, ignoreText, word } from './layout.ts';
import { pageCopies, pageStages } from './pages.ts';
import { programPlace } from './program.ts';

/** What the Dockerfile of a Go program is written from; a program's `target` is its main package as `go build` takes it. */
export interface GoBuild {
  module: GoModule;
  programs: { name: string; target: string }[];
  native: GoNative | null;
  pages: BuiltPages[];
  assets: string[];
  settings: string[];
  sums: boolean;
}

const caches = '--mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build';

/**
 * A static binary on a slim Debian with the build image's certificates and time zones. Current Go builds older modules, so the
 * image is the newest of its major line; go.mod's own version is kept by the language rules.
 */
export function writeGo(build: GoBuild, facts: BuildFacts): Written {
  const { module, native, pages } = build;
  const { context } = module;
  const local = within(context, module.folder) ?? '.';
  const source = local === '.' ? '/src' : `/src/${local}`;
  const place = programPlace(facts.process.command, 'app');
  const target =
    build.programs.find(({ name }) => name === facts.process.name || name === place.name) ?? build.programs[0];
  const alone = module.manifest && local === '.' && context === module.folder && !module.workspace;
  const made = module.manifest ? '' : 'go mod init app && ';
  const tidied = build.sums || module.workspace ? '' : 'go mod tidy && ';
  return {
    text: dockerfile(
      ...pageStages(pages, context),
      [
        'FROM golang:1 AS build',
        native ? aptInstall(native.build) : null,
        'WORKDIR /src',
        `ENV CGO_ENABLED=${native ? 1 : 0} GOFLAGS=-buildvcs=false`,
        ...(alone ? [copy(['go.mod', ...(build.sums ? ['go.sum'] : [])], './'), `RUN ${caches} go mod download`] : []),
        'COPY . .',
        ...pageCopies(pages, context, '/src'),
        local === '.' ? null : `WORKDIR ${source}`,
        ...buildArguments(facts.buildVariables),
        `RUN ${caches} ${made}${tidied}go build -trimpath -ldflags='-s -w' -o /out/app ${word(target?.target ?? '.')}`
      ],
      [
        'FROM debian:13-slim',
        'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
        native ? aptInstall(native.run) : null,
        'RUN useradd --uid 10001 --create-home app',
        'WORKDIR /app',
        ...build.assets.map((folder) => copy([`${source}/${folder}`], `./${folder}`, '--from=build --chown=app:app ')),
        ...(build.settings.length > 0
          ? [
              copy(
                build.settings.map((name) => `${source}/${name}`),
                './',
                '--from=build --chown=app:app '
              )
            ]
          : []),
        copy(['/out/app'], place.path, '--from=build '),
        'ENV PATH=/app/bin:$PATH',
        ...dataLines(facts, 'app'),
        facts.process.kind === 'web' ? `ENV PORT=${facts.port}` : null,
        'USER app',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? place.path)
      ]
    ),
    ignore: ignoreText('bin', 'tmp', '**/*_test.go', '**/node_modules'),
    context
  };
}
