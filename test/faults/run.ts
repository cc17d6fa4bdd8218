/**
 * `npm run test:faults [-- --runs N] [--seed N] [--only TEXT] [--list]`: the multi-service repository is deployed again and again, each
 * time with a fault at a moment that the seed chooses. Prints how each kind ended; the last line is one JSON object. The journal of each
 * run is left in test-results/faults. The exit code is 1 if a run did not end right.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openClient } from '../../cli/client.ts';
import { eventText } from '../../cli/event-text.ts';
import { places, readStack } from '../../cli/state.ts';
import { table } from '../../cli/tables.ts';
import { identityOf } from '../../relay/sandbox/record.ts';
import { startGitServer } from '../harness/git-http.ts';
import { publishFixture } from '../harness/repository.ts';
import { startTestStack } from '../harness/stack.ts';
import { startBetween } from './between.ts';
import { kinds, type Ground, type Kind } from './kinds.ts';
import { optionsOf } from './options.ts';
import { play, type Moment, type Stage } from './play.ts';
import { randomFrom } from './random.ts';
import { sumUp, verdictOf, type Outcome, type Verdict } from './verdict.ts';

const execute = promisify(execFile);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const folder = 'test-results/faults';
/** About as many steps as the repository's plan has before its services start. */
const mostSteps = 24;

interface Case {
  kind: Kind;
  moment: Moment;
}

/** So many cases, every kind as often as the others, each at a moment of its own. */
function casesOf(chosen: Kind[], runs: number, seed: number): Case[] {
  const random = randomFrom(seed);
  return Array.from({ length: runs }, (_, at) => ({
    kind: chosen[at % chosen.length]!,
    moment: { steps: Math.floor(random() * mostSteps), milliseconds: Math.floor(random() * 2500) }
  }));
}

function keep(name: string, { events }: Outcome): void {
  const lines = events.map((event) => eventText(event, (_, text) => text)).filter((text) => text !== null);
  writeFileSync(join(folder, `${name}.log`), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, `${name}.json`), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

async function one(stage: Stage, { kind, moment }: Case, name: string): Promise<Verdict> {
  const begun = performance.now();
  const outcome = await play(stage, name, kind, moment);
  keep(name, outcome);
  const verdict = verdictOf(outcome);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const again = verdict.resumed > 0 ? `, resumed ${verdict.resumed} times` : '';
  say(
    `${verdict.right ? 'ok   ' : 'WRONG'}  ${name}  ${kind.name} after step ${moment.steps} and ${moment.milliseconds} ms: ${seconds} s${again}`
  );
  if (verdict.why !== null) say(`       ${verdict.why}`);
  return verdict;
}

function report(results: { kind: string; verdict: Verdict }[]): void {
  const rows = [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const verdicts = results.filter((result) => result.kind === kind).map(({ verdict }) => verdict);
    const { runs, right, bytesLost, bytesDoubled, commandsTwice, ordersTwice } = sumUp(verdicts);
    const resumed = verdicts.filter((verdict) => verdict.resumed > 0).length;
    return [kind, runs, right, resumed, bytesLost, bytesDoubled, commandsTwice, ordersTwice];
  });
  const headings = ['fault', 'runs', 'right', 'resumed', 'bytes lost', 'doubled', 'commands twice', 'orders twice'];
  say(`\n${table(headings, rows)}`);
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const chosen = kinds.filter(
    ({ name }) => options.only.length === 0 || options.only.some((part) => name.includes(part))
  );
  if (chosen.length === 0) throw new Error('No kind of fault has such a name. --list tells them.');
  if (options.list) for (const { name } of chosen) say(name);
  if (options.list) return 0;
  mkdirSync(folder, { recursive: true });
  const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
  const git = await startGitServer(gitRoot);
  publishFixture(gitRoot, 'orders');
  const [toRelay, toWorker] = [await startBetween(), await startBetween()];
  const stack = await startTestStack({
    HYDRON_ALLOWED_HOSTS: git.host,
    HYDRON_RELAY_URL: toRelay.url,
    HYDRON_CALLBACK_URL: toWorker.url
  });
  toRelay.target = readStack(stack.state)!.relayUrl;
  toWorker.target = stack.url;
  const servers = async () => {
    const mark = `label=hydron.sandbox.stack=${identityOf(places(stack.state).relay)}`;
    const { stdout } = await execute('docker', ['ps', '--all', '--filter', mark, '--format', '{{.Names}}']);
    return stdout.split('\n').filter(Boolean);
  };
  const ground: Ground = {
    part: (name) => readStack(stack.state)!.children.find((child) => child.name === name)!,
    toRelay,
    toWorker,
    server: async () => (await servers())[0]!
  };
  const stage: Stage = {
    client: openClient(stack.url, stack.token),
    source: `${git.url}/orders.git`,
    ground,
    servers
  };
  try {
    const results: { kind: string; verdict: Verdict }[] = [];
    for (const [at, each] of casesOf(chosen, options.runs, options.seed).entries())
      results.push({ kind: each.kind.name, verdict: await one(stage, each, `fault-${at + 1}`) });
    report(results);
    const sum = sumUp(results.map(({ verdict }) => verdict));
    writeFileSync(`${folder}.json`, JSON.stringify(sum));
    say(JSON.stringify(sum));
    return sum.right < sum.runs ? 1 : 0;
  } finally {
    await stack.stop();
    await toRelay.stop();
    await toWorker.stop();
    await git.stop();
    rmSync(gitRoot, { recursive: true, force: true });
  }
}

process.exitCode = await main();
