import type { BuildFacts, Written } from '../detector.ts';
import { aptInstall, commandLine, copy, dataLines, dockerfile, ignoreText, word } from './layout.ts';

/** What the Dockerfile of a Go program is written from; `target` is the main package as `go build` takes it. */
export interface GoBuild {
  folder: string;
  target: string;
  cgo: boolean;
  assets: string[];
  sums: boolean;
  workspace: boolean;
}

/**
 * A static binary on a slim Debian with the build image's certificates and time zones. Current Go builds older modules, so the
 * image is the newest of its major line; go.mod's own version is kept by the language rules.
 */
export function writeGo(build: GoBuild, facts: BuildFacts): Written {
  const caches = '--mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build';
  return {
    text: dockerfile(
      [
        'FROM golang:1 AS build',
        build.cgo ? aptInstall(['gcc', 'libc6-dev']) : null,
        'WORKDIR /src',
        `ENV CGO_ENABLED=${build.cgo ? 1 : 0} GOFLAGS=-buildvcs=false`,
        ...(build.workspace
          ? []
          : [copy(['go.mod', ...(build.sums ? ['go.sum'] : [])], './'), `RUN ${caches} go mod download`]),
        'COPY . .',
        `RUN ${caches} ${build.sums ? '' : 'go mod tidy && '}go build -trimpath -ldflags='-s -w' -o /out/app ${word(build.target)}`
      ],
      [
        'FROM debian:13-slim',
        'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
        'RUN useradd --uid 10001 --create-home app',
        'WORKDIR /app',
        ...build.assets.map((folder) => copy([`/src/${folder}`], `./${folder}`, '--from=build --chown=app:app ')),
        copy(['/out/app'], './bin/app', '--from=build '),
        ...dataLines(facts, 'app'),
        facts.process.kind === 'web' ? `ENV PORT=${facts.port}` : null,
        'USER app',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? '/app/bin/app')
      ]
    ),
    ignore: ignoreText('bin', 'tmp', '**/*_test.go'),
    context: build.folder
  };
}
