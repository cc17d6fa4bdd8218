import { bareProcess, type App, type Detector } from '../detector.ts';
import { writeShell } from '../dockerfile-writer/shell.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { holdsProgram } from './manifests.ts';

/** A script that starts by itself, without a manifest of anything else beside it. */
export const shell: Detector = {
  name: 'shell',
  manifests: /^start\.sh$/,
  detect: async (folder, reader) => {
    if (
      folder !== '.' ||
      holdsProgram(reader.tree, folder) ||
      reader.tree.named(folder, /^(?:Dockerfile|CMakeLists\.txt|meson\.build)$/).length > 0
    )
      return null;
    const file = await reader.one(reader.tree.first(folder, 'start.sh'), 'start script');
    return file ? describe(reader, folder, file) : null;
  }
};

const listening =
  /\$\{?PORT\b|\bnc\s+(?:-\w+\s+)*-\w*l|\bncat\b.*\s-\w*l|\bsocat\b.*LISTEN|http\.server|\b(?:nginx|caddy|httpd|lighttpd|webfsd)\b/;

function describe(reader: Reader, folder: string, file: SourceFile): App {
  const interpreter = interpreterOf(file.text);
  const web = listening.test(file.text);
  const evidence = evidenceOfFile(file.path, 'start.sh', 0.8);
  return {
    path: folder,
    name: folder === '.' ? '' : nameOf(folder),
    language: 'Shell',
    framework: null,
    runtimeVersion: null,
    packageManager: null,
    buildCommand: null,
    releaseCommand: null,
    health: null,
    defaultPort: portOf(file.text),
    processes: [
      bareProcess(web ? 'web' : 'worker', `${interpreter} start.sh`, {
        startCommand: evidenceOf(file, /^#!|^[ \t]*\w/m, 0.85)
      })
    ],
    dependencies: [],
    entries: [file.path],
    variables: [],
    stores: [],
    serves: [],
    evidence: { language: evidence },
    write: (facts) => writeShell({ folder, interpreter, scripts: scriptsOf(reader, folder) }, facts)
  };
}

/** The shell that the first line names, as far as Debian has it; plain `sh` where none is named. */
function interpreterOf(script: string): 'sh' | 'bash' | 'zsh' {
  const named = /^#!\s*\/(?:usr\/(?:local\/)?)?bin\/(?:env\s+(?:-S\s+)?)?(\w+)/.exec(script)?.[1];
  if (named === 'bash' || named === 'ksh' || named === 'mksh') return 'bash';
  return named === 'zsh' ? 'zsh' : 'sh';
}

const portOf = (script: string): number => {
  const stated = Number(
    /\$\{PORT:-(\d{2,5})\}|(?:--port|-p|http\.server|LISTEN:)[= ]?(\d{2,5})/
      .exec(script)
      ?.slice(1)
      .find((each) => each) ?? Number.NaN
  );
  return stated > 0 && stated < 65536 ? stated : 8080;
};

/** The script and those beside it, whose commands the image must hold. */
const scriptsOf = (reader: Reader, folder: string): string =>
  reader.tree
    .named(folder, /\.(?:ba|z)?sh$/)
    .map((path) => reader.known(path)?.text ?? '')
    .join('\n');
