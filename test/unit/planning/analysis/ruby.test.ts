import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const gemfile = (...lines: string[]) => `source "https://gems.example"\n${lines.join('\n')}\n`;
const rails = (...lines: string[]) => ({
  Gemfile: gemfile('gem "rails", "~> 8.0"', 'gem "puma"', ...lines),
  'config.ru': 'run Rails.application\n',
  'bin/rails': '#!/usr/bin/env ruby\n',
  'config/application.rb': 'module Shop\n  class Application < Rails::Application\n  end\nend\n',
  'config/routes.rb': 'Rails.application.routes.draw do\n  get "up" => "rails/health#show"\nend\n',
  'config/puma.rb': 'port ENV.fetch("PORT", 3000)\n'
});
const database = (adapter: string) => `default: &default
  adapter: ${adapter}
  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>

development:
  <<: *default
  database: shop_development

production:
  <<: *default
  database: shop_production
`;

const requiredOf = async (files: Record<string, string>) =>
  (await analysisOf(files)).datastores.filter((each) => each.requirement === 'required').map((each) => each.kind);
const kindsOf = async (files: Record<string, string>) =>
  (await analysisOf(files)).datastores.map((each) => `${each.kind} ${each.requirement}`);
const workersOf = async (files: Record<string, string>) =>
  (await analysisOf(files)).services
    .filter((service) => service.kind === 'worker')
    .map((service) => service.startCommand);

describe('a Rails app', () => {
  it('is served by Puma, prepared before a release, and asked how it is at its health route', async () => {
    const service = await onlyServiceOf({ ...rails('gem "pg"'), 'config/database.yml': database('postgresql') });
    expect(service).toMatchObject({
      language: 'Ruby',
      framework: 'rails',
      packageManager: 'bundler',
      kind: 'web',
      startCommand: 'bundle exec puma -C config/puma.rb',
      releaseCommand: 'bin/rails db:prepare',
      port: 3000,
      health: '/up'
    });
    expect(service.evidence.startCommand).toMatchObject({ path: 'config/puma.rb', line: 1 });
  });

  it('is told a place to listen where its settings name none', async () => {
    const service = await onlyServiceOf({ ...rails(), 'config/puma.rb': 'threads 3, 3\n' });
    expect(service.startCommand).toBe('bundle exec puma -C config/puma.rb -b tcp://0.0.0.0:${PORT:-3000}');
  });

  it('gets a minted key, and the address of its database from Rails’ own variable', async () => {
    const { env } = await onlyServiceOf({ ...rails('gem "pg"'), 'config/database.yml': database('postgresql') });
    const named = (name: string) => env.find((each) => each.name === name);
    expect(named('SECRET_KEY_BASE')).toMatchObject({ source: 'generated', secret: true, required: true });
    expect(named('DATABASE_URL')).toMatchObject({ source: 'reference', secret: true });
  });

  it('asks for the key of its sealed credentials only where it does not start without', async () => {
    const sealed = { ...rails(), 'config/credentials.yml.enc': 'c2VhbGVk' };
    const key = async (files: Record<string, string>) =>
      (await onlyServiceOf(files)).env.find((each) => each.name === 'RAILS_MASTER_KEY');
    expect(await key(rails())).toBeUndefined();
    expect(await key(sealed)).toMatchObject({ source: 'person', secret: true, required: false });
    const production =
      'Rails.application.configure do\n  # config.require_master_key = true\n  config.require_master_key = true\nend\n';
    expect(await key({ ...sealed, 'config/environments/production.rb': production })).toMatchObject({ required: true });
  });
});

