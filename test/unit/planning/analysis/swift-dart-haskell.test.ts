import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf, refusalOf } from './checkout-of.ts';

const kindsOf = async (files: Record<string, string>) =>
  (await analysisOf(files)).datastores.map((each) => `${each.kind} ${each.requirement}`).sort();

describe('a Swift program', () => {
  const manifest = (
    packages: string[],
    target = '.executableTarget(name: "App", dependencies: [])'
  ) => `// swift-tools-version:6.0
import PackageDescription

let package = Package(
    name: "shop",
    dependencies: [
${packages.map((name) => `        .package(url: "https://git.example/vapor/${name}.git", from: "4.0.0"),`).join('\n')}
    ],
    targets: [
        ${target}
    ]
)
`;
  const configure = {
    'Sources/App/configure.swift':
      'func configure(_ app: Application) throws {\n  let host = Environment.get("DATABASE_HOST") ?? "localhost"\n  let key = Environment.get("API_KEY")!\n}\n'
  };

  it('of Vapor listens on every address and migrates its database', async () => {
    const files = { 'Package.swift': manifest(['vapor', 'fluent', 'fluent-postgres-driver']), ...configure };
    const service = await onlyServiceOf(files);
    expect(service).toMatchObject({
      name: 'shop',
      language: 'Swift',
      framework: 'vapor',
      runtimeVersion: '6.0',
      port: 8080,
      startCommand: '/app/App serve --env production --hostname 0.0.0.0 --port ${PORT:-8080}',
      releaseCommand: '/app/App migrate --yes'
    });
    expect(await kindsOf(files)).toEqual(['postgres required']);
    expect(service.env.find((each) => each.name === 'API_KEY')).toMatchObject({ source: 'person', required: true });
    expect(service.dockerfile!.text).toMatch(
      /FROM swift:6\.1-bookworm AS build[\s\S]*--product App --static-swift-stdlib/
    );
  });

  it('works off its queues in processes of their own', async () => {
    const { services, datastores } = await analysisOf({
      'Package.swift': manifest(['vapor', 'queues-redis-driver']),
      'Sources/App/configure.swift': 'app.queues.schedule(Cleanup()).daily()\n'
    });
    expect(services.map((each) => `${each.kind} ${each.startCommand}`)).toEqual([
      'web /app/App serve --env production --hostname 0.0.0.0 --port ${PORT:-8080}',
      'worker /app/App queues --env production',
      'worker /app/App queues --env production --scheduled'
    ]);
    expect(datastores.map((each) => each.kind)).toEqual(['redis']);
  });

  it('of Hummingbird is started as it is, or told where to listen when it asks', async () => {
    const files = { 'Package.swift': manifest(['hummingbird']), 'Sources/App/App.swift': '@main struct App {}\n' };
    expect((await onlyServiceOf(files)).startCommand).toBe('/app/App');
    const asks = { ...files, 'Sources/App/App.swift': '@Option var hostname: String = "127.0.0.1"\n' };
    expect((await onlyServiceOf(asks)).startCommand).toBe('/app/App --hostname 0.0.0.0 --port ${PORT:-8080}');
  });

  it('is nothing that runs when it is a library or an app for a device', async () => {
    const library = manifest(['swift-log'], '.target(name: "Money", dependencies: [])');
    expect(await refusalOf({ 'Package.swift': library })).toBe('analysis.nothing');
  });
});

describe('a Dart program', () => {
  const pubspec = (dependencies: string, more = '') =>
    `name: shop_server\nenvironment:\n  sdk: ^3.6.0\ndependencies:\n${dependencies}${more}`;

  it('of shelf is compiled ahead of time', async () => {
    const service = await onlyServiceOf({
      'pubspec.yaml': pubspec('  shelf: ^1.4.0\n'),
      'bin/server.dart': "void main() {\n  final port = int.parse(Platform.environment['PORT'] ?? '8085');\n}\n"
    });
    expect(service).toMatchObject({ language: 'Dart', framework: 'shelf', runtimeVersion: '3.6', port: 8085 });
    expect(service.dockerfile!.text).toContain('dart compile exe bin/server.dart -o /out/server');
  });

  it('of Dart Frog is written from its routes first', async () => {
    const files = { 'pubspec.yaml': pubspec('  dart_frog: ^1.1.0\n'), 'routes/index.dart': '' };
    const service = await onlyServiceOf(files);
    expect(service.framework).toBe('dart_frog');
    expect(service.dockerfile!.text).toContain('dart_frog_cli');
  });

  it('of Serverpod needs PostgreSQL and applies its migrations', async () => {
    const files = {
      'pubspec.yaml': pubspec('  serverpod: ^2.0.0\n'),
      'bin/main.dart': 'void main(List<String> args) {}\n'
    };
    expect(await kindsOf(files)).toEqual(['postgres required', 'redis optional']);
    expect((await onlyServiceOf(files)).releaseCommand).toContain('--apply-migrations');
  });

  it('is nothing that runs on a server when it is a Flutter app', async () => {
    const files = {
      'pubspec.yaml': pubspec('  flutter:\n    sdk: flutter\n  shelf: ^1.4.0\n'),
      'bin/server.dart': 'main() {}\n'
    };
    expect(await refusalOf(files)).toBe('analysis.nothing');
  });
});

describe('a Haskell program', () => {
  const cabal = `cabal-version: 2.4
name: shop
tested-with: GHC == 9.8.2

executable shop
  main-is: Main.hs
  build-depends:
      base >= 4 && < 5
    , servant-server
    , postgresql-simple
`;
  const main = { 'app/Main.hs': 'main = do\n  key <- getEnv "SHOP_KEY"\n  run 8081 app\n' };

  it('of Servant is built by Cabal for the compiler that is stated', async () => {
    const files = { 'shop.cabal': cabal, ...main };
    const service = await onlyServiceOf(files);
    expect(service).toMatchObject({
      language: 'Haskell',
      framework: 'servant',
      packageManager: 'cabal',
      runtimeVersion: '9.8',
      port: 8081,
      startCommand: '/app/bin/shop'
    });
    expect(await kindsOf(files)).toEqual(['postgres required']);
    expect(service.env.find((each) => each.name === 'SHOP_KEY')).toMatchObject({ required: true });
    expect(service.dockerfile!.text).toMatch(/FROM haskell:9\.8-slim-bookworm[\s\S]*cabal install exe:shop/);
  });

  it('is built by Stack with the compiler of its snapshot', async () => {
    const hpack =
      'name: shop\nexecutables:\n  shop-exe:\n    main: Main.hs\n    source-dirs: app\ndependencies:\n  - base\n  - scotty\n';
    const service = await onlyServiceOf({ 'package.yaml': hpack, 'stack.yaml': 'resolver: lts-22.44\n', ...main });
    expect(service).toMatchObject({ framework: 'scotty', packageManager: 'stack', runtimeVersion: '9.6' });
    expect(service.dockerfile!.text).toContain('--local-bin-path /out :shop-exe');
  });

  it('is not every package.yaml', async () => {
    expect(await refusalOf({ 'package.yaml': 'name: other\nversion: 1\n' })).toBe('analysis.nothing');
  });
});
