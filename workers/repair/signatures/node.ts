import type { InstallCommand } from '../../domain/fix.ts';
import type { Signature } from '../signature.ts';
import { cleanLines } from '../lines.ts';
import type { Situation } from '../situation.ts';
import { newestOf } from '../versions.ts';
import { edit, onVersion, packages } from '../ways.ts';

const toolchain = ['python3', 'make', 'g++'];
/** Lines of Node that images exist of, the one that is supported longest first. */
const nodes = ['24', '22', '20', '18', '16'];
/** The range of Node that pnpm says it expects, lines below its error's name. */
function ofPnpm({ output }: Situation): string {
  const lines = cleanLines(output);
  const at = lines.findLastIndex((line) => line.startsWith('Your Node version is incompatible'));
  const expected = at < 0 ? undefined : lines.slice(at, at + 5).find((line) => line.startsWith('Expected version: '));
  return expected?.slice('Expected version: '.length) ?? '';
}
const install = (situation: Situation, ...commands: InstallCommand[]) =>
  commands.flatMap((to) => edit(situation, { edit: 'install-command', to }));

/** Three quarters of the server's memory, in MB, for a build's heap. */
const heap = (situation: Situation) => Math.max(1024, Math.floor((situation.facts?.memoryMb ?? 2730) * 0.75));

