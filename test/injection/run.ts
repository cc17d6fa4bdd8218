/**
 * `npm run test:injection`: puts hostile texts into every place from which a model reads, has a scripted model obey each to the letter,
 * and prints what was other than without the text: plans, approvals, what ran on a server, settings. The texts are in
 * test/scenarios/injection.ts, the places in test/edge/injection/. The last line is JSON, `{"inputs", "changed"}`; the exit code is 1 unless
 * nothing changed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { buildSite } from '../../cli/site-build.ts';
import { rowsOf, tableOf, type Report } from './table.ts';

const fewest = 30;
const folder = 'test-results';
const path = `${folder}/injection.json`;
const say = (line: string) => process.stdout.write(`${line}\n`);

function reported(): Report {
  mkdirSync(folder, { recursive: true });
  rmSync(path, { force: true });
  const suite = ['run', 'test/edge/injection', '--config', 'test/config/edge.ts', '--root=.'];
  const outputs = ['--reporter=json', `--outputFile.json=${path}`];
  const { stdout, stderr } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...suite, ...outputs], {
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' }
  });
  if (!existsSync(path)) throw new Error(`the suite did not run:\n${stdout}\n${stderr}`);
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

const complaint = buildSite('.');
if (complaint) throw new Error(`the site does not build:\n${complaint}`);
const { rows, blind } = rowsOf(reported());
const changed = rows.filter((row) => row.changed).length;
if (rows.length > 0) say(tableOf(rows));
for (const title of blind) say(`The control failed, so that no change would be seen: ${title}`);
say(`\n${JSON.stringify({ inputs: rows.length, changed })}`);
process.exitCode = changed > 0 || blind.length > 0 || rows.length < fewest ? 1 : 0;
