import type { BuildFacts, Written } from '../detector.ts';
import { byBun } from '../detectors/node/bun.ts';
import { within } from '../reading/paths.ts';
import {
  aptInstall,
  assignments,
  buildArguments,
  commandLine,
  copy,
  dataLines,
  dockerfile,
  ignoreText,
  runCached,
  word
} from './layout.ts';
import { nativePackages } from './native.ts';
import { everything, installLine, manifestCopies, needsSources, type NodeBuild } from './node.ts';

/** A multi-stage Dockerfile for an app that Bun installs and runs; Node is not in it. */
export function writeBun(build: NodeBuild, version: string, facts: BuildFacts): Written {
  const { workspace, app, internal } = build;
  const local = within(workspace.root, app.folder) ?? '.';
  const native = nativePackages(
    'npm',
    everything(build).filter((each) => !each.development)
  );
  const early = needsSources(build);
  const run = (folder: string, script: string) =>
    `RUN ${folder === '.' ? '' : `cd ${word(folder)} && `}${assignments(facts)}bun run ${word(script)}`;
  const built = internal
    .filter((each) => each.scripts.build)
    .map((each) => run(within(workspace.root, each.folder) ?? '.', 'build'));
  return {
    text: dockerfile(
      [`FROM oven/bun:${version}-slim AS base`, 'WORKDIR /app', aptInstall(native.run)],
      [
        'FROM base AS build',
        aptInstall(native.build.filter((name) => !native.run.includes(name))),
        ...(early ? ['COPY . .'] : manifestCopies(build)),
        installLine(build),
        early ? null : 'COPY . .',
        ...buildArguments(facts.buildVariables),
        ...built,
        build.buildScript ? run(local, build.buildScript) : null,
        everything(build).some((each) => each.development)
          ? runCached('/root/.bun/install/cache', 'rm -rf node_modules && bun install --production --ignore-scripts')
          : null
      ],
      [
        'FROM base',
        `ENV NODE_ENV=production${facts.process.kind === 'web' ? ` PORT=${facts.port} HOST=0.0.0.0` : ''}`,
        copy(['/app'], '/app', '--from=build --chown=bun:bun '),
        local === '.' ? null : `WORKDIR /app/${local}`,
        ...dataLines(facts, 'bun'),
        'USER bun',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(byBun(facts.process.command ?? 'bun run start'))
      ]
    ),
    ignore: ignoreText('**/node_modules', '**/.turbo'),
    context: workspace.root
  };
}
