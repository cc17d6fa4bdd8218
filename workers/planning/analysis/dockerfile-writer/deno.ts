import type { BuildFacts, Written } from '../detector.ts';
import { within } from '../reading/paths.ts';
import { assignments, buildArguments, commandLine, dataLines, dockerfile, ignoreText, word } from './layout.ts';

/** What the Dockerfile of a Deno program is written from; `entries` are files whose modules are fetched while it is built. */
export interface DenoBuild {
  folder: string;
  context: string;
  version: string | null;
  build: string | null;
  entries: string[];
  lock: boolean;
}

/** The newest release of each major line that is written down here: the image has no tag for a line alone. */
const newest: Record<string, string> = { '1': '1.46.3', '2': '2.5.6' };

/** A program with its modules in the image, so that it starts without the network. */
export function writeDeno(build: DenoBuild, facts: BuildFacts): Written {
  const folder = within(build.context, build.folder) ?? '.';
  const work = folder === '.' ? '/app' : `/app/${folder}`;
  const entries = build.entries.map((path) => word(within(build.folder, path) ?? path));
  const image = `denoland/deno:debian-${tagOf(build.version)}`;
  return {
    text: dockerfile(
      [
        `FROM ${image} AS build`,
        'ENV DENO_DIR=/deno-dir DENO_NO_UPDATE_CHECK=1',
        'WORKDIR /app',
        'COPY . .',
        folder === '.' ? null : `WORKDIR ${work}`,
        entries.length > 0 ? `RUN deno cache ${entries.join(' ')}` : null,
        ...buildArguments(facts.buildVariables),
        build.build ? `RUN ${assignments(facts)}deno task ${word(build.build)}` : null
      ],
      [
        `FROM ${image}`,
        `ENV DENO_DIR=/deno-dir DENO_NO_UPDATE_CHECK=1${facts.process.kind === 'web' ? ` PORT=${facts.port} HOST=0.0.0.0` : ''}`,
        'COPY --from=build --chown=deno:deno /deno-dir /deno-dir',
        'COPY --from=build --chown=deno:deno /app /app',
        `WORKDIR ${work}`,
        ...dataLines(facts, 'deno'),
        'USER deno',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? 'deno run --allow-all main.ts')
      ]
    ),
    ignore: ignoreText('**/node_modules', '_fresh', '.deno'),
    context: build.context
  };
}

/** A whole version as it is; a line as its newest release, or its first where that is not known. */
function tagOf(version: string | null): string {
  if (version && /^\d+\.\d+\.\d+$/.test(version)) return version;
  if (version && /^\d+\.\d+$/.test(version)) return `${version}.0`;
  return newest[version ?? '2'] ?? newest['2']!;
}
