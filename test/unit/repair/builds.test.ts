import { describe, expect, it } from 'vitest';
import type { Fix } from '../../../workers/domain/fix.ts';
import { needsPerson } from '../../../workers/repair/policy.ts';
import { repair } from '../../../workers/repair/repair.ts';
import type { Situation } from '../../../workers/repair/situation.ts';
import { failed } from './shop.ts';

const node = `FROM node:20-slim AS build
COPY package.json package-lock.json ./
RUN npm ci
RUN npm prune --omit=dev --ignore-scripts

FROM node:20-slim
COPY --from=build /app /app
USER node
CMD ["bash", "bin/start.sh"]
`;
const python = `FROM python:3.13-slim AS build
RUN python -m venv /opt/venv
RUN pip install -r requirements.txt

FROM python:3.13-slim
COPY --from=build /opt/venv /opt/venv
`;
const go =
  'FROM golang:1 AS build\nENV GOFLAGS=-buildvcs=false\nRUN go build\n\nFROM debian:13-slim\nCOPY --from=build /app /app\n';

/** What the rules do about an output of the shop whose Dockerfile reads so. */
function decided(text: string, step: 'build-web' | 'start-web', output: string, changes: Partial<Situation> = {}) {
  const place = failed(step, output);
  const [web, ...others] = place.plan.services;
  const services = [{ ...web!, volumes: [], dockerfile: { ...web!.dockerfile!, text } }, ...others];
  return repair({ ...place, plan: { ...place.plan, services }, ...changes });
}
const edits = (...args: Parameters<typeof decided>) => {
  const { fix } = decided(...args);
  return fix.kind === 'dockerfile' ? fix.edits : fix;
};

describe('a build in Node', () => {
  it('keeps packages for development where one of them is missed as it starts', () => {
    const output =
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'ms' imported from /app/server.js\n  code: 'ERR_MODULE_NOT_FOUND'";
    expect(edits(node, 'start-web', output)).toEqual([{ edit: 'keep-development' }]);
    expect(edits(node, 'start-web', "Error: Cannot find module '/app/Prices.js'")).toMatchObject({ kind: 'give-up' });
    expect(edits(python, 'start-web', "Error: Cannot find module 'ms'")).toMatchObject({ kind: 'give-up' });
  });

  it('leaves aside a lock file that was written on another system', () => {
    const lines = [
      'Cannot find module @rollup/rollup-linux-x64-gnu. npm has a bug related to optional dependencies',
      'Could not load the "sharp" module using the linux-x64 runtime'
    ];
    for (const line of lines)
      expect(edits(node, 'build-web', line)).toEqual([
        { edit: 'install-command', to: 'npm install --no-package-lock' }
      ]);
  });

  it('reads the version that pnpm expects through the numbers of BuildKit', () => {
    const said = [
      'ERR_PNPM_UNSUPPORTED_ENGINE',
      'Your Node version is incompatible with "/app".',
      '',
      'Expected version: >=22'
    ];
    const output = said.map((line) => `#8 0.711 ${line}`).join('\n');
    expect(edits(node, 'build-web', output)).toMatchObject([{ edit: 'base-image', tag: '24-slim' }]);
  });

  it('asks before a value stands in for a variable, and never at the start', () => {
    const output = 'Error: Missing required environment variable CONTENT_TOKEN';
    const { fix } = decided(node, 'build-web', output);
    expect(fix).toMatchObject({
      kind: 'ask',
      options: [{ fix: { edits: [{ edit: 'stand-in', name: 'CONTENT_TOKEN' }] } }, { label: 'Stop here' }]
    });
    expect(edits(node, 'start-web', output)).toMatchObject({ kind: 'give-up' });
  });
});

describe('a program that is missing', () => {
  it.each([
    ['#9 1.2 /bin/sh: 1: git: not found', 'git'],
    ['Error: spawnSync git ENOENT', 'git'],
    ['npm error syscall spawn git', 'git'],
    ["ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?", 'git'],
    ["error: command 'gcc' failed: No such file or directory", 'build-essential'],
    ["error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-gcc'", 'build-essential'],
    ['sh: line 1: cmake: command not found', 'cmake']
  ])('is installed where it was called: %s', (output, name) => {
    expect(edits(node, 'build-web', output)).toEqual([{ edit: 'add-packages', stage: 'build', names: [name] }]);
  });

  it('goes into the last stage where it is called at the start', () => {
    expect(edits(node, 'start-web', 'Error: spawn ffmpeg ENOENT')).toEqual([
      { edit: 'add-packages', stage: 'run', names: ['ffmpeg'] }
    ]);
  });

  it('may be a tool that an npm package for development brings', () => {
    expect(edits(node, 'start-web', 'sh: 1: vite: not found')).toEqual([{ edit: 'keep-development' }]);
  });

  it('brings the library that it was asked for, and none that nobody knows', () => {
    expect(edits(go, 'build-web', 'Package zlib was not found in the pkg-config search path.')).toEqual([
      { edit: 'add-packages', stage: 'build', names: ['pkg-config', 'zlib1g-dev'] }
    ]);
    expect(edits(go, 'build-web', "No package 'unheard-of' found")).toMatchObject({ kind: 'give-up' });
  });
});

