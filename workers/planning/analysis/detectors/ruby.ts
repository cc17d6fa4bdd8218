import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { writeRuby } from '../dockerfile-writer/ruby.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { rubyEntries, railsSettings } from './ruby/entries.ts';
import { readRuby, usesGem, type RubyProject } from './ruby/project.ts';
import { railsDatabases, railsStores } from './ruby/rails-stores.ts';
import { railsVariables } from './ruby/rails-variables.ts';
import { rubyServer, type RubyCommand } from './ruby/server.ts';
import { rubyWorkers } from './ruby/workers.ts';

/** Ruby with Bundler: Rails, Sinatra, Hanami, Roda, Grape and whatever else has a config.ru; queues and their workers. */
export const ruby: Detector = {
  name: 'ruby',
  manifests: /^Gemfile$/,
  detect: async (folder, reader) => {
    const project = await readRuby(reader, folder);
    return project && !isSite(reader, project) ? describe(reader, project) : null;
  }
};

/** Pages that Jekyll and its like make are served as files. */
const isSite = (reader: Reader, { folder, gems }: RubyProject): boolean =>
  reader.tree.first(folder, 'config.ru') === null &&
  gems.some((each) => /^(?:jekyll|github-pages|middleman|nanoc|bridgetown)$/.test(each.name));

/** Frameworks by gem, those that build on others first, each with the port that its own server takes. */
const frameworks: [string, string, number][] = [
  ['rails', 'rails', 3000],
  ['railties', 'rails', 3000],
  ['hanami', 'hanami', 2300],
  ['padrino', 'padrino', 3000],
  ['grape', 'grape', 9292],
  ['sinatra', 'sinatra', 4567],
  ['roda', 'roda', 9292],
  ['cuba', 'cuba', 9292],
  ['rack', 'rack', 9292]
];

async function describe(reader: Reader, project: RubyProject): Promise<App> {
  const { folder, gems } = project;
  const framework = frameworkOf(reader, project);
  const settings = await railsSettings(reader, project);
  const server = await rubyServer(reader, project, framework?.port ?? 9292);
  const workers = await rubyWorkers(reader, project, settings);
  const processes = server || !isLibrary(reader, project) ? processesOf(server, workers) : [];
  const release = server ? releaseOf(reader, project) : null;
  const evidence = evidenceFor(project, framework?.by ?? null);
  const migrations = reader.tree.first(folder, 'config/database.yml', 'Rakefile');
  if (release && migrations) evidence.releaseCommand = evidenceOfFile(migrations, release, 0.8);
  const assets = project.rails && compilesAssets(reader, project);
  return {
    path: folder,
    name: folder === '.' ? '' : nameOf(folder),
    language: 'Ruby',
    framework: framework?.name ?? null,
    runtimeVersion: project.version.line,
    packageManager: 'bundler',
    buildCommand: assets ? 'bundle exec rails assets:precompile' : null,
    releaseCommand: release,
    health: null,
    defaultPort: framework?.port ?? null,
    processes,
    dependencies: gems,
    entries: rubyEntries(reader, project),
    variables: project.rails ? await railsVariables(reader, project, settings) : [],
    stores: project.rails ? await railsStores(reader, folder, gems, settings) : [],
    serves: [],
    keeps: project.rails && (await keepsFiles(reader, project, settings)) ? ['storage'] : [],
    evidence,
    write: (facts) => writeRuby({ project, assets, tree: reader.tree }, facts)
  };
}

function processesOf(server: RubyCommand | null, workers: Process[]): Process[] {
  if (!server) return workers;
  return [bareProcess('web', server.text, { startCommand: server.evidence }), ...workers];
}

/** A gem of its own, or the Gemfile of a tool: nothing in it is started. */
const isLibrary = (reader: Reader, { folder }: RubyProject): boolean =>
  reader.tree.named(folder, /\.gemspec$/).length > 0 || reader.tree.first(folder, 'Rakefile', 'app.rb') === null;

function frameworkOf(
  reader: Reader,
  { folder, gems }: RubyProject
): { name: string; port: number; by: (typeof gems)[number] | null } | null {
  for (const [gem, name, port] of frameworks) {
    const by = gems.find((each) => each.name === gem && !each.development);
    if (by) return { name, port, by };
  }
  return reader.tree.first(folder, 'config.ru') ? { name: 'rack', port: 9292, by: null } : null;
}

/** What brings the database up to date before a release, by the conventions of Rails, Hanami and ActiveRecord's tasks. */
function releaseOf(reader: Reader, { folder, gems, rails }: RubyProject): string | null {
  if (rails && reader.tree.first(folder, 'config/database.yml'))
    return `${reader.tree.first(folder, 'bin/rails') ? 'bin/rails' : 'bundle exec rails'} db:prepare`;
  if (usesGem(gems, 'hanami-db')) return 'bundle exec hanami db migrate';
  const migrates = usesGem(gems, 'sinatra-activerecord', 'standalone_migrations', 'otr-activerecord');
  return migrates && reader.tree.first(folder, 'Rakefile') ? 'bundle exec rake db:migrate' : null;
}

/** Whether uploads or databases of production are files in the folder that Rails has for them. */
async function keepsFiles(reader: Reader, { folder }: RubyProject, settings: SourceFile[]): Promise<boolean> {
  const production = settings.find((file) => file.path.endsWith('environments/production.rb'));
  if (/^\s*config\.active_storage\.service\s*=\s*:local\b/m.test(production?.text ?? '')) return true;
  const databases = await railsDatabases(reader, folder);
  return databases.some(({ kind, file }) => kind === 'sqlite' && /^\s*database:\s*["']?storage\//m.test(file.text));
}

/** Rails brought an asset pipeline of its own until it was 7; since then the Gemfile names one or there is none. */
const compilesAssets = (reader: Reader, { folder, gems }: RubyProject): boolean =>
  usesGem(gems, ...pipelines) ||
  (reader.tree.hasFolder(folder === '.' ? 'app/assets' : `${folder}/app/assets`) &&
    gems.some((each) => each.name === 'rails' && /^\D*[3-6]\./.test(each.version ?? '')));

const pipelines = [
  'propshaft',
  'sprockets-rails',
  'sprockets',
  'importmap-rails',
  'jsbundling-rails',
  'cssbundling-rails',
  'vite_rails',
  'shakapacker',
  'webpacker'
];

function evidenceFor({ gemfile, version }: RubyProject, by: { evidence: EvidenceMap[string] } | null): EvidenceMap {
  const file: SourceFile = gemfile;
  return {
    language: evidenceOfFile(file.path, 'Gemfile', 1),
    packageManager: evidenceOfFile(file.path, 'Gemfile', 1),
    runtimeVersion: version.evidence ?? evidenceOfFile(file.path, 'no version is stated: the current line', 0.4),
    ...(by ? { framework: by.evidence } : { framework: evidenceOf(file, /^\s*gem\b/m, 0.5) })
  };
}