describe('the datastores of a Rails app', () => {
  it.each([
    ['postgresql', 'gem "pg"', 'postgres required'],
    ['trilogy', 'gem "trilogy"', 'mysql required'],
    ['sqlite3', 'gem "sqlite3"', 'sqlite embedded'],
    ['<%= ENV.fetch("DB_ADAPTER", "postgresql") %>', 'gem "pg"', 'postgres required']
  ])('are those of production: the adapter %s', async (adapter, gem, expected) => {
    expect(await kindsOf({ ...rails(gem), 'config/database.yml': database(adapter) })).toEqual([expected]);
  });

  it('are not those that only development uses', async () => {
    const gems = ['gem "sqlite3", group: %i[development test]', 'group :production do', '  gem "pg"', 'end'];
    const url = 'development:\n  adapter: sqlite3\nproduction:\n  url: <%= ENV["DATABASE_URL"] %>\n';
    expect(await kindsOf({ ...rails(...gems), 'config/database.yml': url })).toEqual(['postgres required']);
  });

  it('of several databases each have a variable of their own', async () => {
    const several = `production:
  primary:
    adapter: postgresql
  replica:
    adapter: postgresql
    replica: true
  cache:
    adapter: postgresql
`;
    const { env } = await onlyServiceOf({ ...rails('gem "pg"'), 'config/database.yml': several });
    const names = env.map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'CACHE_DATABASE_URL']));
    expect(names).not.toContain('REPLICA_DATABASE_URL');
  });

  it('are the one without a server where a setting chooses among files', async () => {
    const files = {
      ...rails('gem "sqlite3"', 'gem "mysql2"'),
      'config/database.yml': '<%= ERB.new(File.read("config/database.#{Shop.adapter}.yml")).result %>\n',
      'config/database.sqlite.yml': database('sqlite3'),
      'config/database.mysql.yml': database('mysql2')
    };
    expect((await kindsOf(files)).sort()).toEqual(['mysql optional', 'sqlite embedded']);
  });

  it('include Redis for a queue, the cable or the cache, but not for the gem alone', async () => {
    expect(await requiredOf(rails('gem "redis"'))).toEqual([]);
    expect(await requiredOf(rails('gem "sidekiq"'))).toEqual(['redis']);
    const cable =
      'production:\n  adapter: redis\n  url: <%= ENV.fetch("REDIS_URL") { "redis://localhost:6379/1" } %>\n';
    expect(await requiredOf({ ...rails('gem "redis"'), 'config/cable.yml': cable })).toEqual(['redis']);
    const production = 'Rails.application.configure do\n  config.cache_store = :redis_cache_store\nend\n';
    expect(await requiredOf({ ...rails('gem "redis"'), 'config/environments/production.rb': production })).toEqual([
      'redis'
    ]);
  });

  it('are embedded where the Procfile starts them beside the app', async () => {
    const Procfile = 'web: bin/rails server\nredis: redis-server config/redis.conf\n';
    expect(await kindsOf({ ...rails('gem "resque"'), Procfile })).toEqual(['redis embedded']);
  });

  it('are read from a broken file as far as the gems tell them', async () => {
    const files = { ...rails('gem "pg"'), 'config/database.yml': 'production: {adapter: [\n' };
    const analysis = await analysisOf(files);
    expect(analysis.datastores.map((each) => each.kind)).toEqual(['postgres']);
    expect(analysis.filesRead.find((each) => each.path === 'config/database.yml')?.note).toMatch(/not valid YAML/);
  });
});

describe('the workers of a Ruby app', () => {
  it.each([
    ['sidekiq', 'bundle exec sidekiq'],
    ['good_job', 'bundle exec good_job start'],
    ['resque', 'QUEUE=* bundle exec rake resque:work'],
    ['delayed_job_active_record', 'bundle exec rake jobs:work']
  ])('work off the queue of %s', async (gem, command) => {
    expect(await workersOf(rails(`gem "${gem}"`))).toEqual([command]);
  });

  it('are those of the queue that production is told to use', async () => {
    const production = 'Rails.application.configure do\n  config.active_job.queue_adapter = :good_job\nend\n';
    const files = { ...rails('gem "sidekiq"', 'gem "good_job"'), 'config/environments/production.rb': production };
    expect(await workersOf(files)).toEqual(['bundle exec good_job start']);
  });

  it('are none where the server works off its own queue, which a variable may switch on', async () => {
    expect(await workersOf({ ...rails('gem "solid_queue"'), 'bin/jobs': '' })).toEqual(['bin/jobs']);
    const puma = 'port ENV.fetch("PORT", 3000)\nplugin :solid_queue if ENV["SOLID_QUEUE_IN_PUMA"]\n';
    const inside = { ...rails('gem "solid_queue"'), 'bin/jobs': '', 'config/puma.rb': puma };
    expect(await workersOf(inside)).toEqual([]);
    const { env } = await onlyServiceOf(inside);
    expect(env.find((each) => each.name === 'SOLID_QUEUE_IN_PUMA')).toMatchObject({ default: 'true' });
  });
});

