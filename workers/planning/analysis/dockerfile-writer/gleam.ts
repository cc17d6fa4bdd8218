import type { BuildFacts, Written } from '../detector.ts';
import { keptLine } from '../reading/ranges.ts';
import { commandLine, copy, dataLines, dockerfile, ignoreText } from './layout.ts';

/** What the Dockerfile of a Gleam program is written from; `version` is the line that is stated. */
export interface GleamBuild {
  folder: string;
  version: string;
  locked: boolean;
}

/** Its images are tagged by whole releases only; an older line is compiled by the next that is kept here. */
const releases: Record<string, string> = { '1.11': '1.11.1', '1.12': '1.12.0', '1.13': '1.13.0' };

/** A shipment, which brings all but Erlang: the image that compiles it has that, and runs it too. */
export function writeGleam({ folder, version, locked }: GleamBuild, facts: BuildFacts): Written {
  const image = `ghcr.io/gleam-lang/gleam:v${releases[keptLine(version, Object.keys(releases))]}-erlang`;
  const web = facts.process.kind === 'web';
  return {
    text: dockerfile(
      [
        `FROM ${image} AS build`,
        'WORKDIR /src',
        copy(['gleam.toml', ...(locked ? ['manifest.toml'] : [])], './'),
        'RUN gleam deps download',
        'COPY . .',
        'RUN gleam export erlang-shipment'
      ],
      [
        `FROM ${image}-slim`,
        'RUN useradd --uid 10001 --create-home app && mkdir /app && chown app:app /app',
        'WORKDIR /app',
        'COPY --from=build --chown=app:app /src/build/erlang-shipment ./',
        ...dataLines(facts, 'app'),
        web ? `ENV PORT=${facts.port}` : null,
        'USER app',
        web ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? '/app/entrypoint.sh run')
      ]
    ),
    ignore: ignoreText('build', 'test'),
    context: folder
  };
}
