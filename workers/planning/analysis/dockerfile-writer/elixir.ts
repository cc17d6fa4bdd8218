import type { BuildFacts, Written } from '../detector.ts';
import type { ElixirAssets } from '../detectors/elixir.ts';
import type { MixFile } from '../detectors/elixir/mix.ts';
import { within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { binaryStage } from './binary-stage.ts';
import { aptInstall, buildArguments, copy, dockerfile, ignoreText, word } from './layout.ts';
import { nodeInstall, nodeTools } from './node-tools.ts';

/** What the Dockerfile of an Elixir app is written from; `tag` is that of the image which builds it. */
export interface ElixirBuild {
  folder: string;
  mix: MixFile;
  tag: string;
  assets: ElixirAssets;
  umbrella: boolean;
  tree: Tree;
}

/** A release with its own Erlang, made in a stage with compilers and taken over onto a slim Debian. */
export function writeElixir(build: ElixirBuild, facts: BuildFacts): Written {
  const { folder, mix, assets, tree } = build;
  const manifests = ['mix.exs', ...(tree.first(folder, 'mix.lock') ? ['mix.lock'] : [])];
  const config = tree.hasFolder(folder === '.' ? 'config' : `${folder}/config`);
  const first = assets.folders[0];
  return {
    text: dockerfile(
      [
        `FROM elixir:${build.tag} AS build`,
        aptInstall(['build-essential', 'git', 'curl', 'ca-certificates']),
        'WORKDIR /app',
        'ENV MIX_ENV=prod LANG=C.UTF-8',
        'RUN mix local.hex --force && mix local.rebar --force',
        ...(first ? nodeTools(tree, first) : []),
        ...(build.umbrella ? ['COPY . .'] : [copy(manifests, './'), ...(config ? ['COPY config ./config'] : [])]),
        `RUN --mount=type=cache,target=/root/.hex/packages mix deps.get --only prod && mix deps.compile`,
        ...assets.folders.flatMap((each) => nodeInstall(tree, each, folder)),
        ...(build.umbrella ? [] : ['COPY . .']),
        ...buildArguments(facts.buildVariables),
        assets.alias ? assetLine(build) : null,
        `RUN mix compile && mix release ${mix.release} --path /out`
      ],
      binaryStage(
        {
          takes: [['/out', './']],
          packages: ['openssl', 'libstdc++6', 'libncurses6'],
          environment: ['LANG=C.UTF-8', 'MIX_ENV=prod'],
          command: facts.process.command ?? `/app/bin/${mix.release} start`
        },
        facts
      )
    ),
    ignore: ignoreText('_build', 'deps', '**/node_modules', 'priv/static/assets', 'erl_crash.dump', 'test'),
    context: folder
  };
}

/** In an umbrella the alias is that of the app that holds the assets. */
function assetLine({ folder, umbrella, assets }: ElixirBuild): string {
  const holder =
    umbrella && assets.folders[0] ? within(folder, assets.folders[0].replace(/\/?assets$/, '') || '.') : null;
  return holder && holder !== '.' ? `RUN cd ${word(holder)} && mix ${assets.alias}` : `RUN mix ${assets.alias}`;
}
