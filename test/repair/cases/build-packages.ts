import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { npmLock, serverAfter } from '../sources.ts';

const number = { dependencies: { 'is-number': '7.0.0' } };
const onMac = { cpu: ['arm64'], os: ['darwin'], optional: true };

/** npm's lock files as a Mac may write them: of packages that differ by system, they name the one for the Mac alone. */
const rollupOfMac = npmLock(
  { rollup: '4.44.0' },
  {
    'node_modules/@rollup/rollup-darwin-arm64': { version: '4.44.0', ...onMac },
    'node_modules/@types/estree': { version: '1.0.8' },
    'node_modules/rollup': {
      version: '4.44.0',
      dependencies: { '@types/estree': '1.0.8' },
      bin: { rollup: 'dist/bin/rollup' },
      optionalDependencies: { '@rollup/rollup-darwin-arm64': '4.44.0' }
    }
  }
);
const sharpOfMac = npmLock(
  { sharp: '0.34.2' },
  {
    'node_modules/@img/sharp-darwin-arm64': { version: '0.34.2', ...onMac },
    'node_modules/color': { version: '4.2.3', dependencies: { 'color-convert': '^2.0.1', 'color-string': '^1.9.0' } },
    'node_modules/color-convert': { version: '2.0.1', dependencies: { 'color-name': '~1.1.4' } },
    'node_modules/color-name': { version: '1.1.4' },
    'node_modules/color-string': {
      version: '1.9.1',
      dependencies: { 'color-name': '^1.0.0', 'simple-swizzle': '^0.2.2' }
    },
    'node_modules/detect-libc': { version: '2.0.4' },
    'node_modules/is-arrayish': { version: '0.3.2' },
    'node_modules/semver': { version: '7.7.2', bin: { semver: 'bin/semver.js' } },
    'node_modules/sharp': {
      version: '0.34.2',
      hasInstallScript: true,
      dependencies: { color: '^4.2.3', 'detect-libc': '^2.0.4', semver: '^7.7.2' },
      optionalDependencies: { '@img/sharp-darwin-arm64': '0.34.2' }
    },
    'node_modules/simple-swizzle': { version: '0.2.2', dependencies: { 'is-arrayish': '^0.3.1' } }
  }
);
const emptyPnpmLock = "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n";

/** Packages of Node that cannot be installed, or that were installed for another machine. */
export const cases: RepairCase[] = [
  {
    name: 'package-lock.json lacks a dependency',
    signature: 'npm_ci_sync',
    outcome: 'fixed',
    fix: 'npm install',
    repository: nodeSite({ 'package-lock.json': npmLock({}, {}) }, number)
  },
  {
    name: 'pnpm-lock.yaml lacks a dependency',
    signature: 'pnpm_frozen',
    outcome: 'fixed',
    fix: '--no-frozen-lockfile',
    repository: nodeSite({ 'pnpm-lock.yaml': emptyPnpmLock }, { packageManager: 'pnpm@10.12.1', ...number })
  },
  {
    name: 'the lock file of Yarn 1 lacks a dependency',
    signature: 'yarn_frozen',
    outcome: 'fixed',
    fix: 'yarn install',
    repository: nodeSite({ 'yarn.lock': '# yarn lockfile v1\n' }, number)
  },
  {
    name: 'the lock file of Yarn 4 lacks a dependency',
    signature: 'yarn_frozen',
    outcome: 'fixed',
    fix: '--no-immutable',
    repository: nodeSite(
      { 'yarn.lock': '__metadata:\n  version: 8\n  cacheKey: 10c0\n' },
      { packageManager: 'yarn@4.9.2', ...number }
    )
  },
  {
    name: 'bun.lock lacks a dependency',
    signature: 'bun_frozen',
    outcome: 'fixed',
    fix: 'bun install',
    repository: nodeSite(
      { 'bun.lock': '{"lockfileVersion": 1, "workspaces": {"": {"name": "site"}}, "packages": {}}\n' },
      { packageManager: 'bun@1.2.20', ...number }
    )
  },
  {
    name: 'two packages want different versions of a third',
    signature: 'eresolve',
    outcome: 'fixed',
    fix: '--legacy-peer-deps',
    repository: nodeSite({}, { dependencies: { react: '18.3.1', 'react-dom': '17.0.2' } })
  },
  {
    name: 'a package wants a newer Node than .nvmrc, and npm is strict about it',
    signature: 'engine',
    outcome: 'fixed',
    fix: 'node:24',
    repository: nodeSite(
      { '.nvmrc': '20\n', '.npmrc': 'engine-strict=true\n' },
      { engines: { node: '>=20' }, dependencies: { ky: '2.1.0' } }
    )
  },
  {
    name: 'package.json wants a newer Node than .nvmrc, and pnpm is strict about it',
    signature: 'engine',
    outcome: 'fixed',
    fix: 'node:24',
    repository: nodeSite(
      { '.nvmrc': '20\n', '.npmrc': 'engine-strict=true\n', 'pnpm-lock.yaml': emptyPnpmLock },
      { packageManager: 'pnpm@10.12.1', engines: { node: '>=22' } }
    )
  },
  {
    name: 'a bundler was locked on a Mac and misses its part for Linux',
    signature: 'foreign_lock',
    outcome: 'fixed',
    repository: nodeSite(
      { 'package-lock.json': rollupOfMac },
      {
        scripts: { build: 'rollup server.js --format es --file dist/server.js', start: 'node dist/server.js' },
        dependencies: { rollup: '4.44.0' }
      }
    )
  },
  {
    name: 'sharp was locked on a Mac and misses its part for Linux',
    signature: 'sharp',
    outcome: 'fixed',
    repository: nodeSite(
      { 'package-lock.json': sharpOfMac, 'server.js': serverAfter("import 'sharp';") },
      { dependencies: { sharp: '0.34.2' } }
    )
  },
  {
    name: 'a package is compiled and the image has no Python',
    signature: 'gyp_python',
    outcome: 'fixed',
    fix: 'python3',
    repository: nodeSite(
      {
        'binding.gyp': '{"targets": [{"target_name": "sum", "type": "static_library", "sources": ["sum.c"]}]}',
        'sum.c': 'int sum(int a, int b) { return a + b; }\n',
        'headers/include/node/common.gypi': '{}\n'
      },
      { scripts: { install: 'node-gyp rebuild --nodedir=headers', start: 'node server.js' } }
    )
  },
  {
    name: 'a package is private',
    signature: 'npm_404',
    outcome: 'gave up',
    repository: nodeSite({}, { dependencies: { '@a-private-scope-of-shop/prices': '1.0.0' } })
  }
];
