import type { BuildFacts, Written } from '../detector.ts';
import { usesGem, type RubyProject } from '../detectors/ruby/project.ts';
import { within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import {
  aptInstall,
  assignments,
  buildArguments,
  commandLine,
  copy,
  dataLines,
  dockerfile,
  ignoreText,
  runCached
} from './layout.ts';
import { nativePackages } from './native.ts';
import { nodeInstall, nodeTools } from './node-tools.ts';

/** What the Dockerfile of a Ruby app is written from; `assets` are compiled while it is built. */
export interface RubyBuild {
  project: RubyProject;
  assets: boolean;
  tree: Tree;
}

/** Gems and assets are made in a stage with compilers; the last one takes over what they became. */
export function writeRuby(build: RubyBuild, facts: BuildFacts): Written {
  const { project } = build;
  const native = nativePackages(
    'gem',
    project.gems.filter((each) => !each.development)
  );
  const web = facts.process.kind === 'web';
  return {
    text: dockerfile(
      [
        `FROM ruby:${project.version.exact ?? project.version.line}-slim AS base`,
        'WORKDIR /app',
        `ENV ${environment(project)}`,
        aptInstall(native.run)
      ],
      [
        'FROM base AS build',
        aptInstall([...native.build, 'build-essential', 'git', 'libyaml-dev', 'pkg-config']),
        ...gemLines(project),
        ...frontLines(build),
        'COPY . .',
        ...assetLines(build, facts)
      ],
      [
        'FROM base',
        'RUN useradd --uid 10001 --create-home app',
        'COPY --from=build /usr/local/bundle /usr/local/bundle',
        'COPY --from=build --chown=app:app /app /app',
        `RUN mkdir -p ${writable(project)} && chown -R app:app ${writable(project)}`,
        ...dataLines(facts, 'app'),
        web ? `ENV PORT=${facts.port}` : null,
        'USER app',
        web ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? 'bundle exec rackup -o 0.0.0.0')
      ]
    ),
    ignore: ignoreText(
      '.bundle',
      'log/*',
      'tmp/*',
      'storage/*',
      '**/node_modules',
      'public/assets',
      'config/master.key',
      'config/credentials/*.key',
      'spec',
      'test'
    ),
    context: project.folder
  };
}

/** Fewer arenas of memory keep a threaded Ruby from growing; older Rails logs and serves files only when it is told to. */
function environment(project: RubyProject): string {
  const bundler = ['BUNDLE_PATH=/usr/local/bundle', 'BUNDLE_WITHOUT=development:test', 'MALLOC_ARENA_MAX=2'];
  const rack = project.rails
    ? ['RAILS_ENV=production', 'RAILS_LOG_TO_STDOUT=1', 'RAILS_SERVE_STATIC_FILES=1']
    : ['RACK_ENV=production', 'APP_ENV=production'];
  return [...rack, ...(project.locked ? ['BUNDLE_DEPLOYMENT=1'] : []), ...bundler].join(' ');
}

const writable = (project: RubyProject) => (project.rails ? 'log tmp storage' : 'log tmp');

function gemLines(project: RubyProject): string[] {
  const local = (path: string) => within(project.folder, path) ?? path;
  const files = ['Gemfile', ...(project.locked ? ['Gemfile.lock'] : [])];
  const inRoot = project.installs.map(local).filter((path) => !path.includes('/') && /\./.test(path));
  const folders = project.installs.map(local).filter((path) => !inRoot.includes(path));
  const unlocked = 'BUNDLE_DEPLOYMENT=0 BUNDLE_FROZEN=0 bundle lock --add-platform x86_64-linux aarch64-linux && ';
  return [
    copy([...files, ...inRoot], './'),
    ...folders.map((path) => copy([path], `./${path}`)),
    runCached(
      '/root/.bundle/cache',
      `${project.lockedForLinux ? '' : unlocked}BUNDLE_GLOBAL_GEM_CACHE=true bundle install && rm -rf /usr/local/bundle/ruby/*/cache`
    )
  ];
}

/** Node is there while assets are made, for the front ends that Rails builds from a package.json. */
function frontLines({ project, assets, tree }: RubyBuild): string[] {
  if (!assets || tree.first(project.folder, 'package.json') === null) return [];
  return [...nodeTools(tree, project.folder), ...nodeInstall(tree, project.folder, project.folder)];
}

function assetLines({ project, assets }: RubyBuild, facts: BuildFacts): string[] {
  const placeholders = facts.placeholders.filter(({ name }) => name !== 'RAILS_MASTER_KEY');
  const bootsnap = usesGem(project.gems, 'bootsnap') ? ['RUN bundle exec bootsnap precompile --gemfile app/ lib/'] : [];
  if (!assets) return bootsnap;
  return [
    ...bootsnap,
    ...buildArguments(facts.buildVariables),
    `RUN SECRET_KEY_BASE_DUMMY=1 ${assignments({ ...facts, placeholders })}bundle exec rails assets:precompile && rm -rf node_modules tmp/cache`
  ];
}
