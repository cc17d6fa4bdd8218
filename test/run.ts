/**
 * Runs the suites one after the other and sums them up: `node test/run.ts [suite ...] [part of a file name ...]`.
 * The last line is `N passed, N failed` or `N passed, N failed, N skipped`; the exit code is 1 if any failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildSite } from '../cli/site-build.ts';
import { add, nothing, repairTally, summary, tally, type Repairs, type Report, type Tally } from './tally.ts';

const suites = ['unit', 'edge', 'relay', 'components', 'e2e', 'repair'];
const needSite = ['unit', 'edge', 'e2e', 'repair'];
const needDocker = ['e2e', 'repair'];
/** How many of the failures that are made for real belong to a test run; `npm run test:repair` makes them all. */
const repairSample = '8';
const reports = 'test-results';
const inCi = process.env.CI === 'true';

const say = (line: string) => process.stdout.write(`${line}\n`);

const vitest = (suite: string, ...args: string[]) =>
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, '--config', `test/config/${suite}.ts`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' }
  });

const readJson = (path: string) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

function run(suite: string, filters: string[]): Tally {
  const path = `${reports}/${suite}.json`;
  rmSync(path, { force: true });
  const outputs = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  const ended = vitest(suite, 'run', ...filters, '--root=.', '--passWithNoTests', ...outputs);
  const sum = tally(readJson(path) as Report | undefined, ended.status);
  const empty = inCi && filters.length === 0 && sum.passed + sum.failed + sum.skipped === 0;
  if (empty) say(`The suite ${suite} has no tests.`);
  return empty ? { ...sum, failed: 1 } : sum;
}

/** A sample of the failures that are made for real: each is a test that passes where Hydron did about it what it should. */
function repairs(): Tally {
  const path = `${reports}/repair.json`;
  rmSync(path, { force: true });
  const command = ['test/repair/run.ts', '--sample', repairSample];
  spawnSync(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
  return repairTally(readJson(path) as Repairs | undefined);
}

/** Names each test that cannot run here. In CI an unrun test is a failed one. */
function skip(suite: string, filters: string[], why: string): Tally {
  if (suite === 'repair') return { ...nothing, [inCi ? 'failed' : 'skipped']: Number(repairSample) };
  const path = `${reports}/${suite}-list.json`;
  rmSync(path, { force: true });
  vitest(suite, 'list', ...filters, '--root=.', `--json=${path}`);
  const names = ((readJson(path) ?? []) as { name: string }[]).map(({ name }) => name);
  for (const name of names) say(`skipped (${why}): ${name}`);
  return { ...nothing, [inCi ? 'failed' : 'skipped']: names.length };
}

const dockerAnswers = () => spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

const args = process.argv.slice(2);
const filters = args.filter((arg) => !suites.includes(arg));
const chosen = args.length > filters.length ? suites.filter((suite) => args.includes(suite)) : suites;

mkdirSync(reports, { recursive: true });
const complaint = chosen.some((suite) => needSite.includes(suite)) ? buildSite('.') : undefined;
if (complaint) say(`The site does not build:\n${complaint}`);

let sum: Tally = { ...nothing, failed: complaint ? 1 : 0 };
for (const suite of chosen) {
  say(`\n== ${suite}`);
  const without = needDocker.includes(suite) && !dockerAnswers();
  if (without) sum = add(sum, skip(suite, filters, 'no Docker engine answers'));
  else sum = add(sum, suite === 'repair' ? repairs() : run(suite, filters));
}
say(`\n${summary(sum)}`);
process.exitCode = sum.failed ? 1 : 0;
