import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector } from '../detector.ts';
import { writeCpp } from '../dockerfile-writer/cpp.ts';
import { evidenceAt, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf, upwards } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { holdsProgram } from './manifests.ts';
import { assetFolders, settingsFiles } from './programs/files.ts';
import { isTool } from './programs/names.ts';

/** C++ and C, built by CMake or Meson: the first program that its settings name and that is no test. */
export const cpp: Detector = {
  name: 'cpp',
  manifests: /^(?:CMakeLists\.txt|meson\.build)$/,
  detect: async (folder, reader) => {
    const inner = upwards(folder)
      .slice(1)
      .some((each) => reader.tree.first(each, 'CMakeLists.txt', 'meson.build') !== null);
    if (inner || holdsProgram(reader.tree, folder)) return null;
    const file = await reader.one(reader.tree.first(folder, 'CMakeLists.txt', 'meson.build'), 'manifest');
    return file ? describe(reader, folder, file) : null;
  }
};

/** Frameworks by the words with which a build takes them or code includes them; `port` is the one that their documents use. */
const frameworks: [RegExp, string, number][] = [
  [/\bdrogon\b/i, 'drogon', 80],
  [/\bcrow(?:_all)?(?:::Crow|\.h\b|\b)/i, 'crow', 18080],
  [/\boatpp\b/i, 'oatpp', 8000],
  [/\bpistache\b/i, 'pistache', 9080],
  [/\bcpprest(?:sdk)?\b/i, 'cpprestsdk', 8080],
  [/\buserver\b/i, 'userver', 8080],
  [/\brestinio\b/i, 'restinio', 8080],
  [/\bcpp-httplib\b|\bhttplib(?:::|\.h\b)/i, 'cpp-httplib', 8080],
  [/\bcivetweb\b/i, 'civetweb', 8080],
  [/\bPoco(?:::Net|Net)\b/, 'poco', 8080],
  [/\bboost\/beast\b/, 'boost-beast', 8080]
];

const listening =
  /\b(?:listen|bind|accept)\s*\(|\.run\(\)|addListener|\.port\(|HttpServer|TcpServer|uWS::App|http_listener/;

interface Target {
  name: string;
  offset: number;
}

async function describe(reader: Reader, folder: string, file: SourceFile): Promise<App> {
  const sources = await reader.read(sourcesOf(reader, folder), 'entry point');
  const all = [file, ...sources].map(({ text }) => text).join('\n');
  const target = targetsOf(file)[0] ?? null;
  const found =
    frameworks.find(([pattern]) => pattern.test(file.text)) ?? frameworks.find(([pattern]) => pattern.test(all));
  const serves = found !== undefined || listening.test(all);
  const evidence: EvidenceMap = { language: evidenceOfFile(file.path, nameOf(file.path), 0.95) };
  if (found) evidence.framework = evidenceOfPattern([file, ...sources], found[0]);
  const settings = settingsFiles(reader.tree, folder);
  const meson = nameOf(file.path) === 'meson.build';
  const command = target ? `/app/bin/${target.name}` : null;
  return {
    path: folder,
    name: folder === '.' ? (target?.name ?? '') : nameOf(folder),
    language: /\.(?:cc|cpp|cxx|hpp)\b|\bCXX\b|'cpp'/.test(`${sources.map(({ path }) => path).join(' ')} ${file.text}`)
      ? 'C++'
      : 'C',
    framework: found?.[1] ?? null,
    runtimeVersion: null,
    packageManager: meson ? 'meson' : 'cmake',
    buildCommand: meson ? 'meson compile -C build' : 'cmake --build build',
    releaseCommand: null,
    health: null,
    defaultPort: found?.[2] ?? 8080,
    processes:
      command && target
        ? [bareProcess(serves ? 'web' : 'worker', command, { startCommand: evidenceAt(file, target.offset, 0.85) })]
        : [],
    dependencies: [],
    entries: [
      ...sources.map(({ path }) => path),
      ...settings.map((name) => (folder === '.' ? name : `${folder}/${name}`))
    ],
    variables: [],
    stores: [],
    serves: [],
    evidence,
    write: (facts) =>
      writeCpp(
        {
          folder,
          target: target?.name ?? 'app',
          meson,
          stated: all,
          assets: assetFolders(reader.tree, folder),
          settings,
          conan: reader.tree.first(folder, 'conanfile.txt', 'conanfile.py') !== null,
          vcpkg: reader.tree.first(folder, 'vcpkg.json') !== null
        },
        facts
      )
  };
}

/** The programs that the settings name, tests and tools left out; `${PROJECT_NAME}` stands for the project's own name. */
function targetsOf(file: SourceFile): Target[] {
  const project = /^[ \t]*project\s*\(\s*["']?([\w.+-]+)/im.exec(file.text)?.[1] ?? '';
  const named =
    /\badd_executable\s*\(\s*["']?(\$\{\w+\}|[\w.+-]+)|^[ \t]*(?:\w+\s*=\s*)?executable\s*\(\s*(?:'([\w.+-]+)'|meson\.project_name\(\))/gim;
  return [...file.text.matchAll(named)]
    .map((match): Target => {
      const stated = match[1] ?? match[2] ?? project;
      const variable = /^\$\{(\w+)\}$/.exec(stated)?.[1];
      return { name: variable ? valueOf(file.text, variable, project) : stated, offset: match.index };
    })
    .filter(({ name }) => name !== '' && !isTool(name) && !/test|bench|example/i.test(name));
}

function valueOf(text: string, variable: string, project: string): string {
  if (/^(?:CMAKE_)?PROJECT_NAME$/.test(variable)) return project;
  const value = new RegExp(`\\bset\\s*\\(\\s*${variable}\\s+["']?([\\w.+-]+)`, 'i').exec(text)?.[1];
  return value ?? '';
}

const sourcesOf = (reader: Reader, folder: string): string[] =>
  reader.tree
    .below(folder, /(?:^|\/)(?:main|server|app|index)\.(?:c|cc|cpp|cxx)$/)
    .concat(reader.tree.named(folder, /\.(?:c|cc|cpp|cxx)$/))
    .filter((path, index, paths) => paths.indexOf(path) === index && !/(?:^|\/)tests?\//.test(path))
    .slice(0, 6);

function evidenceOfPattern(files: SourceFile[], pattern: RegExp) {
  const file = files.find(({ text }) => pattern.test(text)) ?? files[0]!;
  return evidenceAt(file, Math.max(0, file.text.search(pattern)), 0.85);
}
