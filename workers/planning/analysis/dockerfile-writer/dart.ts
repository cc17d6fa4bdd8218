import type { BuildFacts, Written } from '../detector.ts';
import { within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { binaryStage } from './binary-stage.ts';
import { copy, dockerfile, ignoreText, runCached, word } from './layout.ts';

/** What the Dockerfile of a Dart program is written from; `program` is null where Dart Frog writes it. `root` is the workspace's folder. */
export interface DartBuild {
  folder: string;
  root: string;
  program: string | null;
  tree: Tree;
}

const served = ['public', 'static', 'web', 'config', 'migrations', 'assets', 'templates'];

/** A program compiled ahead of time, which needs no Dart where it runs. */
export function writeDart({ folder, root, program, tree }: DartBuild, facts: BuildFacts): Written {
  const local = within(root, folder) ?? '.';
  const source = local === '.' ? '/src' : `/src/${local}`;
  const manifests = ['pubspec.yaml', 'pubspec.lock'].filter((name) => tree.first(root, name));
  const folders = served.filter((name) => tree.hasFolder(folder === '.' ? name : `${folder}/${name}`));
  const compiled = program ?? 'build/bin/server.dart';
  return {
    text: dockerfile(
      [
        'FROM dart:3 AS build',
        'WORKDIR /src',
        ...(local === '.' ? [copy(manifests, './'), runCached('/root/.pub-cache', 'dart pub get')] : []),
        'COPY . .',
        local === '.' ? null : `WORKDIR ${word(source)}`,
        program === null
          ? runCached(
              '/root/.pub-cache',
              'dart pub global activate dart_frog_cli && dart pub global run dart_frog_cli:dart_frog build && cd build && dart pub get && cd .. && mkdir -p /out && dart compile exe build/bin/server.dart -o /out/server'
            )
          : runCached(
              '/root/.pub-cache',
              `dart pub get && mkdir -p /out && dart compile exe ${word(compiled)} -o /out/server`
            )
      ],
      binaryStage(
        {
          takes: [
            ['/out/server', './bin/server'],
            ...folders.map((name): [string, string] => [`${source}/${name}`, `./${name}`])
          ],
          packages: [],
          command: facts.process.command ?? '/app/bin/server'
        },
        facts
      )
    ),
    ignore: ignoreText('.dart_tool', 'build', '**/test'),
    context: root
  };
}
