import type { BuildFacts, Dependency, Written } from '../detector.ts';
import { floorLine, keptLine } from '../reading/ranges.ts';
import type { Tree } from '../reading/tree.ts';
import { binaryStage } from './binary-stage.ts';
import { aptInstall, buildArguments, copy, dockerfile, ignoreText, runCached, word } from './layout.ts';
import { nodeInstall, nodeRun, nodeTools } from './node-tools.ts';

/** What the Dockerfile of a Crystal program is written from; `version` is what a file pins. */
export interface CrystalBuild {
  folder: string;
  target: string;
  version: string | null;
  dependencies: Dependency[];
  tree: Tree;
}

const lines = ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20', '1.21'];
const newest = '1.18';

const served = ['public', 'config', 'locales', 'assets', 'db', 'static', 'views', 'data'];

/** Current Crystal compiles what older 1.x did, so that a range is built by a current release and a pin by its own line. */
const imageOf = (version: string | null): string =>
  `crystallang/crystal:${version ? keptLine(floorLine(version) ?? newest, lines) : newest}.0`;

/** One compiled program on a slim Debian, with the libraries that the compiler links to and the folders that it reads as it runs. */
export function writeCrystal(build: CrystalBuild, facts: BuildFacts): Written {
  const { folder, target, tree } = build;
  const at = (name: string) => (folder === '.' ? name : `${folder}/${name}`);
  const manifests = ['shard.yml', 'shard.lock', 'shard.override.yml'].filter((name) => tree.first(folder, name));
  const front = tree.first(folder, 'package.json') !== null;
  const folders = served.filter((name) => tree.hasFolder(at(name)));
  const sqlite = build.dependencies.some((each) => each.name === 'sqlite3' && !each.development);
  const production = manifests.includes('shard.lock') ? '--production' : '--without-development';
  return {
    text: dockerfile(
      [
        `FROM ${imageOf(build.version)} AS build`,
        sqlite ? aptInstall(['libsqlite3-dev']) : null,
        'WORKDIR /src',
        copy(manifests, './'),
        runCached('/root/.cache/shards', `shards install ${production} --skip-postinstall`),
        ...(front ? [...nodeTools(tree, folder), ...nodeInstall(tree, folder, folder)] : []),
        'COPY . .',
        ...(front
          ? [
              ...buildArguments(facts.buildVariables),
              `RUN ${nodeRun(tree, folder, 'prod')} || ${nodeRun(tree, folder, 'build')}`
            ]
          : []),
        runCached('/root/.cache/crystal', `shards build ${word(target)} ${production} --release --no-debug`)
      ],
      binaryStage(
        {
          takes: [
            ...folders.map((name): [string, string] => [`/src/${name}`, `./${name}`]),
            [`/src/bin/${target}`, './bin/']
          ],
          packages: [
            'libssl3t64',
            'libpcre2-8-0',
            'libevent-2.1-7t64',
            'libgc1',
            'libyaml-0-2',
            'libgmp10',
            'libxml2',
            'zlib1g',
            ...(sqlite ? ['libsqlite3-0'] : [])
          ],
          environment: ['LUCKY_ENV=production', 'KEMAL_ENV=production', 'AMBER_ENV=production'].filter((name) =>
            build.dependencies.some((each) => name.startsWith(each.name.toUpperCase()))
          ),
          command: facts.process.command ?? `/app/bin/${target}`
        },
        facts
      )
    ),
    ignore: ignoreText('bin', 'lib', '.shards', '**/node_modules', 'spec'),
    context: folder
  };
}