describe('other programs in Ruby', () => {
  it('are run as a classic Sinatra script', async () => {
    const service = await onlyServiceOf({
      Gemfile: gemfile('gem "sinatra"'),
      'app.rb': 'require "sinatra"\n\nget("/") { "hello" }\n'
    });
    expect(service).toMatchObject({
      framework: 'sinatra',
      port: 4567,
      startCommand: 'bundle exec ruby app.rb -o 0.0.0.0 -p ${PORT:-4567}'
    });
  });

  it.each([
    ['sinatra', 'sinatra'],
    ['roda', 'roda'],
    ['hanami', 'hanami'],
    ['grape', 'grape']
  ])('are served from config.ru, of %s', async (gem, framework) => {
    const files = { Gemfile: gemfile(`gem "${gem}"`, 'gem "puma"'), 'config.ru': 'run App\n' };
    expect(await onlyServiceOf(files)).toMatchObject({ framework, kind: 'web' });
  });

  it('are no services when they are gems or pages', async () => {
    const web = rails();
    const files = {
      ...web,
      'engines/billing/Gemfile': gemfile('gemspec'),
      'engines/billing/billing.gemspec': '',
      'pages/Gemfile': gemfile('gem "jekyll"'),
      'pages/Rakefile': ''
    };
    expect((await analysisOf(files)).services.map((service) => service.path)).toEqual(['.']);
  });
});

describe('the version of Ruby', () => {
  const versionOf = async (files: Record<string, string>) =>
    (await onlyServiceOf({ 'config.ru': 'run App\n', ...files })).runtimeVersion;
  const plain = gemfile('gem "rack"', 'gem "puma"');

  it.each([
    ['.ruby-version', { '.ruby-version': 'ruby-3.3.6\n' }, '3.3'],
    ['the Gemfile', { Gemfile: gemfile('ruby "4.0.1"', 'gem "rack"') }, '4.0'],
    ['the lock file', { 'Gemfile.lock': 'GEM\n\nRUBY VERSION\n   ruby 3.3.5p100\n' }, '3.3'],
    ['.tool-versions', { '.tool-versions': 'nodejs 22.1.0\nruby 3.3.0\n' }, '3.3'],
    ['mise.toml', { 'mise.toml': '[tools]\nnode = "22"\nruby = "4.0"\n' }, '4.0'],
    ['a range', { Gemfile: gemfile('ruby ">= 3.2", "< 3.4"', 'gem "rack"') }, '3.3'],
    ['nothing', {}, '3.4']
  ])('is that of %s', async (_, files, expected) => {
    expect(await versionOf({ Gemfile: plain, ...files })).toBe(expected);
  });

  it('that the lock file states counts before the range of the Gemfile', async () => {
    const files = {
      Gemfile: gemfile('ruby ">= 3.2", "< 4.1"', 'gem "rack"'),
      'Gemfile.lock': 'RUBY VERSION\n   ruby 3.3.9\n'
    };
    expect(await versionOf(files)).toBe('3.3');
  });

  it('is the very release in the image where the Gemfile insists on it', async () => {
    const text = async (files: Record<string, string>) =>
      (await onlyServiceOf({ 'config.ru': 'run App\n', ...files })).dockerfile!.text;
    expect(await text({ Gemfile: gemfile('ruby "3.3.6"', 'gem "rack"') })).toContain('FROM ruby:3.3.6-slim AS base');
    expect(await text({ Gemfile: plain, '.ruby-version': '3.3.6' })).toContain('FROM ruby:3.3-slim AS base');
    const follows = { Gemfile: gemfile('ruby file: ".ruby-version"', 'gem "rack"'), '.ruby-version': '3.3.6' };
    expect(await text(follows)).toContain('FROM ruby:3.3.6-slim AS base');
  });
});

