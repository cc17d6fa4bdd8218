import type { BuildFacts, Dependency, Written } from '../detector.ts';
import { keptLine } from '../reading/ranges.ts';
import type { Tree } from '../reading/tree.ts';
import { binaryStage } from './binary-stage.ts';
import { aptInstall, commandLine, dataLines, dockerfile, ignoreText, runCached, word } from './layout.ts';

/** What the Dockerfile of a Haskell program is written from; `ihp` programs are built by Nix, as their framework does. */
export interface HaskellBuild {
  folder: string;
  program: string;
  stack: boolean;
  ihp: boolean;
  version: string | null;
  dependencies: Dependency[];
  tree: Tree;
}

const lines = ['9.4', '9.6', '9.8', '9.10', '9.12'];
const ghcDefault = '9.6';
const served = ['static', 'config', 'templates', 'public', 'data'];

/** One compiled program on a slim Debian, with the libraries that Haskell's programs link to. */
export function writeHaskell(build: HaskellBuild, facts: BuildFacts): Written {
  return {
    text: build.ihp ? nixText(facts) : compiledText(build, facts),
    ignore: ignoreText('dist-newstyle', '.stack-work', 'result'),
    context: build.folder
  };
}

function compiledText(build: HaskellBuild, facts: BuildFacts): string {
  const { folder, program, tree } = build;
  const folders = served.filter((name) => tree.hasFolder(folder === '.' ? name : `${folder}/${name}`));
  const postgres = build.dependencies.some((each) =>
    /^(?:postgresql-|hasql|persistent-postgresql|beam-postgres)/.test(each.name)
  );
  const compile = build.stack
    ? runCached(
        '/root/.stack',
        `stack build --system-ghc --install-ghc --copy-bins --local-bin-path /out ${word(`:${program}`)}`
      )
    : runCached(
        '/root/.cabal/packages',
        `cabal update && cabal install ${word(`exe:${program}`)} --install-method=copy --installdir=/out --overwrite-policy=always`
      );
  return dockerfile(
    [
      `FROM haskell:${keptLine(build.version ?? ghcDefault, lines)}-slim-bookworm AS build`,
      aptInstall(['git', 'pkg-config', 'zlib1g-dev', ...(postgres ? ['libpq-dev'] : [])]),
      'WORKDIR /src',
      'COPY . .',
      compile
    ],
    binaryStage(
      {
        takes: [
          [`/out/${program}`, './bin/'],
          ...folders.map((name): [string, string] => [`/src/${name}`, `./${name}`])
        ],
        packages: ['libgmp10', 'zlib1g', 'netbase', ...(postgres ? ['libpq5'] : [])],
        environment: ['LANG=C.UTF-8'],
        command: facts.process.command ?? `/app/bin/${program}`
      },
      facts
    )
  );
}

/** The closure of what Nix built is taken over as it is: its programs name their libraries by their places there. */
const nixText = (facts: BuildFacts): string =>
  dockerfile(
    [
      'FROM nixos/nix:2.28.3 AS build',
      'WORKDIR /src',
      'COPY . .',
      "RUN nix --extra-experimental-features 'nix-command flakes' build 'path:.#optimized-prod-server' && mkdir -p /out && cp -R $(nix-store --query --requisites result) /out/ && cp -RL result /app"
    ],
    [
      'FROM debian:13-slim',
      'RUN useradd --uid 10001 --create-home app',
      'COPY --from=build /out /nix/store',
      'COPY --from=build /app /app',
      'WORKDIR /app',
      ...dataLines(facts, 'app'),
      `ENV PORT=${facts.port} IHP_ENV=Production`,
      'USER app',
      `EXPOSE ${facts.port}`,
      commandLine(facts.process.command ?? '/app/bin/RunProdServer')
    ]
  );