describe('a build in Python', () => {
  const ignored =
    'ERROR: Ignored the following versions that require a different python version: 1.10.1 Requires-Python <3.12,>=3.8; 1.11.0 Requires-Python <3.13,>=3.9';

  it('takes the newest Python that the pinned release is made for', () => {
    const output = `${ignored}\nERROR: Could not find a version that satisfies the requirement scipy==1.10.1 (from versions: 1.15.0)\nERROR: No matching distribution found for scipy==1.10.1`;
    expect(edits(python, 'build-web', output)).toMatchObject([{ edit: 'base-image', tag: '3.11-slim' }]);
  });

  it('tells that from a package that does not exist', () => {
    const output = 'ERROR: No matching distribution found for a-private-package==1.0.0';
    expect(decided(python, 'build-web', output)).toMatchObject({ signature: 'pip_404', fix: { kind: 'give-up' } });
  });

  it('adds what old code takes for granted', () => {
    expect(edits(python, 'start-web', "ModuleNotFoundError: No module named 'pkg_resources'")).toEqual([
      { edit: 'python-packages', names: ['setuptools<81'] }
    ]);
  });

  it('looks for a package of its own in the folder where the analysis saw one', () => {
    const place = failed('start-web', '');
    const file = { path: 'src/shop/web.py', why: 'entry', bytes: 1, note: null };
    const seen = { analysis: { ...place.analysis, filesRead: [file] } };
    const output = "ModuleNotFoundError: No module named 'shop'";
    expect(edits(python, 'start-web', output, seen)).toMatchObject({ name: 'PYTHONPATH', value: '/app/src' });
    expect(edits(python, 'start-web', output)).toMatchObject({ kind: 'give-up' });
  });
});

describe('a build in Go', () => {
  it('may change go.mod where a module is missing', () => {
    const output = 'main.go:5:2: no required module provides package rsc.io/quote; to add it:\n\tgo get rsc.io/quote';
    expect(edits(go, 'build-web', output)).toMatchObject([{ name: 'GOFLAGS', value: '-mod=mod -buildvcs=false' }]);
  });

  it('calls C code where it has some', () => {
    const lines = [
      'package shop: build constraints exclude all Go files in /src',
      "Binary was compiled with 'CGO_ENABLED=0', go-sqlite3 requires cgo to work. This is a stub"
    ];
    for (const line of lines) expect(edits(go, 'start-web', line)).toMatchObject([{ name: 'CGO_ENABLED', value: '1' }]);
  });

  it('fetches the Go that go.mod names before it takes another image', () => {
    const output = 'go: go.mod requires go >= 1.25 (running go 1.24.4; GOTOOLCHAIN=local)';
    expect(edits(go, 'build-web', output)).toMatchObject([{ name: 'GOTOOLCHAIN', value: 'auto' }]);
  });
});

describe('a script that starts the image', () => {
  it.each([
    ['start.sh: line 2: set: -\r: invalid option', 'start.sh'],
    ['start.sh: 2: set: Illegal option -\r', 'start.sh'],
    ["Error: Cannot find module '/app/server.js\r'", 'bin/start.sh'],
    ['exec ./start.sh: no such file or directory', 'start.sh'],
    ['[FATAL tini (7)] exec ./start.sh failed: No such file or directory', 'start.sh']
  ])('gets Unix line endings: %j', (output, path) => {
    expect(edits(node, 'start-web', output)).toEqual([{ edit: 'normalise-line-endings', paths: [path] }]);
  });

  it.each([
    'exec: "./start.sh": permission denied: unknown',
    '[FATAL tini (7)] exec ./start.sh failed: Permission denied'
  ])('is made executable: %s', (output) => {
    expect(edits(node, 'start-web', output)).toEqual([{ edit: 'make-executable', paths: ['start.sh'] }]);
  });

  it('may call a program that was left out after the build, or that the image never had', () => {
    const said = (program: string) => `[FATAL tini (7)] exec ${program} failed: No such file or directory`;
    expect(edits(node, 'start-web', said('vite'))).toEqual([{ edit: 'keep-development' }]);
    expect(edits(node, 'start-web', said('ffmpeg'))).toMatchObject([{ stage: 'run', names: ['ffmpeg'] }]);
    expect(edits(go, 'start-web', said('vite'))).toMatchObject({ kind: 'give-up' });
  });
});

describe("a folder of the image that is not the application's own", () => {
  const said = (path: string) => `Error: EACCES: permission denied, mkdir '${path}'`;

  it('is handed over where nobody misses what is in it', () => {
    expect(edits(node, 'start-web', said('/app/cache/pages'))).toEqual([
      { edit: 'own-folders', paths: ['/app/cache/pages'] }
    ]);
  });

  it('is asked about where files would be lost with the next deployment', () => {
    expect(decided(node, 'start-web', said('/app/uploads')).fix.kind).toBe('ask');
    const fix: Fix = { kind: 'dockerfile', service: 'web', edits: [{ edit: 'own-folders', paths: ['/app/uploads'] }] };
    expect(needsPerson(fix)).toBe(true);
  });

  it('stays as it is outside of the application', () => {
    expect(decided(node, 'start-web', said('/etc/shop')).fix.kind).toBe('give-up');
    expect(decided(node, 'start-web', said('/app/../etc')).fix.kind).toBe('give-up');
  });
});
