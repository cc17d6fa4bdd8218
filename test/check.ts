/** `npm run check`: everything that is quick enough for the moment before a commit. Each part runs, whatever the others said. */
import { spawnSync } from 'node:child_process';
import { buildSite } from '../cli/site-build.ts';

const parts: [name: string, ...command: string[]][] = [
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '--cache', '.'],
  ['lint', 'node_modules/eslint/bin/eslint.js', '.'],
  ['types', 'node_modules/typescript/bin/tsc'],
  ['svelte-check', 'node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings', '--output=human'],
  ['import rules and fast tests', 'test/run.ts', 'unit', 'components']
];

const say = (line: string) => process.stdout.write(`${line}\n`);

function passes(name: string, command: string[]): boolean {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
  say(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return status === 0;
}

spawnSync(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], { stdio: 'inherit' });
const complaint = buildSite('.');
if (complaint) say(complaint);
const failed = parts.filter(([name, ...command]) => !passes(name, command)).map(([name]) => name);
if (complaint) failed.unshift('build');
say(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll is well.');
process.exitCode = failed.length ? 1 : 0;