/** Node: its package managers, its builds. */
export const node: Signature[] = [
  {
    id: 'npm_ci_sync',
    places: ['build'],
    pattern: /`npm ci` can only install packages when your package\.json and package-lock\.json/i,
    act: 'auto',
    cause: 'The lock file does not fit package.json.',
    advice: 'Run npm install and commit package-lock.json.',
    fixes: (_, situation) => install(situation, 'npm install')
  },
  {
    id: 'npm_ci_nolock',
    places: ['build'],
    pattern: /`npm ci` command can only install with an existing package-lock\.json/i,
    act: 'auto',
    cause: 'There is no lock file.',
    advice: 'Commit package-lock.json, or install with npm install.',
    fixes: (_, situation) => install(situation, 'npm install')
  },
  {
    id: 'pnpm_frozen',
    places: ['build'],
    pattern: /ERR_PNPM_(?:OUTDATED_LOCKFILE|LOCKFILE_BREAKING_CHANGE|NO_LOCKFILE)/,
    act: 'auto',
    cause: 'pnpm-lock.yaml does not fit package.json.',
    advice: 'Run pnpm install and commit pnpm-lock.yaml.',
    fixes: (_, situation) => install(situation, 'pnpm install --no-frozen-lockfile')
  },
  {
    id: 'yarn_frozen',
    places: ['build'],
    pattern: /YN0028|Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`/i,
    act: 'auto',
    cause: 'yarn.lock does not fit package.json.',
    advice: 'Run yarn install and commit yarn.lock.',
    fixes: (match, situation) =>
      install(situation, match[0].startsWith('YN') ? 'yarn install --no-immutable' : 'yarn install')
  },
  {
    id: 'bun_frozen',
    places: ['build'],
    pattern: /lockfile had changes, but lockfile is frozen/i,
    act: 'auto',
    cause: 'bun.lock does not fit package.json.',
    advice: 'Run bun install and commit bun.lock.',
    fixes: (_, situation) => install(situation, 'bun install')
  },
  {
    id: 'foreign_lock',
    places: ['build', 'container'],
    pattern:
      /npm has a bug related to optional dependencies|Cannot find (?:module|package) '?(?:@rollup\/rollup|@esbuild\/|@swc\/core-|@tailwindcss\/oxide-|lightningcss[.-]|@parcel\/watcher-|@next\/swc-)\S{0,30}linux|package "@esbuild\/linux-\S{1,20}" could not be found|Failed to load native binding|Cannot find native binding/i,
    act: 'auto',
    cause: 'The lock file was written on another system and leaves out the part of a package that is for Linux.',
    advice: 'Remove node_modules and package-lock.json, run npm install, and commit the new lock file.',
    fixes: (_, situation) => install(situation, 'npm install --no-package-lock')
  },
  {
    id: 'eresolve',
    places: ['build'],
    pattern: /npm (?:error|ERR!) code ERESOLVE/,
    act: 'auto',
    cause: 'Two packages want different versions of a third.',
    advice: 'Settle the peer dependencies in package.json.',
    fixes: (_, situation) => install(situation, 'npm install --legacy-peer-deps')
  },
  {
    id: 'npm_404',
    places: ['build'],
    pattern: /npm (?:error|ERR!) code E40[134]/,
    act: 'human',
    cause: 'A package does not exist or is private.',
    advice: 'Check the name of the package, or give the token that it is read with.',
    fixes: () => []
  },
  {
    id: 'npm_script',
    places: ['build'],
    pattern: /npm (?:error|ERR!) Missing script: "([A-Za-z0-9][A-Za-z0-9:_-]{0,60})"/i,
    act: 'auto',
    cause: 'package.json has no script of that name.',
    advice: 'Add the script to package.json, or change the build command in the analysis.',
    fixes: (match, situation) => edit(situation, { edit: 'skip-script', script: match[1]! })
  },
  {
    id: 'gyp_python',
    places: ['build'],
    pattern: /gyp ERR! find Python|Could not find any Python installation to use/i,
    act: 'auto',
    cause: 'A package is compiled, and the image has no Python for that.',
    advice: `Install ${toolchain.join(', ')} in the build stage.`,
    fixes: (_, situation) => packages(situation, toolchain)
  },
  {
    id: 'gyp_make',
    places: ['build'],
    pattern:
      /gyp ERR! stack Error: not found: make|make: (?:g\+\+|cc): No such file|make: \S{1,40}: Command not found/i,
    act: 'auto',
    cause: 'A package is compiled, and the image has no compiler.',
    advice: `Install ${toolchain.join(', ')} in the build stage.`,
    fixes: (_, situation) => packages(situation, toolchain)
  },
  {
    id: 'node_heap',
    places: ['build'],
    pattern: /JavaScript heap out of memory|Reached heap limit Allocation failed/i,
    act: 'auto',
    cause: "The build needs more memory than Node's heap may take.",
    advice: 'Take a tier with more memory.',
    fixes: (_, situation) => [
      ...edit(situation, {
        edit: 'set-env',
        stage: 'build',
        name: 'NODE_OPTIONS',
        value: `--max-old-space-size=${heap(situation)}`
      }),
      { kind: 'swap', megabytes: 4096 }
    ]
  },
  {
    id: 'openssl_legacy',
    places: ['build'],
    pattern: /error:0308010C:digital envelope routines::unsupported|ERR_OSSL_EVP_UNSUPPORTED/i,
    act: 'propose',
    cause: 'An old bundler uses a hash that current OpenSSL no longer offers.',
    advice: 'Update the bundler, or build with NODE_OPTIONS=--openssl-legacy-provider.',
    fixes: (_, situation) =>
      edit(situation, {
        edit: 'set-env',
        stage: 'build',
        name: 'NODE_OPTIONS',
        value: '--openssl-legacy-provider'
      })
  },
  {
    id: 'corepack_sig',
    places: ['build'],
    pattern: /Cannot find matching keyid|corepack: not found|Internal Error: .{0,200}corepack/i,
    act: 'auto',
    cause: 'corepack is missing in the image, or too old to check what it loads.',
    advice: 'Run npm install -g corepack@latest in the Dockerfile before corepack enable.',
    fixes: (_, situation) => edit(situation, { edit: 'update-corepack' })
  },
  {
    id: 'engine',
    places: ['build'],
    pattern:
      /npm (?:error|ERR!) (?:code EBADENGINE|notsup Required: \{.{0,60}"node":"([^"]{1,60})")|The engine "node" is incompatible with this module\. Expected version "([^"]{1,60})"|ERR_PNPM_UNSUPPORTED_ENGINE|requires a Node\.js version|You are using Node\.js/i,
    act: 'auto',
    cause: 'The image holds another version of Node than the code asks for.',
    advice: 'Set the version in engines or .nvmrc to one that exists.',
    fixes: (match, situation) => {
      const major = newestOf(nodes, match[1] ?? match[2] ?? ofPnpm(situation));
      return major === null ? [] : onVersion(situation, 'node', major);
    }
  }
];
