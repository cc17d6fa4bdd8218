import type { BuildFacts, Written } from '../detector.ts';
import type { BuiltPages } from '../detectors/pages.ts';
import type { Crate, CrateDependency } from '../detectors/rust/crate.ts';
import type { Toolchain } from '../detectors/rust/toolchain.ts';
import type { CargoWorkspace } from '../detectors/rust/workspace.ts';
import { upwards, within } from '../reading/paths.ts';
import { aptInstall, buildArguments, commandLine, copy, dataLines, dockerfile, ignoreText, word } from './layout.ts';
import { cratePackages } from './native-crates.ts';
import { pageCopies, pageStages } from './pages.ts';
import { programPlace } from './program.ts';

/** What the Dockerfile of a Rust program is written from; `locked` is the text of the lock file. */
export interface RustBuild {
  crate: Crate;
  workspace: CargoWorkspace;
  programs: string[];
  framework: string | null;
  toolchain: Toolchain | null;
  locked: string;
  dependencies: CrateDependency[];
  assets: string[];
  settings: string[];
  pages: BuiltPages[];
}

/** A program on a slim Debian. Downloads and compiled dependencies stay between builds; the program's own code is always compiled. */
export function writeRust(build: RustBuild, facts: BuildFacts): Written {
  const context = contextOf(build);
  const work = within(context, build.workspace.root) ?? '.';
  const native = cratePackages(build.locked, build.dependencies);
  const wanted = programPlace(facts.process.command, build.programs[0] ?? build.crate.name ?? 'app');
  const program = build.programs.find((name) => name === wanted.name) ?? build.programs[0] ?? wanted.name;
  const source = `/src${work === '.' ? '' : `/${work}`}`;
  return {
    text: dockerfile(
      ...pageStages(build.pages, context),
      [
        `FROM rust:${imageTag(build)} AS build`,
        aptInstall(native.build),
        'WORKDIR /src',
        ...toolchainLines(build),
        'COPY . .',
        ...pageCopies(build.pages, context, '/src'),
        work === '.' ? null : `WORKDIR ${source}`,
        ...buildArguments(facts.buildVariables),
        `RUN ${caches(source)} ${cargoLine(build, program)}`
      ],
      [
        'FROM debian:13-slim',
        'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
        aptInstall(native.run),
        'RUN useradd --uid 10001 --create-home app',
        'WORKDIR /app',
        ...build.assets.map((name) =>
          copy([`/src/${within(context, at(build, name)) ?? name}`], `./${name}`, '--from=build --chown=app:app ')
        ),
        ...(build.settings.length > 0
          ? [
              copy(
                build.settings.map((name) => `/src/${within(context, at(build, name)) ?? name}`),
                './',
                '--from=build --chown=app:app '
              )
            ]
          : []),
        copy([`/out/${program}`], wanted.path, '--from=build '),
        'ENV PATH=/app/bin:$PATH',
        ...dataLines(facts, 'app'),
        facts.process.kind === 'web' ? environment(build, facts) : null,
        'USER app',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? wanted.path)
      ]
    ),
    ignore: ignoreText('target', '**/target', '**/node_modules', '*.sqlite3', '*.db'),
    context
  };
}

/** Folders and files beside the code lie where the service does: at the root of a workspace with one service. */
const at = (build: RustBuild, name: string): string => {
  const folder = build.workspace.root;
  return folder === '.' ? name : `${folder}/${name}`;
};

/** The folder of the workspace, or the one above it that holds all crates that it takes by path. */
function contextOf({ workspace, dependencies }: RustBuild): string {
  const paths = dependencies.flatMap(({ path }) => (path === null ? [] : [path]));
  return upwards(workspace.root).find((folder) => paths.every((path) => within(folder, path) !== null)) ?? '.';
}

/** The image of the stated line; the newest where only the oldest that will do is stated, or a line without an image. */
function imageTag({ toolchain, locked }: RustBuild): string {
  const minor = Number(/^1\.(\d+)$/.exec(toolchain?.version ?? '')?.[1] ?? Number.NaN);
  if (toolchain?.pinned && minor >= 74) return toolchain.version;
  return needsOldCompiler(locked) ? '1.79' : '1';
}

/** Releases of `time` before 0.3.35 do not compile since Rust 1.80. */
const needsOldCompiler = (locked: string): boolean => {
  const patch = Number(/name = "time"\nversion = "0\.3\.(\d+)"/.exec(locked)?.[1] ?? Number.NaN);
  return patch < 35;
};

/**
 * The image's own toolchain is used where it is the stated one, so that the toolchain file does not fetch it again; without a lock
 * file Cargo takes the newest crates that this toolchain compiles.
 */
function toolchainLines(build: RustBuild): string[] {
  const { toolchain, dependencies, locked } = build;
  const pinned = toolchain?.pinned && imageTag(build) !== '1';
  return [
    ...(pinned ? ['ENV RUSTUP_TOOLCHAIN=$RUST_VERSION'] : []),
    ...(dependencies.some(({ name }) => name === 'sqlx') ? ['ENV SQLX_OFFLINE=true'] : []),
    ...(locked === '' ? ['ENV CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback'] : [])
  ];
}

const caches = (source: string): string =>
  ['/usr/local/cargo/registry', '/usr/local/cargo/git', `${source}/target`]
    .map((folder) => `--mount=type=cache,target=${folder}${folder.endsWith('/target') ? ',sharing=locked' : ''}`)
    .join(' ');

/**
 * Cargo tells by the times of files what to compile again, and a checkout's files can be older than the last build: so all are
 * touched.
 */
function cargoLine(build: RustBuild, program: string): string {
  const { crate, workspace, locked } = build;
  const chosen =
    workspace.rootCrate === crate && crate.members === null ? '' : ` --package ${word(crate.name ?? program)}`;
  const features = databaseFeature(build);
  const cargo = `cargo build --release${locked === '' ? '' : ' --locked'}${chosen} --bin ${word(program)}${features}`;
  const touched = 'find . -path ./target -prune -o -type f -exec touch {} +';
  return `${touched} && ${cargo} && install -D -m 755 target/release/${word(program)} /out/${word(program)}`;
}

/** A program that lets its builder choose the database, and chooses none itself, gets SQLite where it knows it. */
function databaseFeature({ crate }: RustBuild): string {
  const database = ['sqlite', 'postgresql', 'postgres', 'mysql'];
  const offered = database.filter((name) => Object.hasOwn(crate.features, name));
  const defaults = crate.features.default ?? [];
  if (offered.length < 2 || defaults.some((name) => offered.includes(name))) return '';
  return ` --features ${offered[0]}`;
}

function environment({ framework }: RustBuild, { port }: BuildFacts): string {
  const own =
    framework === 'rocket'
      ? ` ROCKET_ADDRESS=0.0.0.0 ROCKET_PORT=${port}`
      : framework === 'loco'
        ? ' LOCO_ENV=production'
        : '';
  return `ENV PORT=${port} HOST=0.0.0.0${own}`;
}
