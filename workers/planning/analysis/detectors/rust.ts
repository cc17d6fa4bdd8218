import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { writeRust, type RustBuild } from '../dockerfile-writer/rust.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { isAside } from '../reading/tree.ts';
import { builtPages } from './pages.ts';
import { assetFolders, settingsFiles } from './programs/files.ts';
import { isServerName, isTool, isWorkerName } from './programs/names.ts';
import { readCrate, type Crate } from './rust/crate.ts';
import { rustFrameworkOf, type RustFramework } from './rust/frameworks.ts';
import { rustEntries } from './rust/modules.ts';
import { isCommandLine, programsOf, type Program } from './rust/programs.ts';
import { rustStores } from './rust/stores.ts';
import { toolchainOf } from './rust/toolchain.ts';
import { cargoWorkspaceOf, internalCrates, type CargoWorkspace } from './rust/workspace.ts';

/** Rust: Cargo packages and workspaces; each program that listens or works in the background is a process. */
export const rust: Detector = {
  name: 'rust',
  manifests: /^Cargo\.toml$/,
  detect: async (folder, reader) => {
    const crate = await readCrate(reader, folder);
    return crate ? placed(reader, crate, await cargoWorkspaceOf(reader, crate)) : null;
  }
};

/** A crate as a candidate for a service. */
interface Candidate {
  crate: Crate;
  internal: Crate[];
  programs: Program[];
  framework: RustFramework | null;
}

/**
 * A workspace with one service is that service, and lies where it is built from: its root. With several, each lies in its own
 * folder and the root is nothing.
 */
async function placed(reader: Reader, crate: Crate, workspace: CargoWorkspace): Promise<App | null> {
  const services = await servicesOf(reader, workspace);
  const isRoot = crate.folder === workspace.root;
  const only = services.length === 1 ? services[0]! : null;
  if (only) {
    if (isRoot) return describe(reader, only, workspace, workspace.root);
    return crate.name === null ? null : library(reader, crate, workspace);
  }
  const own = services.find((each) => each.crate.folder === crate.folder);
  if (own) return describe(reader, own, workspace, crate.folder);
  return crate.name === null ? null : library(reader, crate, workspace);
}

async function servicesOf(reader: Reader, workspace: CargoWorkspace): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const crate of workspace.programs) candidates.push(await candidate(reader, crate));
  const running = candidates.filter(runs);
  const inside = running.filter(({ crate }) => !isAside(crate.folder));
  const chosen = inside.length > 0 ? inside : running;
  const listening = chosen.filter((each) => serves(each) && !isTool(each.crate.name ?? ''));
  const root = listening.find(({ crate }) => crate === workspace.rootCrate);
  if (root) return [root, ...listening.filter((each) => each !== root && isServerName(each.crate.name ?? ''))];
  const background = chosen.filter((each) => !serves(each) && isWorkerName(each.crate.name ?? ''));
  return listening.length > 0 ? chosen.filter((each) => listening.includes(each) || background.includes(each)) : chosen;
}

async function candidate(reader: Reader, crate: Crate): Promise<Candidate> {
  const programs = await programsOf(reader, crate);
  const internal = programs.length > 0 ? await internalCrates(reader, crate) : [];
  return { crate, internal, programs, framework: rustFrameworkOf(crate, internal) };
}

/** Whether a crate makes something that runs by itself, rather than a library or a tool for people. */
const runs = (each: Candidate): boolean =>
  serves(each) || (each.programs.length > 0 && (each.framework?.low === false || !isCommandLine(each.crate)));

/** Whether a crate answers requests: its program waits for them, or it takes a framework itself. */
const serves = ({ crate, programs, framework }: Candidate): boolean =>
  programs.some(({ listens }) => listens) ||
  (programs.length > 0 && framework?.direct === true && !(framework.low && isCommandLine(crate)));

