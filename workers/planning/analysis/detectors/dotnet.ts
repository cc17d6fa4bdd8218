import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector, type Process, type StatedVariable } from '../detector.ts';
import { writeDotnet } from '../dockerfile-writer/dotnet.ts';
import { evidenceAt, evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { folderOf, nameOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { isAside } from '../reading/tree.ts';
import { hostedBy } from './dotnet/aspire.ts';
import { projectFile, readProject, type DotnetProject } from './dotnet/project.ts';
import { isProgram, runsAs, type Runs } from './dotnet/runs.ts';
import { portIn, readAppSettings, storesIn, variablesIn, type AppSetting } from './dotnet/settings.ts';
import { clientsOf } from './dotnet/stores.ts';
import { dotnetDefault, runtimeOf, sdkOf, type Target } from './dotnet/versions.ts';

const beginning = /^(?:Program|Startup|Main)\.(?:cs|fs|vb)$/;

/** .NET: projects of C# and F# that serve the web or work in the background, as an Aspire app host wires them where there is one. */
export const dotnet: Detector = {
  name: 'dotnet',
  manifests: projectFile,
  begins: (tree, folder) => tree.named(folder, beginning).length > 0,
  detect: async (folder, reader) => {
    if (isAside(folder) && beginsElsewhere(reader)) return null;
    const project = await readProject(reader, folder);
    return project ? describe(reader, project) : null;
  }
};

/** Whether programs begin outside the folders of tests and tools, so that those cost no reading. */
const beginsElsewhere = (reader: Reader): boolean =>
  reader.tree.files.some((path) => beginning.test(nameOf(path)) && !isAside(folderOf(path)));

async function describe(reader: Reader, project: DotnetProject): Promise<App> {
  const code = await reader.read(entryPoints(reader, project), 'entry point');
  const runs = runsAs(reader, project, code);
  const sdk = await sdkOf(reader, project.folder);
  const target = await runtimeOf(reader, project, sdk);
  const settings = runs ? await readAppSettings(reader, project.folder) : [];
  const hosted = runs ? await hostedBy(reader, project.name) : null;
  const framework = frameworkOf(project, runs);
  const evidence = evidenceFor(project, target);
  if (framework?.evidence) evidence.framework = framework.evidence;
  if (hosted) evidence.name = hosted.evidence;
  if (hosted?.health) evidence.health = hosted.evidence;
  const version = target?.version ?? dotnetDefault;
  return {
    path: project.folder,
    name: hosted?.name || project.name,
    language: project.language,
    framework: framework?.name ?? null,
    runtimeVersion: version,
    packageManager: 'nuget',
    buildCommand: runs || isProgram(project) ? `dotnet publish ${nameOf(project.path)} -c Release` : null,
    releaseCommand: null,
    health: hosted?.health ?? null,
    defaultPort: Number.parseInt(version, 10) >= 8 ? 8080 : 80,
    processes: processesOf(project, runs, settings, code),
    program:
      !runs && isProgram(project)
        ? { command: programOf(project), evidence: evidenceOf(project.file, 'Exe', 0.7) }
        : null,
    dependencies: project.packages,
    entries: runs ? [...code.map((file) => file.path), ...besides(reader, project)] : [],
    variables: runs ? variablesOf(hosted?.variables ?? [], variablesIn(settings), connectionsIn(code, settings)) : [],
    stores: runs ? [...(hosted?.stores ?? []), ...storesIn(settings), ...clientsOf(project)] : [],
    serves: runs === 'web' ? servedBy(reader, project) : [],
    evidence,
    write: (facts) => writeDotnet({ project, runs, version, sdk, tree: reader.tree }, facts)
  };
}

function evidenceFor(project: DotnetProject, target: Target | null): EvidenceMap {
  const { path } = project;
  return {
    language: evidenceOfFile(path, nameOf(path), 1),
    packageManager: evidenceOfFile(path, nameOf(path), 0.95),
    runtimeVersion:
      target?.evidence ?? evidenceOfFile(path, 'no version is stated: the line with long-term support', 0.4)
  };
}

const functional: [RegExp, string][] = [
  [/^Giraffe$/i, 'giraffe'],
  [/^Saturn$/i, 'saturn'],
  [/^Falco$/i, 'falco'],
  [/^Suave$/i, 'suave']
];

function frameworkOf(project: DotnetProject, runs: Runs) {
  if (runs === 'static') return { name: 'blazor', evidence: evidenceAt(project.file, 0, 0.95) };
  for (const [pattern, name] of functional) {
    const found = project.packages.find((each) => pattern.test(each.name));
    if (found) return { name, evidence: found.evidence };
  }
  return project.aspnet ? { name: 'aspnetcore', evidence: project.aspnet } : null;
}

const programOf = (project: DotnetProject) => `dotnet ${project.property('AssemblyName')?.value ?? project.name}.dll`;

function processesOf(project: DotnetProject, runs: Runs, settings: AppSetting[], code: SourceFile[]): Process[] {
  if (!runs) return [];
  const program = code[0];
  const started = program
    ? evidenceOf(program, /\bCreate(?:Slim|Empty)?(?:Application|Default|Host)?Builder\(|\bMain\(/, 0.85)
    : evidenceOfFile(project.path, nameOf(project.path), 0.7);
  const evidence: EvidenceMap = { startCommand: started, kind: evidenceAt(project.file, 0, 0.9) };
  if (runs === 'static') return [bareProcess(runs, null, evidence)];
  const port = runs === 'web' ? portIn(settings) : null;
  if (port) evidence.port = port.evidence;
  return [{ ...bareProcess(runs, programOf(project), evidence), port: port?.port ?? null }];
}

const entryPoints = (reader: Reader, project: DotnetProject): string[] => reader.tree.named(project.folder, beginning);

/** Files that say how routes, health and datastores are set up, here and in the projects that are built in. */
function besides(reader: Reader, project: DotnetProject): string[] {
  const setup =
    /(?:^|\/)(?:\w*Extensions|DependencyInjection|ServiceDefaults|\w*Configuration|ConfigureServices|\w*Setup)\.(?:cs|fs)$/;
  const near = (folder: string) =>
    reader.tree
      .below(folder, setup)
      .filter((path) => (within(folder, path)?.split('/').length ?? 9) <= 2)
      .sort((a, b) => nameOf(a).length - nameOf(b).length);
  return [...near(project.folder).slice(0, 3), ...project.uses.flatMap((folder) => near(folder).slice(0, 2))].slice(
    0,
    8
  );
}

/** Each variable under one spelling, since .NET looks settings up without regard to case: that of the app host before others. */
function variablesOf(...stated: StatedVariable[][]): StatedVariable[] {
  const spelling = new Map<string, string>();
  return stated.flat().map((each) => {
    const name = spelling.get(each.name.toLowerCase()) ?? each.name;
    spelling.set(each.name.toLowerCase(), name);
    return { ...each, name };
  });
}

/** Connections that code asks for and no file of settings has. */
function connectionsIn(code: SourceFile[], settings: AppSetting[]): StatedVariable[] {
  const known = new Set(settings.map(({ keys }) => keys.join(':').toLowerCase()));
  return code.flatMap((file) =>
    [...file.text.matchAll(/\bGetConnectionString\(\s*"([A-Za-z]\w*)"/g)]
      .filter(([, name]) => !known.has(`connectionstrings:${name!.toLowerCase()}`))
      .map((match) => ({
        name: `ConnectionStrings__${match[1]}`,
        default: null,
        required: true,
        buildTime: false,
        generated: false,
        describes: '',
        origin: 'code' as const,
        evidence: evidenceAt(file, match.index)
      }))
  );
}

/** Sites for browsers that a server is built with and hands out itself, and front ends that its build makes. */
function servedBy(reader: Reader, project: DotnetProject): string[] {
  const sites = project.uses.filter((folder) =>
    reader.tree.named(folder, projectFile).some((path) => reader.known(path)?.text.includes('Sdk.BlazorWebAssembly'))
  );
  const spa = project.property('SpaRoot')?.value.replaceAll('\\', '/').replace(/\/+$/, '');
  const front = spa ? reader.tree.first(project.folder, `${spa}/package.json`) : null;
  return [...sites, ...(front ? [folderOf(front)] : [])];
}
