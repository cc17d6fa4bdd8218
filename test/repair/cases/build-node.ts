import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { serverAfter } from '../sources.ts';

/** A build that keeps much in its heap, as bundlers keep modules. */
const hungry = `const kept = [];
for (let i = 0; i < 400_000; i++) kept.push({ text: 'x'.repeat(100) + i, at: i });
console.log(kept.length);
`;

/** Eight steps that each need much memory for a moment: six at a time, unless npm is told another number of jobs. */
const crowded = `import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
if (process.argv[2] === 'step') {
  const parts = [];
  for (let i = 0; i < 14; i++) parts.push(Buffer.alloc(2 ** 26, 1));
  await sleep(3000);
  process.exit(0);
}
const left = [1, 2, 3, 4, 5, 6, 7, 8];
const step = () => new Promise((done, failed) =>
  fork(import.meta.filename, ['step']).on('exit', (code, signal) => (code === 0 ? done() : failed(new Error(String(signal ?? code))))));
const lane = async () => { while (left.pop()) await step(); };
await Promise.all(Array.from({ length: Number(process.env.npm_config_jobs ?? 6) }, lane));
`;

/** Builds of Node that fail after their packages are installed. */
export const cases: RepairCase[] = [
  {
    name: 'the build of a Node application fills its heap',
    signature: 'node_heap',
    outcome: 'fixed',
    fix: 'max-old-space-size',
    repository: nodeSite(
      { 'build.js': hungry },
      {
        scripts: {
          build: 'NODE_OPTIONS=${NODE_OPTIONS:---max-old-space-size=48} node build.js',
          start: 'node server.js'
        }
      }
    )
  },
  {
    name: 'three steps of a build need more memory at once than the server has',
    signature: 'oom_container',
    outcome: 'asked',
    fix: 'one job',
    repository: nodeSite({ 'build.js': crowded }, { scripts: { build: 'node build.js', start: 'node server.js' } })
  },
  {
    name: 'the build calls git, which the image lacks',
    signature: 'program_missing',
    outcome: 'fixed',
    fix: 'git',
    repository: nodeSite(
      {
        'build.js': `import { execFileSync } from 'node:child_process';
console.log(execFileSync('git', ['hash-object', 'server.js'], { encoding: 'utf8' }));
`
      },
      { scripts: { build: 'node build.js', start: 'node server.js' } }
    )
  },
  {
    name: 'an install script calls make, which the image lacks',
    signature: 'program_missing',
    outcome: 'fixed',
    fix: 'make',
    repository: nodeSite(
      {
        Makefile: 'version.js:\n\techo "export const version = 1" > $@\n',
        'server.js': serverAfter("import './version.js';")
      },
      { scripts: { postinstall: 'make version.js', start: 'node server.js' } }
    )
  },
  {
    name: 'an old bundler hashes with what OpenSSL no longer offers',
    signature: 'openssl_legacy',
    outcome: 'asked',
    answer: 0,
    repository: nodeSite(
      {
        'build.js':
          "import { createHash } from 'node:crypto';\nconsole.log(createHash('md4').update('a').digest('hex'));\n"
      },
      { scripts: { build: 'node build.js', start: 'node server.js' } }
    )
  },
  {
    name: 'the build script calls a script that does not exist',
    signature: 'npm_script',
    outcome: 'gave up',
    repository: nodeSite({}, { scripts: { build: 'npm run clean && node --check server.js', start: 'node server.js' } })
  },
  {
    name: 'TypeScript finds an error',
    signature: 'compile_error',
    outcome: 'gave up',
    repository: nodeSite(
      {
        'tsconfig.json': `${JSON.stringify({
          compilerOptions: { outDir: 'dist', module: 'nodenext', types: ['node'], strict: true },
          include: ['server.ts']
        })}\n`,
        'server.js': '',
        'server.ts': `import { createServer } from 'node:http';
const greeting: number = 'ok';
createServer((request, response) => response.end(greeting)).listen(process.env.PORT ?? 3000);
`
      },
      {
        scripts: { build: 'tsc', start: 'node dist/server.js' },
        devDependencies: { typescript: '5.8.3', '@types/node': '22.15.0' }
      }
    )
  },
  {
    name: 'the build insists on a variable that has no value',
    signature: 'env_missing',
    outcome: 'asked',
    answer: 0,
    fix: 'CONTENT_TOKEN',
    repository: nodeSite(
      {
        'build.js':
          "if (!process.env.CONTENT_TOKEN) throw new Error('Missing required environment variable CONTENT_TOKEN');\n"
      },
      { scripts: { build: 'node build.js', start: 'node server.js' } }
    )
  }
];
