import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf, refusalOf } from './checkout-of.ts';

describe('a Gleam program', () => {
  const files = {
    'gleam.toml':
      'name = "shop"\nversion = "1.0.0"\ngleam = ">= 1.12.0"\n\n[dependencies]\nwisp = ">= 2.0.0 and < 3.0.0"\nmist = ">= 5.0.0"\n',
    'manifest.toml': '',
    'src/shop.gleam':
      'import envoy\n\npub fn main() {\n  let key = envoy.get("SHOP_KEY")\n  mist.new(handler) |> mist.port(3001) |> mist.start\n}\n'
  };

  it('is served as a shipment on the port of its code', async () => {
    const service = await onlyServiceOf(files);
    expect(service).toMatchObject({
      language: 'Gleam',
      framework: 'wisp',
      runtimeVersion: '1.12',
      kind: 'web',
      port: 3001,
      startCommand: '/app/entrypoint.sh run'
    });
    expect(service.env.map((each) => each.name)).toContain('SHOP_KEY');
    expect(service.dockerfile!.text).toMatch(/gleam:v1\.12\.0-erlang AS build[\s\S]*gleam export erlang-shipment/);
  });

  it('is nothing that runs when it is a library', async () => {
    expect(await refusalOf({ ...files, 'src/shop.gleam': 'pub fn add(a, b) { a + b }\n' })).toBe('analysis.nothing');
  });
});

describe('a Crystal program', () => {
  const shard = (shards: string[], more = '') => `name: shop
version: 0.1.0
targets:
  shop:
    main: src/shop.cr
crystal: ">= 1.16.0, < 2.0.0"
dependencies:
${shards.map((name) => `  ${name}:\n    github: example/${name}\n    version: ~> 1.0\n`).join('')}${more}`;
  const main = {
    'src/shop.cr':
      'require "kemal"\n\nget "/health" { "ok" }\nkey = ENV["SHOP_KEY"]\ndebug = ENV["SHOP_DEBUG"]?\nKemal.run\n'
  };

  it('is compiled, and told where to listen when its code does not read PORT', async () => {
    const service = await onlyServiceOf({
      'shard.yml': shard(['kemal']),
      'shard.lock': '',
      'public/site.css': '',
      ...main
    });
    expect(service).toMatchObject({
      language: 'Crystal',
      framework: 'kemal',
      runtimeVersion: '1.16',
      packageManager: 'shards',
      port: 3000,
      health: '/health',
      startCommand: '/app/bin/shop --bind 0.0.0.0 --port ${PORT:-3000}'
    });
    expect(service.dockerfile!.text).toContain('shards build shop --production --release');
    expect(service.dockerfile!.text).toContain('COPY --from=build --chown=app:app /src/public ./public');
  });

  it('insists on variables that it reads without a question mark', async () => {
    const { env } = await onlyServiceOf({ 'shard.yml': shard(['kemal']), ...main });
    const named = (name: string) => env.find((each) => each.name === name);
    expect(named('SHOP_KEY')).toMatchObject({ source: 'person', required: true });
    expect(named('SHOP_DEBUG')).toMatchObject({ required: false });
  });

  it('keeps its data in PostgreSQL by its layer or its settings', async () => {
    const kinds = async (files: Record<string, string>) =>
      (await analysisOf({ ...main, ...files })).datastores.map((each) => `${each.kind} ${each.requirement}`);
    expect(await kinds({ 'shard.yml': shard(['lucky', 'avram']) })).toEqual(['postgres required']);
    const both = shard(['kemal', 'pg', 'sqlite3']);
    expect(
      await kinds({ 'shard.yml': both, 'config/config.example.yml': 'db:\n  host: localhost\n  port: 5432\n' })
    ).toEqual(['postgres required']);
  });

  it('is of the release that a file pins', async () => {
    const service = await onlyServiceOf({ 'shard.yml': shard(['kemal']), '.crystal-version': '1.17.1\n', ...main });
    expect(service.runtimeVersion).toBe('1.17');
    expect(service.dockerfile!.text).toContain('FROM crystallang/crystal:1.17.0 AS build');
  });

  it('is nothing that runs when it is a shard for others', async () => {
    const library = 'name: helper\nversion: 0.1.0\ndependencies:\n  radix:\n    github: example/radix\n';
    expect(await refusalOf({ 'shard.yml': library, 'src/helper.cr': 'module Helper\nend\n' })).toBe('analysis.nothing');
  });
});
