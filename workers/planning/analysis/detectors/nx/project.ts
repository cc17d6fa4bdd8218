import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { dig, list, readJson, record, text, type Raw } from '../../reading/formats.ts';
import { joinPath, nameOf, upwards } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** How a project's build is run: a server that Node starts, Next's own, or finished pages. Paths are seen from the workspace's root. */
export type NxOutcome =
  | { kind: 'node'; file: string }
  | { kind: 'next'; folder: string }
  | { kind: 'static'; folder: string; by: '@angular/core' | 'vite' | null };

/** An application of an Nx workspace, as its project.json and its bundler's settings describe it. */
export interface NxProject {
  root: string;
  folder: string;
  name: string;
  file: SourceFile;
  /** Whether the build has a configuration for production of its own. */
  production: boolean;
  main: string | null;
  outcome: NxOutcome;
  evidence: Evidence;
}

/** The root of the Nx workspace that a folder lies in, or null. */
export const nxRootOf = (reader: Reader, folder: string): string | null =>
  upwards(folder).find((each) => reader.tree.first(each, 'nx.json') !== null) ?? null;

/** The application that a folder's project.json describes; null for a library, a test project or a build that nothing is known of. */
export async function readNxProject(reader: Reader, folder: string): Promise<NxProject | null> {
  const root = nxRootOf(reader, folder);
  const file = root === null ? null : await reader.one(reader.tree.first(folder, 'project.json'), 'manifest');
  const body = readJson(reader, file);
  if (!file || root === null || body === null) return null;
  const name = text(dig(body, 'name')) ?? nameOf(folder);
  if (text(dig(body, 'projectType')) === 'library' || /-e2e$/.test(name)) return null;
  const build = dig(body, 'targets', 'build') ?? dig(body, 'architect', 'build');
  const executor = text(dig(build, 'executor')) ?? text(dig(build, 'builder'));
  const known = executor === null ? null : ofExecutor(executor, record(dig(build, 'options')), folder);
  const outcome = known ?? (await ofSettings(reader, folder, outputIn(build, folder)));
  if (!outcome) return null;
  return {
    root,
    folder,
    name,
    file,
    production: dig(build, 'configurations', 'production') !== undefined,
    main: text(dig(build, 'options', 'main')) ?? reader.tree.first(folder, 'src/main.ts', 'src/main.js'),
    outcome,
    evidence: known
      ? evidenceOf(file, executor!, 0.9)
      : evidenceOfFile(file.path, 'an application of an Nx workspace', 0.8)
  };
}

/** What an executor of Nx or Angular makes; null for one that is not known. */
function ofExecutor(executor: string, options: Record<string, Raw>, folder: string): NxOutcome | null {
  const stated = text(options.outputPath) ?? text(record(options.outputPath).base);
  const output = stated?.replace(/^\.?\//, '').replace(/\/$/, '') ?? `dist/${folder}`;
  const browser = text(record(options.outputPath).browser) ?? 'browser';
  const file = text(options.outputFileName)?.replace(/\.[cm]?ts$/, '.js') ?? 'main.js';
  switch (executor.replace(/^@nrwl\//, '@nx/')) {
    case '@nx/node:webpack':
    case '@nx/node:build':
    case '@nx/esbuild:esbuild':
    case '@nx/rspack:rspack':
      return { kind: 'node', file: `${output}/${file}` };
    case '@nx/webpack:webpack':
      return options.target === 'node'
        ? { kind: 'node', file: `${output}/${file}` }
        : { kind: 'static', folder: output, by: null };
    case '@nx/next:build':
      return { kind: 'next', folder: output };
    case '@nx/vite:build':
      return { kind: 'static', folder: output, by: 'vite' };
    case '@nx/web:webpack':
      return { kind: 'static', folder: output, by: null };
    case '@angular-devkit/build-angular:application':
    case '@angular/build:application':
    case '@nx/angular:application':
      return { kind: 'static', folder: joinPath(output, browser) ?? output, by: '@angular/core' };
    case '@angular-devkit/build-angular:browser':
    case '@angular-devkit/build-angular:browser-esbuild':
    case '@nx/angular:webpack-browser':
      return { kind: 'static', folder: output, by: '@angular/core' };
    default:
      return null;
  }
}

/** The folder that a build target says it writes, seen from the workspace's root; null where that rests on its options. */
function outputIn(build: Raw, folder: string): string | null {
  const stated = text(list(dig(build, 'outputs'))[0]) ?? '';
  const match = /^\{(workspaceRoot|projectRoot)\}\/([\w./-]+)$/.exec(stated);
  return match ? joinPath(match[1] === 'projectRoot' ? folder : '.', match[2]!) : null;
}

/** What the settings of a bundler say where Nx infers the build from them. */
async function ofSettings(reader: Reader, folder: string, output: string | null): Promise<NxOutcome | null> {
  if (reader.tree.named(folder, /^next\.config\.[cm]?[jt]s$/).length > 0) return { kind: 'next', folder };
  const [path] = reader.tree.named(folder, /^(?:webpack|vite|rsbuild|rspack)\.config\.[cm]?[jt]s$/);
  const file = await reader.one(path ?? null, 'bundler settings');
  if (!file) return null;
  const stated = /\b(?:path|outDir)\s*:\s*(?:join\(\s*__dirname\s*,\s*)?['"]([\w./-]+)['"]/.exec(file.text)?.[1];
  const built = output ?? joinPath(folder, stated ?? 'dist');
  if (built === null) return null;
  if (/\btarget\s*:\s*['"]node['"]/.test(file.text)) return { kind: 'node', file: `${built}/main.js` };
  const vite = nameOf(file.path).startsWith('vite.');
  return (vite || nameOf(file.path).startsWith('rsbuild.')) && !/\blib\s*:\s*\{/.test(file.text)
    ? { kind: 'static', folder: built, by: vite ? 'vite' : null }
    : null;
}
