import type { BuildFacts } from '../detector.ts';
import { aptInstall, commandLine, copy, dataLines } from './layout.ts';

/** A program that a stage named `build` left behind: what is taken over into /app, and the Debian packages that it loads. */
export interface Built {
  /** Paths in the build stage, each with the place below /app that it gets. */
  takes: [string, string][];
  packages: string[];
  environment?: string[];
  command: string;
}

/** A last stage on a slim Debian that runs a built program as a user without rights. */
export function binaryStage(
  { takes, packages, environment = [], command }: Built,
  facts: BuildFacts
): (string | null)[] {
  const web = facts.process.kind === 'web';
  const variables = [...environment, ...(web ? [`PORT=${facts.port}`] : [])];
  return [
    'FROM debian:13-slim',
    aptInstall(['ca-certificates', 'tzdata', ...packages]),
    'RUN useradd --uid 10001 --create-home app && mkdir /app && chown app:app /app',
    'WORKDIR /app',
    ...takes.map(([from, to]) => copy([from], to, '--from=build --chown=app:app ')),
    ...dataLines(facts, 'app'),
    variables.length > 0 ? `ENV ${variables.join(' ')}` : null,
    'USER app',
    web ? `EXPOSE ${facts.port}` : null,
    commandLine(command)
  ];
}