describe('the Dockerfile of a Ruby app', () => {
  it('installs gems before the code, compiles assets, and leaves compilers behind', async () => {
    const files = {
      ...rails('gem "pg"', 'gem "propshaft"'),
      'Gemfile.lock': 'GEM\n\nPLATFORMS\n  arm64-darwin-24\n  x86_64-linux\n\nDEPENDENCIES\n',
      '.ruby-version': '3.4.1',
      'config/database.yml': database('postgresql')
    };
    const { text, ignore } = (await onlyServiceOf(files)).dockerfile!;
    expect(text).toContain('COPY Gemfile Gemfile.lock .ruby-version ./');
    expect(text).toMatch(
      /--mount=type=cache,target=\/root\/\.bundle\/cache BUNDLE_GLOBAL_GEM_CACHE=true bundle install/
    );
    expect(text.indexOf('bundle install')).toBeLessThan(text.indexOf('COPY . .'));
    expect(text).toMatch(/RUN SECRET_KEY_BASE_DUMMY=1 .*bundle exec rails assets:precompile/);
    const last = text.slice(text.lastIndexOf('FROM base'));
    expect(last).toContain('USER app');
    expect(last).not.toContain('build-essential');
    expect(text).toMatch(/AS base[\s\S]*libpq5[\s\S]*AS build[\s\S]*libpq-dev/);
    expect(ignore).toContain('config/master.key');
  });

  it('resolves a lock file for Linux that was only made elsewhere', async () => {
    const files = { ...rails(), 'Gemfile.lock': 'GEM\n\nPLATFORMS\n  arm64-darwin-24\n\nDEPENDENCIES\n' };
    expect((await onlyServiceOf(files)).dockerfile!.text).toContain('bundle lock --add-platform x86_64-linux');
  });

  it('has Node for the pages that a package.json builds, which are no service of their own', async () => {
    const files = {
      ...rails('gem "jsbundling-rails"'),
      'package.json': JSON.stringify({ scripts: { build: 'esbuild app.js' }, dependencies: { esbuild: '0.25.0' } }),
      'yarn.lock': ''
    };
    const service = await onlyServiceOf(files);
    expect(service.framework).toBe('rails');
    expect(service.dockerfile!.text).toContain('COPY --from=node:22-slim /usr/local/bin/node /usr/local/bin/node');
    expect(service.dockerfile!.text).toContain('yarn install --frozen-lockfile');
  });

  it('quotes what the Gemfile names', async () => {
    const files = {
      ...rails('gem "own", path: "gems/own"'),
      'gems/own/own.gemspec': '',
      'gems/own/lib/own.rb': ''
    };
    expect((await onlyServiceOf(files)).dockerfile!.text).toContain('COPY gems/own ./gems/own');
    const hostile = { ...rails('gem "own", path: "../../etc"'), 'gems/x.rb': '' };
    expect((await onlyServiceOf(hostile)).dockerfile!.text).not.toContain('etc');
  });
});

describe('what the users of a Rails app leave there', () => {
  const local = 'Rails.application.configure do\n  config.active_storage.service = :local\nend\n';
  const uploads = { ...rails('gem "pg"'), 'config/environments/production.rb': local };

  it('is kept on a volume, in the image that is written as in one of its own', async () => {
    expect((await onlyServiceOf(uploads)).volumes).toEqual(['/app/storage']);
    const Dockerfile =
      'FROM ruby:3.4-slim AS base\nWORKDIR /rails\nFROM base\nCOPY . .\nCMD ["./bin/rails", "server"]\n';
    expect((await onlyServiceOf({ ...uploads, Dockerfile })).volumes).toEqual(['/rails/storage']);
  });

  it('is kept when it is in files of SQLite', async () => {
    const files = database('sqlite3').replace('database: shop_production', 'database: storage/production.sqlite3');
    expect((await onlyServiceOf({ ...rails('gem "sqlite3"'), 'config/database.yml': files })).volumes).toEqual([
      '/app/storage'
    ]);
  });

  it('needs no volume when it goes elsewhere', async () => {
    const remote = { ...uploads, 'config/environments/production.rb': local.replace(':local', ':amazon') };
    expect((await onlyServiceOf(remote)).volumes).toEqual([]);
  });
});
