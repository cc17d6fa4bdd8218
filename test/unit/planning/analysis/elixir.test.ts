import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const mix = (dependencies: string[], more = '') => `defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [app: :shop, elixir: "~> 1.15", deps: deps(), aliases: aliases()${more}]
  end

  def application do
    [mod: {Shop.Application, []}]
  end

  defp deps do
    [
${dependencies.map((line) => `      ${line}`).join(',\n')}
    ]
  end

  defp aliases do
    ["assets.deploy": ["esbuild shop --minify", "phx.digest"]]
  end
end
`;
const runtime = `import Config

if System.get_env("PHX_SERVER") do
  config :shop, ShopWeb.Endpoint, server: true
end

if config_env() == :prod do
  database_url =
    System.get_env("DATABASE_URL") ||
      raise "environment variable DATABASE_URL is missing."

  port = String.to_integer(System.get_env("PORT") || "4000")
  key = System.fetch_env!("SECRET_KEY_BASE")
  # api_key: System.get_env("MAILER_KEY")
end
`;
const repository = (adapter: string) => `defmodule Shop.Repo do
  use Ecto.Repo, otp_app: :shop, adapter: Ecto.Adapters.${adapter}
end
`;
const phoenix = {
  'mix.exs': mix([
    '{:phoenix, "~> 1.8"}',
    '{:ecto_sql, "~> 3.12"}',
    '{:postgrex, ">= 0.0.0"}',
    '{:floki, "~> 0.36", only: :test}'
  ]),
  'mix.lock': '%{}\n',
  'config/runtime.exs': runtime,
  'lib/shop/repo.ex': repository('Postgres'),
  'lib/shop/application.ex': 'defmodule Shop.Application do\n  use Application\nend\n',
  'lib/shop_web/router.ex': 'defmodule ShopWeb.Router do\n  get "/health", HealthController, :show\nend\n'
};

describe('a Phoenix app', () => {
  it('is run as a release that listens and migrates its database', async () => {
    const service = await onlyServiceOf(phoenix);
    expect(service).toMatchObject({
      language: 'Elixir',
      framework: 'phoenix',
      packageManager: 'mix',
      kind: 'web',
      startCommand: '/app/bin/shop start',
      port: 4000,
      health: '/health'
    });
    expect(service.releaseCommand).toContain('/app/bin/shop eval');
    expect(service.releaseCommand).toContain('Ecto.Migrator.with_repo(Shop.Repo');
  });

  it('prefers what Phoenix’s generator writes for its release', async () => {
    const release = { 'lib/shop/release.ex': 'defmodule Shop.Release do\n  def migrate do\n  end\nend\n' };
    expect((await onlyServiceOf({ ...phoenix, ...release })).releaseCommand).toBe(
      "/app/bin/shop eval 'Shop.Release.migrate()'"
    );
    const scripts = { ...phoenix, 'rel/overlays/bin/migrate': '', 'rel/overlays/bin/server': '' };
    expect(await onlyServiceOf(scripts)).toMatchObject({
      startCommand: '/app/bin/server',
      releaseCommand: '/app/bin/migrate'
    });
  });

  it('has the variables that its settings read, and is told to answer', async () => {
    const { env } = await onlyServiceOf(phoenix);
    const named = (name: string) => env.find((each) => each.name === name);
    expect(named('DATABASE_URL')).toMatchObject({ source: 'reference', secret: true });
    expect(named('SECRET_KEY_BASE')).toMatchObject({ source: 'generated', required: true });
    expect(named('PHX_SERVER')).toMatchObject({ source: 'default', default: 'true' });
    expect(named('MAILER_KEY')).toBeUndefined();
  });

  it.each([
    ['Postgres', 'postgres required'],
    ['MyXQL', 'mysql required'],
    ['SQLite3', 'sqlite embedded']
  ])('keeps its data where Ecto’s adapter says: %s', async (adapter, expected) => {
    const files = {
      ...phoenix,
      'mix.exs': mix(['{:phoenix, "~> 1.8"}', '{:ecto_sql, "~> 3.12"}']),
      'config/runtime.exs': 'import Config\n',
      'lib/shop/repo.ex': repository(adapter)
    };
    const { datastores } = await analysisOf(files);
    expect(datastores.map((each) => `${each.kind} ${each.requirement}`)).toEqual([expected]);
  });

  it('builds its assets in the stage that has compilers, with Node for what npm brings', async () => {
    const text = (await onlyServiceOf(phoenix)).dockerfile!.text;
    expect(text).toContain('FROM elixir:1.18-slim AS build');
    expect(text).toContain('RUN mix assets.deploy');
    expect(text).toContain('mix release shop --path /out');
    expect(text).not.toContain('node:');
    expect(text.slice(text.indexOf('FROM debian:13-slim'))).toContain('USER app');
    const npm = {
      ...phoenix,
      'assets/package.json': '{"scripts": {"build": "vite build", "start": "vite"}}',
      'assets/package-lock.json': '{}'
    };
    const service = await onlyServiceOf(npm);
    expect(service.dockerfile!.text).toContain('cd assets && npm ci');
  });
});

