import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const cargo = (name: string, dependencies: string, more = '') =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${more}\n[dependencies]\n${dependencies}\n`;
const server = 'fn main() {\n    let listener = TcpListener::bind("0.0.0.0:8080");\n}\n';
const plain = 'fn main() {\n    println!("hello");\n}\n';

describe('the framework of a Rust program', () => {
  it.each([
    ['actix-web', 'actix-web = "4"', 8080],
    ['axum', 'axum = "0.8"\nhyper = "1"', 3000],
    ['rocket', 'rocket = "0.5"', 8000],
    ['warp', 'warp = "0.3"', 3030],
    ['poem', 'poem = "3"', 3000],
    ['salvo', 'salvo = { version = "0.80", features = ["oapi"] }', 5800],
    ['loco', 'loco-rs = "0.16"\naxum = "0.8"', 5150]
  ])('is %s where the manifest says so, with its port', async (framework, dependencies, port) => {
    const service = await onlyServiceOf({ 'Cargo.toml': cargo('shop', dependencies), 'src/main.rs': plain });
    expect(service).toMatchObject({ kind: 'web', language: 'Rust', packageManager: 'cargo', framework, port });
  });
});

describe('the version of Rust', () => {
  const versionOf = async (files: Record<string, string>, more = '') =>
    (await onlyServiceOf({ 'Cargo.toml': cargo('shop', 'axum = "0.8"', more), 'src/main.rs': server, ...files }))
      .runtimeVersion;

  it('is the channel of a toolchain file before the oldest that the manifest allows', async () => {
    const files = { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.84.1"\n' };
    expect(await versionOf(files, 'rust-version = "1.80"')).toBe('1.84');
  });

  it('is read of a toolchain file of one line, of mise and of the manifest', async () => {
    expect(await versionOf({ 'rust-toolchain': 'nightly-2026-01-02\n' })).toBe('nightly');
    expect(await versionOf({ 'mise.toml': '[tools]\nrust = "1.88"\n' })).toBe('1.88');
    expect(await versionOf({}, 'rust-version = "1.80"')).toBe('1.80');
  });

  it('is whatever is current where the channel is stable', async () => {
    expect(await versionOf({ 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' })).toBeNull();
  });

  it('chooses the image where it is pinned, and the newest image where it is only the oldest', async () => {
    const files = { 'Cargo.toml': cargo('shop', 'axum = "0.8"', 'rust-version = "1.80"'), 'src/main.rs': server };
    expect((await onlyServiceOf(files)).dockerfile!.text).toContain('FROM rust:1 AS build');
    const pinned = await onlyServiceOf({ ...files, 'rust-toolchain.toml': '[toolchain]\nchannel = "1.84.1"\n' });
    expect(pinned.dockerfile!.text).toContain('FROM rust:1.84 AS build');
    expect(pinned.dockerfile!.text).toContain('ENV RUSTUP_TOOLCHAIN=$RUST_VERSION');
  });

  it('is held back for a lock file whose crates do not compile since', async () => {
    const lock = 'version = 3\n\n[[package]]\nname = "time"\nversion = "0.3.30"\n';
    const files = { 'Cargo.toml': cargo('shop', 'axum = "0.7"'), 'Cargo.lock': lock, 'src/main.rs': server };
    expect((await onlyServiceOf(files)).dockerfile!.text).toContain('FROM rust:1.79 AS build');
  });
});

describe('a Cargo workspace', () => {
  const root =
    '[workspace]\nmembers = ["crates/*"]\n\n[workspace.dependencies]\naxum = "0.8"\nstore = { path = "crates/store" }\nsqlx = { version = "0.8", features = ["postgres"] }\n';
  const library = {
    'crates/store/Cargo.toml': cargo('store', 'sqlx = { workspace = true }'),
    'crates/store/src/lib.rs': 'pub fn open() {}\n'
  };

  it('with one service is that service, built from its root', async () => {
    const service = await onlyServiceOf({
      'Cargo.toml': root,
      ...library,
      'crates/server/Cargo.toml': cargo('server', 'axum = { workspace = true }\nstore.workspace = true'),
      'crates/server/src/main.rs': server
    });
    expect(service).toMatchObject({ name: 'server', path: '.', framework: 'axum', startCommand: '/app/bin/server' });
    expect(service.dockerfile!.text).toContain('cargo build --release --package server --bin server');
    expect(service.dependsOn).toEqual(['postgres']);
  });

  it('with several services has each in its own folder, and tools for people are none', async () => {
    const { services } = await analysisOf({
      'Cargo.toml': root,
      ...library,
      'crates/api/Cargo.toml': cargo('api', 'axum = { workspace = true }'),
      'crates/api/src/main.rs': server,
      'crates/mail-worker/Cargo.toml': cargo('mail-worker', 'tokio = "1"'),
      'crates/mail-worker/src/main.rs': plain,
      'crates/admin-cli/Cargo.toml': cargo('admin-cli', 'clap = "4"'),
      'crates/admin-cli/src/main.rs': plain
    });
    expect(services.map(({ path, kind }) => `${path} ${kind}`).sort()).toEqual([
      'crates/api web',
      'crates/mail-worker worker'
    ]);
    expect(services.every(({ dockerfile }) => dockerfile!.context === '.')).toBe(true);
  });
});

describe('a tool beside a service', () => {
  it('that is made of the same crates is none', async () => {
    const service = await onlyServiceOf({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'crates/web/Cargo.toml': cargo('web', 'axum = "0.8"'),
      'crates/web/src/main.rs': server,
      'crates/web/src/lib.rs': '',
      'crates/schema-writer/Cargo.toml': cargo('schema-writer', 'web = { path = "../web" }'),
      'crates/schema-writer/src/main.rs': plain
    });
    expect(service).toMatchObject({ name: 'web', path: '.' });
  });
});

describe('the programs of a crate', () => {
  it('are one service for what listens and one for what works in the background', async () => {
    const { services } = await analysisOf({
      'Cargo.toml': cargo('shop', 'axum = "0.8"'),
      'src/main.rs': server,
      'src/bin/queue-worker.rs': plain,
      'src/bin/seed.rs': plain
    });
    expect(services.map(({ kind, startCommand }) => `${kind} ${startCommand}`)).toEqual([
      'web /app/bin/shop',
      'worker /app/bin/queue-worker'
    ]);
  });

  it('are led by the one that the manifest runs by default', async () => {
    const service = await onlyServiceOf({
      'Cargo.toml': cargo('shop', '', 'default-run = "second"'),
      'src/bin/first.rs': plain,
      'src/bin/second.rs': plain
    });
    expect(service).toMatchObject({ kind: 'worker', startCommand: '/app/bin/second' });
  });

  it('are none where a person runs the only one with arguments', async () => {
    await expect(analysisOf({ 'Cargo.toml': cargo('grepper', 'clap = "4"'), 'src/main.rs': plain })).rejects.toThrow(
      'analysis.nothing'
    );
  });
});

describe('the datastores of a Rust program', () => {
  const storesOf = async (dependencies: string, more = '') => {
    const files = { 'Cargo.toml': cargo('shop', `axum = "0.8"\n${dependencies}`, more), 'src/main.rs': server };
    return (await analysisOf(files)).datastores.map(({ kind, requirement }) => `${kind} ${requirement}`).sort();
  };

  it('are required where one database is chosen by feature', async () => {
    expect(await storesOf('sqlx = { version = "0.8", features = ["runtime-tokio", "postgres"] }')).toEqual([
      'postgres required'
    ]);
    expect(await storesOf('diesel = { version = "2", features = ["mysql"] }')).toEqual(['mysql required']);
  });

  it('are optional where several are supported, with SQLite in the program itself', async () => {
    expect(await storesOf('sqlx = { version = "0.8", features = ["postgres", "sqlite"] }')).toEqual([
      'postgres optional',
      'sqlite embedded'
    ]);
  });

  it('are optional where features of its own choose among them', async () => {
    const features = '[features]\ndefault = []\nsqlite = ["diesel/sqlite"]\npostgresql = ["diesel/postgres"]\n';
    expect(await storesOf('diesel = "2"', features)).toEqual(['postgres optional', 'sqlite embedded']);
  });

  it('are embedded where SQLite is compiled in', async () => {
    expect(await storesOf('rusqlite = { version = "0.32", features = ["bundled"] }')).toEqual(['sqlite embedded']);
  });
});

describe('the Dockerfile of a Rust program', () => {
  const lockOf = (...names: string[]) =>
    names.map((name) => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n`).join('\n');
  const textOf = async (files: Record<string, string>) =>
    (await onlyServiceOf({ 'Cargo.toml': cargo('shop', 'rocket = "0.5"'), 'src/main.rs': plain, ...files })).dockerfile!
      .text;

  it('compiles its own code anew, whatever the times of the files', async () => {
    const text = await textOf({ 'Cargo.lock': lockOf('rocket') });
    expect(text).toMatch(/touch \{\} \+ && cargo build --release --locked --bin shop/);
    expect(text).toContain('--mount=type=cache,target=/src/target,sharing=locked');
  });

  it('installs what the crates of the lock file bind, for the build and for the run', async () => {
    const text = await textOf({ 'Cargo.lock': lockOf('openssl-sys', 'pq-sys') });
    expect(text).toMatch(/install .*libpq-dev libssl-dev pkg-config/);
    expect(text).toMatch(/install .*libpq5 libssl3t64/);
  });

  it('installs nothing for a library that is compiled in', async () => {
    expect(await textOf({ 'Cargo.lock': lockOf('openssl-sys', 'openssl-src') })).not.toContain('libssl');
  });

  it('tells Rocket where to listen, and takes pages and settings along', async () => {
    const text = await textOf({ 'Rocket.toml': '[default]\n', 'templates/index.html.tera': '<p></p>' });
    expect(text).toContain('ENV PORT=8000 HOST=0.0.0.0 ROCKET_ADDRESS=0.0.0.0 ROCKET_PORT=8000');
    expect(text).toContain('COPY --from=build --chown=app:app /src/templates ./templates');
    expect(text).toContain('COPY --from=build --chown=app:app /src/Rocket.toml ./');
  });

  it('puts the program where a Procfile looks for it', async () => {
    const text = await textOf({ Procfile: 'web: ./target/release/shop\n' });
    expect(text).toContain('COPY --from=build /out/shop /app/target/release/shop');
    expect(text).toContain('CMD ["./target/release/shop"]');
  });
});

describe('a broken Cargo.toml', () => {
  it('is noted, and the rest goes on', async () => {
    const { services, filesRead } = await analysisOf({
      'Cargo.toml': '[package\nname = ',
      'web/package.json': '{"scripts":{"start":"node server.js"},"dependencies":{"express":"5"}}',
      'web/server.js': 'require("express")().listen(3000)'
    });
    expect(services.map(({ path }) => path)).toEqual(['web']);
    expect(filesRead.find(({ path }) => path === 'Cargo.toml')?.note).toContain('not valid TOML');
  });
});
