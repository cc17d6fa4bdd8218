import type { BuildFacts, Dependency, Written } from '../detector.ts';
import { keptLine } from '../reading/ranges.ts';
import type { Tree } from '../reading/tree.ts';
import { binaryStage } from './binary-stage.ts';
import { aptInstall, copy, dockerfile, ignoreText, word } from './layout.ts';

/** What the Dockerfile of a Swift program is written from; `version` is the line of Swift that is stated. */
export interface SwiftBuild {
  folder: string;
  program: string;
  version: string | null;
  dependencies: Dependency[];
  tree: Tree;
}

/** Lines with images on Debian; packages for older tools are built by the first of them, in the language's older mode. */
const lines = ['6.1', '6.2', '6.3'];

/** A program with Swift's libraries linked in, beside the resources of its packages and the folders that Vapor serves. */
export function writeSwift(build: SwiftBuild, facts: BuildFacts): Written {
  const { folder, program, tree } = build;
  const at = (name: string) => (folder === '.' ? name : `${folder}/${name}`);
  const folders = ['Public', 'Resources'].filter((name) => tree.hasFolder(at(name)));
  const sqlite = build.dependencies.some((each) => /sqlite/.test(each.name));
  const manifests = ['Package.swift', 'Package.resolved'].filter((name) => tree.first(folder, name));
  return {
    text: dockerfile(
      [
        `FROM swift:${keptLine(build.version ?? '0.0', lines)}-bookworm AS build`,
        aptInstall(['libjemalloc-dev', ...(sqlite ? ['libsqlite3-dev'] : [])]),
        'WORKDIR /src',
        copy(manifests, './'),
        'RUN --mount=type=cache,target=/root/.cache/org.swift.swiftpm swift package resolve',
        'COPY . .',
        `RUN --mount=type=cache,target=/src/.build swift build -c release --product ${word(program)} --static-swift-stdlib -Xlinker -ljemalloc && mkdir /out && cp "$(swift build -c release --show-bin-path)"/${word(program)} /out/ && find -L "$(swift build -c release --show-bin-path)" -maxdepth 1 -name '*.resources' -exec cp -R {} /out/ ';'`
      ],
      binaryStage(
        {
          takes: [['/out', './'], ...folders.map((name): [string, string] => [`/src/${name}`, `./${name}`])],
          packages: ['libjemalloc2', 'libcurl4', 'libxml2', ...(sqlite ? ['libsqlite3-0'] : [])],
          command: facts.process.command ?? `/app/${program}`
        },
        facts
      )
    ),
    ignore: ignoreText('.build', '.swiftpm', 'Tests', '*.sqlite'),
    context: folder
  };
}
