/**
 * `npm run bench:overhead`: what Hydron costs beside a script. Deploys the same repository to bare sandbox servers of the same
 * tier: by Hydron after approval, and by a hand-written script over one SSH connection. Both clocks start when the server admits
 * its key, and stop when the site answers over HTTPS. One deployment that is not counted fills the caches of this machine; then
 * they take turns at going first, and the medians are compared: a machine that others use has slow minutes.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProject, openClient, type ProjectPage } from '../../cli/client.ts';
import { table } from '../../cli/tables.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import { readStack } from '../../cli/state.ts';
import { buyBareServer, type BareServer } from '../harness/bare-server.ts';
import { startGitServer } from '../harness/git-http.ts';
import { publishFixture } from '../harness/repository.ts';
import { startTestStack } from '../harness/stack.ts';
import { account, hydron } from '../harness/terminal.ts';
import { handWrittenScript } from './script.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;

interface Times {
  total: number;
  phases: [name: string, seconds: number][];
  steps: [name: string, seconds: number][];
}

/** How long each step took, the longest first, and how long none ran. */
function stepTimes(events: JournalEvent[], total: number): Times['steps'] {
  const running = new Map<string, number>();
  const took: [string, number][] = [];
  let idle = total;
  let busySince = 0;
  for (const event of events) {
    if (event.type !== 'step') continue;
    if (event.state === 'running') {
      if (running.size === 0) busySince = event.at;
      running.set(event.stepId, event.at);
    } else if (running.has(event.stepId)) {
      took.push([event.stepId, event.at - running.get(event.stepId)!]);
      running.delete(event.stepId);
      if (running.size === 0) idle -= event.at - busySince;
    }
  }
  const longest = took.sort((a, b) => b[1] - a[1]).slice(0, 10);
  return [...longest, ['between steps', idle] as [string, number]].map(([name, time]) => [name, seconds(time)]);
}

function timesOf(events: JournalEvent[]): Times {
  const begins = events.find((event) => event.type === 'phase.started' && event.phase === 'provisioning');
  const ends = events.findLast((event) => event.type === 'run.state' && event.state === 'completed');
  if (!begins || !ends) throw new Error('the run did not complete');
  const phases = events.flatMap((event): [string, number][] => {
    if (event.type !== 'phase.ended') return [];
    const start = events.find((other) => other.type === 'phase.started' && other.phase === event.phase);
    return start ? [[event.phase, seconds(event.at - start.at)]] : [];
  });
  const total = ends.at - begins.at;
  return { total, phases, steps: stepTimes(events, total) };
}

async function byHydron(state: string, source: string): Promise<{ times: Times; page: ProjectPage }> {
  const deployed = await hydron(state, ['deploy', source, '--yes', '--json']);
  if (deployed.code !== 0) throw new Error(account(deployed));
  const { url, token } = readStack(state)!;
  const page = await findProject(openClient(url, token), 'orders');
  if (!page.ok) throw new Error(page.problem.message);
  return { times: timesOf(deployed.events), page: page.value };
}

/** Buys the same tier once more, past Hydron, and waits until it admits the key that lies in `folder`. */
function bareServer(state: string, tier: string, folder: string): Promise<BareServer> {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
  const authorizedKey = readFileSync(join(folder, 'key.pub'), 'utf8').trim();
  return buyBareServer(state, { name: `bench-${randomUUID().slice(0, 8)}`, tier, httpsPort: 0, authorizedKey });
}

function run(command: string, args: string[], input: string): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) =>
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}:\n${said.slice(-4000)}`))
    )
  );
}

async function destroyed(state: string): Promise<void> {
  const gone = await hydron(state, ['destroy', 'orders', '--yes', 'orders']);
  if (gone.code !== 0) throw new Error(account(gone));
}

async function byScript(state: string, page: ProjectPage, gitRoot: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hydron-bench-'));
  const plan = page.artifacts.provisioning!.body;
  const services = page.artifacts.analysis!.body.services;
  const imageOf = (part: string) =>
    plan.services.find((unit) => unit.role === 'datastore' && unit.image.includes(part))!.image;
  const pulls = plan.servers.flatMap((server) => server.steps).map((step) => step.parameters.image);
  const script = handWrittenScript({
    folder: join(gitRoot, 'orders.work'),
    web: services.find((service) => service.kind === 'web')!,
    worker: services.find((service) => service.kind === 'worker')!,
    images: {
      postgres: imageOf('postgres'),
      redis: imageOf('redis'),
      proxy: String(pulls.find((image) => String(image).includes('caddy')))
    },
    mirror: process.env.HYDRON_REGISTRY_MIRROR ?? null
  });
  const server = await bareServer(state, page.artifacts.infrastructure!.body.servers[0]!.tier, folder);
  writeFileSync(join(folder, 'known'), `[${server.host}]:${server.port} ${server.hostKey}\n`);
  const options = [`UserKnownHostsFile=${join(folder, 'known')}`, 'StrictHostKeyChecking=yes', 'BatchMode=yes'].flatMap(
    (option) => ['-o', option]
  );
  const started = performance.now();
  await run(
    'ssh',
    ['-i', join(folder, 'key'), '-p', String(server.port), ...options, `${server.user}@${server.host}`, 'bash -s'],
    script
  );
  const took = performance.now() - started;
  rmSync(folder, { recursive: true });
  await server.release();
  return took;
}

const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
const git = await startGitServer(gitRoot);
publishFixture(gitRoot, 'orders');
const stack = await startTestStack({ HYDRON_ALLOWED_HOSTS: new URL(git.url).host, HYDRON_EXTRA_CA: '' });
try {
  const source = `${git.url}/orders.git`;
  const first = await byHydron(stack.state, source);
  await destroyed(stack.state);
  const rounds: Times[] = [];
  const scriptTimes: number[] = [];
  const deployed = async () => {
    rounds.push((await byHydron(stack.state, source)).times);
    await destroyed(stack.state);
  };
  const scripted = async () => void scriptTimes.push(await byScript(stack.state, first.page, gitRoot));
  for (const turn of [deployed, scripted, scripted, deployed, deployed, scripted]) await turn();
  const [hydronTime, scriptTime] = [median(rounds.map(({ total }) => total)), median(scriptTimes)];
  const [hydronSeconds, scriptSeconds] = [seconds(hydronTime), seconds(scriptTime)];
  const ratio = Math.round((hydronTime / scriptTime) * 1000) / 1000;
  const hydronTimes = rounds.at(-1)!;
  say(table(['part of the last run', 'seconds'], hydronTimes.phases));
  say('');
  say(table(['longest steps', 'seconds'], hydronTimes.steps));
  say('');
  say(
    table(
      ['from a bare server to a live site', 'first', 'second', 'third', 'median, seconds'],
      [
        ['script over one SSH connection', ...scriptTimes.map(seconds), scriptSeconds],
        ['Hydron, after approval', ...rounds.map(({ total }) => seconds(total)), hydronSeconds],
        ['ratio', '', '', '', ratio]
      ]
    )
  );
  say(JSON.stringify({ scriptSeconds, hydronSeconds, ratio }));
} finally {
  await stack.stop();
  await git.stop();
  rmSync(gitRoot, { recursive: true, force: true });
}
