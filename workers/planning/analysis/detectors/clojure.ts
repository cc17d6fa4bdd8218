import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { writeClojure } from '../dockerfile-writer/clojure.ts';
import { evidenceAt, evidenceOfFile } from '../reading/evidence.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { readClojure, type ClojureProject } from './clojure/project.ts';
import { managedJava } from './jvm/versions.ts';

/** Clojure, by Leiningen or its own tools: Ring and what is built on it, Pedestal, http-kit. */
export const clojure: Detector = {
  name: 'clojure',
  manifests: /^(?:project\.clj|deps\.edn)$/,
  detect: async (folder, reader) => {
    const project = await readClojure(reader, folder);
    return project ? describe(reader, project) : null;
  }
};

/** Frameworks by artifact, those that build on others first. */
const frameworks: [RegExp, string, number][] = [
  [/:luminus(?:-[\w-]+)?$|^luminus/, 'luminus', 3000],
  [/^io\.github\.kit-clj:kit-/, 'kit', 3000],
  [/^io\.pedestal:pedestal/, 'pedestal', 8080],
  [/^compojure:compojure$/, 'compojure', 3000],
  [/^metosin:reitit/, 'reitit', 3000],
  [/^(?:http-kit:http-kit|org\.httpkit:http-kit)$/, 'http-kit', 8090],
  [/^aleph:aleph$/, 'aleph', 8080],
  [/^ring:ring(?:-core|-jetty-adapter|-undertow-adapter)?$|^info\.sunng:ring-jetty9-adapter$/, 'ring', 3000]
];
const background =
  /^(?:fundingcircle:jackdaw|com\.novemberain:langohr|com\.taoensso:carmine|io\.confluent:|org\.apache\.kafka:)/;

async function describe(reader: Reader, project: ClojureProject): Promise<App> {
  const direct = project.dependencies.filter((each) => !each.development);
  const framework = frameworks
    .map(([pattern, name, port]) => ({ name, port, by: direct.find((each) => pattern.test(each.name)) }))
    .find((each) => each.by);
  const java = await managedJava(reader, project.folder, null);
  const entries = entriesOf(reader, project);
  const code = await reader.read(entries.slice(0, 4), 'entry point');
  const evidence: EvidenceMap = {
    language: evidenceOfFile(project.file.path, 'Clojure', 1),
    packageManager: evidenceOfFile(project.file.path, project.tool, 1),
    runtimeVersion: java.evidence ?? evidenceOfFile(project.file.path, 'no version is stated: a current line', 0.4)
  };
  if (framework?.by) evidence.framework = framework.by.evidence;
  const starts = project.pack !== null || project.run !== null;
  const works = direct.some((each) => background.test(each.name));
  const kind = !starts ? null : framework ? 'web' : works ? 'worker' : null;
  return {
    path: project.folder,
    name: project.name,
    language: 'Clojure',
    framework: framework?.name ?? null,
    runtimeVersion: java.version,
    packageManager: project.tool,
    buildCommand: project.pack ? `${project.tool === 'leiningen' ? 'lein' : 'clojure'} ${project.pack}` : null,
    releaseCommand: null,
    health: null,
    defaultPort: framework?.port ?? 8080,
    processes: kind ? [processOf(project, kind, code)] : [],
    program: starts && !kind ? { command: commandOf(project), evidence: project.evidence } : null,
    dependencies: project.dependencies,
    entries,
    variables: [],
    stores: [],
    serves: [],
    evidence,
    write: (facts) => writeClojure({ project, java: java.version }, facts)
  };
}

const commandOf = (project: ClojureProject) => (project.pack ? 'java -jar app.jar' : (project.run ?? ''));

function processOf(project: ClojureProject, kind: 'web' | 'worker', code: SourceFile[]): Process {
  const process = bareProcess(kind, commandOf(project), { startCommand: project.evidence });
  const port = kind === 'web' ? portIn(code) : null;
  if (!port) return process;
  return { ...process, port: port.port, evidence: { ...process.evidence, port: port.evidence } };
}

const portForm = /(?:getenv\s+"PORT"\)|\(env\s+:port\)|\(:port\s+env\)|:port)\s+(?:\(?[\w/.]+\s+){0,2}"?(\d{4,5})\b/;

function portIn(files: SourceFile[]) {
  for (const file of files) {
    const match = portForm.exec(file.text);
    if (match) return { port: Number(match[1]), evidence: evidenceAt(file, match.index, 0.85) };
  }
  return null;
}

/** The namespace that starts the program, then what is named like settings, routes or the server. */
function entriesOf(reader: Reader, project: ClojureProject): string[] {
  const own = project.main?.replaceAll('-', '_').replaceAll('.', '/');
  const files = reader.tree
    .below(project.folder, /(?:^|\/)src\/.*\.cljc?$|(?:^|\/)(?:env\/prod|resources)\/.*\.(?:cljc?|edn)$/)
    .filter((path) => !/\/test\//.test(path));
  const main = own ? files.filter((path) => path.replace(/\.cljc?$/, '').endsWith(own)) : [];
  const telling = files.filter((path) =>
    /(?:^|\/)(?:core|main|server|handler|config|system|env|routes?|db|health\w*)\.(?:cljc?|edn)$/.test(path)
  );
  return [...new Set([...main, ...telling])].slice(0, 12);
}
