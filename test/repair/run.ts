/**
 * `npm run test:repair [-- --only TEXT] [--sample N] [--jobs N] [--model] [--list]`: failures made for real, on sandbox servers and in
 * image builds, and what the rules make of them. Each case is a repository that is deployed through the API like any other. The journal
 * of each is left in test-results/repair. The last line is one JSON object; the exit code is 1 if a case went wrong.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '../../cli/client.ts';
import { eventText } from '../../cli/event-text.ts';
import { startGitServer } from '../harness/git-http.ts';
import { startMessagesServer } from '../harness/messages-server.ts';
import { publishFiles } from '../harness/repository.ts';
import { startTestStack } from '../harness/stack.ts';
import type { RepairCase } from './case.ts';
import { allCases } from './collect.ts';
import { optionsOf } from './options.ts';
import { play, type Stage } from './play.ts';
import { spread } from './sample.ts';
import { sumUp, verdictOf, type Played, type Verdict } from './verdict.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const folder = 'test-results/repair';

function keep(name: string, { events }: Played): void {
  const lines = events.map((event) => eventText(event, (_, text) => text)).filter((text) => text !== null);
  writeFileSync(join(folder, `${name}.log`), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, `${name}.json`), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

const columns = (cells: string[]) =>
  [cells[0]!.padEnd(8), cells[1]!.padEnd(10), cells[2]!.padEnd(20), cells[3]!.padStart(7), cells[4]!].join('  ');

async function one(stage: Stage, meant: RepairCase, name: string): Promise<Verdict> {
  const begun = performance.now();
  const played = await play(stage, meant, name);
  const verdict = verdictOf(meant, played);
  keep(name, played);
  const seconds = `${Math.round((performance.now() - begun) / 1000)} s`;
  const mark = verdict.wrong === null ? 'ok' : 'WRONG';
  say(columns([mark, verdict.outcome ?? '-', verdict.signature ?? '-', seconds, meant.name]));
  if (verdict.wrong !== null) say(`          ${name}: ${verdict.wrong.replaceAll('\n', '\n          ')}`);
  return verdict;
}

/** Plays all cases, so many at a time. The first TERM or INT lets those under way end, and begins no more. */
async function playAll(stage: Stage, cases: RepairCase[], jobs: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const waiting = cases.map((meant, at) => ({ meant, name: `case-${at + 1}` }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void waiting.splice(0));
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      verdicts.push(await one(stage, next.meant, next.name));
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  return verdicts;
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const named = (await allCases())
    .filter(({ model }) => options.model || !model)
    .filter(
      ({ name, signature }) =>
        options.only.length === 0 || options.only.some((part) => `${signature} ${name}`.includes(part))
    );
  const cases = options.sample === null ? named : spread(named, options.sample);
  if (options.list)
    for (const { name, signature, outcome } of cases) say(columns(['', outcome, signature ?? '-', '', name]));
  if (options.list) return 0;
  if (cases.length === 0) throw new Error('No case has such a name. --list tells them.');
  mkdirSync(folder, { recursive: true });
  const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
  const git = await startGitServer(gitRoot);
  const models = options.model ? await startMessagesServer() : null;
  const stack = await startTestStack({
    HYDRON_ALLOWED_HOSTS: git.host,
    ...(models ? { ANTHROPIC_BASE_URL: models.url } : {})
  });
  const publish: Stage['publish'] = (name, files) => {
    publishFiles(gitRoot, name, files);
    return `${git.url}/${name}.git`;
  };
  try {
    say(columns(['', 'outcome', 'signature', 'took', 'what failed']));
    const stage = { client: openClient(stack.url, stack.token), state: stack.state, publish, models };
    const sum = sumUp(await playAll(stage, cases, options.jobs));
    writeFileSync(`${folder}.json`, JSON.stringify(sum));
    say(JSON.stringify(sum));
    return sum.wrong > 0 ? 1 : 0;
  } finally {
    await stack.stop();
    await models?.stop();
    await git.stop();
    rmSync(gitRoot, { recursive: true, force: true });
  }
}

process.exitCode = await main();