function processesOf({ crate, programs, framework }: Candidate): Process[] {
  const [first, ...others] = programs;
  if (!first) return [];
  const process = (program: Program, kind: Process['kind'], name: string | null): Process => ({
    ...bareProcess(kind, commandOf(program, framework), {
      startCommand: evidenceOf(program.file, /\bfn\s+main\b|launch/, 0.85)
    }),
    name
  });
  const listens = first.listens || (framework !== null && !first.works);
  return [
    process(first, listens ? 'web' : 'worker', null),
    ...others
      .filter((each) => each.works || (each.listens && each.name !== crate.name && isServerName(each.name)))
      .map((each) => process(each, each.works ? 'worker' : 'web', each.name))
  ];
}

const commandOf = (program: Program, framework: RustFramework | null): string =>
  `/app/bin/${program.name}${framework?.name === 'loco' ? ' start' : ''}`;

async function describe(reader: Reader, found: Candidate, workspace: CargoWorkspace, folder: string): Promise<App> {
  const { crate, internal, programs, framework } = found;
  const toolchain = await toolchainOf(reader, crate);
  const pages = await builtPages(
    reader,
    workspace.root,
    await reader.read(
      rustEntries(
        reader,
        programs.map(({ file }) => file),
        crate,
        internal
      ),
      'entry point'
    )
  );
  const evidence: EvidenceMap = {
    language: evidenceOfFile(crate.file.path, 'Cargo.toml', 1),
    packageManager: evidenceOfFile(crate.file.path, 'Cargo.toml', 1)
  };
  if (toolchain) evidence.runtimeVersion = toolchain.evidence;
  if (framework) evidence.framework = framework.by.evidence;
  const lock = await reader.one(workspace.lockFile, 'lock file');
  const build: RustBuild = {
    crate,
    workspace,
    programs: programs.map(({ name }) => name),
    framework: framework?.name ?? null,
    toolchain,
    locked: lock?.text ?? '',
    dependencies: [crate, ...internal].flatMap((each) => each.dependencies),
    assets: assetFolders(reader.tree, folder),
    settings: settingsFiles(reader.tree, folder),
    pages
  };
  return {
    ...bare(crate, folder),
    name: folder === '.' || folder !== crate.folder ? (crate.name ?? '') : nameOf(folder),
    framework: framework?.name ?? null,
    runtimeVersion: toolchain?.version ?? null,
    buildCommand: programs[0] ? `cargo build --release --bin ${programs[0].name}` : null,
    releaseCommand: framework?.name === 'loco' && programs[0] ? `/app/bin/${programs[0].name} db migrate` : null,
    defaultPort: framework?.port ?? 8080,
    processes: processesOf(found),
    dependencies: build.dependencies.filter((each) => !each.development && !each.optional),
    entries: rustEntries(
      reader,
      programs.map(({ file }) => file),
      crate,
      internal
    ),
    stores: rustStores(crate, internal),
    serves: pages.map(({ app }) => app.folder),
    evidence,
    write: (facts) => writeRust(build, facts)
  };
}

async function library(reader: Reader, crate: Crate, workspace: CargoWorkspace): Promise<App> {
  const toolchain = await toolchainOf(reader, crate);
  return {
    ...bare(crate, crate.folder),
    runtimeVersion: toolchain?.version ?? null,
    dependencies: crate.dependencies.filter((each) => !each.optional),
    write: (facts) =>
      writeRust(
        {
          crate,
          workspace,
          programs: [],
          framework: null,
          toolchain,
          locked: '',
          dependencies: [],
          assets: [],
          settings: [],
          pages: []
        },
        facts
      )
  };
}

const bare = (crate: Crate, folder: string): Omit<App, 'write'> => ({
  path: folder,
  name: crate.name ?? '',
  language: 'Rust',
  framework: null,
  runtimeVersion: null,
  packageManager: 'cargo',
  buildCommand: null,
  releaseCommand: null,
  health: null,
  defaultPort: null,
  processes: [],
  dependencies: [],
  entries: [],
  variables: [],
  stores: [],
  serves: [],
  evidence: { language: evidenceOfFile(crate.file.path, 'Cargo.toml', 1) }
});