describe('other programs in Elixir', () => {
  it('are served by Plug, or work in the background', async () => {
    expect(await onlyServiceOf({ 'mix.exs': mix(['{:bandit, "~> 1.5"}']) })).toMatchObject({
      framework: 'plug',
      kind: 'web'
    });
    expect(await onlyServiceOf({ 'mix.exs': mix(['{:broadway, "~> 1.0"}']) })).toMatchObject({
      kind: 'worker',
      port: null
    });
  });

  it('are one service when they are an umbrella', async () => {
    const root =
      'defmodule Shop.MixProject do\n  def project do\n    [apps_path: "apps", releases: [shop: [applications: []]]]\n  end\nend\n';
    const files = {
      'mix.exs': root,
      'apps/web/mix.exs': mix(['{:phoenix, "~> 1.8"}']),
      'apps/core/mix.exs': mix(['{:ecto, "~> 3.0"}'])
    };
    expect(await onlyServiceOf(files)).toMatchObject({
      path: '.',
      framework: 'phoenix',
      startCommand: '/app/bin/shop start'
    });
  });
});

describe('the version of Elixir', () => {
  const of = async (files: Record<string, string>) => {
    const service = await onlyServiceOf({ ...phoenix, ...files });
    return [service.runtimeVersion, /FROM elixir:(\S+)/.exec(service.dockerfile!.text)?.[1]];
  };

  it.each([
    [
      '.tool-versions, with Erlang’s',
      { '.tool-versions': 'erlang 27.3.4\nelixir 1.18.4-otp-27\n' },
      ['1.18', '1.18-otp-27-slim']
    ],
    ['mise.toml', { 'mise.toml': '[tools]\nelixir = "1.19"\n' }, ['1.19', '1.19-slim']],
    [
      'Heroku’s buildpack',
      { 'elixir_buildpack.config': 'elixir_version=1.17.3\nerlang_version=27.0\n' },
      ['1.17', '1.17-slim']
    ],
    ['mix.exs, as the lowest that it allows', {}, ['1.15', '1.18-slim']]
  ])('is that of %s', async (_, files, expected) => {
    expect(await of(files)).toEqual(expected);
  });
});

describe('a Dockerfile of Phoenix’s generator', () => {
  it('states the version in an argument that another argument names', async () => {
    const Dockerfile = `ARG ELIXIR_VERSION=1.17.3
ARG BUILDER_IMAGE="docker.io/hexpm/elixir:\${ELIXIR_VERSION}-erlang-27.1-debian-bookworm"
ARG RUNNER_IMAGE="debian:bookworm-slim"

FROM \${BUILDER_IMAGE} AS builder
RUN mix release

FROM \${RUNNER_IMAGE}
COPY --from=builder /app ./
CMD ["/app/bin/server"]
`;
    expect((await onlyServiceOf({ ...phoenix, Dockerfile })).runtimeVersion).toBe('1.17');
  });
});
