/**
 * `npm run bench:overhead`: what Hydron costs beside a script. Deploys the same repository to two bare sandbox servers of the
 * same tier: once by Hydron after approval, once by a hand-written script over one SSH connection. Both clocks start when
 * the server admits its key, and stop when the site answers over HTTPS.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProject, openClient, type ProjectPage } from '../../cli/client.ts';
import { keysOf } from '../../cli/state.ts';
import { table } from '../../cli/tables.ts';
import { sandboxServerSchema } from '../../relay/protocol.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import { relayClient } from '../../workers/relay-client.ts';
import { readStack } from '../../cli/state.ts';
import { startGitServer } from '../harness/git-http.ts';
import { publishFixture } from '../harness/repository.ts';
import { startTestStack } from '../harness/stack.ts';
import { account, hydron } from '../harness/terminal.ts';
import { handWrittenScript } from './script.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;

interface Times {
  total: number;
  phases: [name: string, seconds: number][];
  steps: [name: string, seconds: number][];
}

/** How long each step took, the longest first, and what passed between them. */
function stepTimes(events: JournalEvent[], total: number): Times['steps'] {
  const begun = new Map<string, number>();
  const took: [string, number][] = [];
  for (const event of events) {
    if (event.type !== 'step') continue;
    if (event.state === 'running') begun.set(event.stepId, event.at);
    else took.push([event.stepId, event.at - (begun.get(event.stepId) ?? event.at)]);
  }
  const between = total - took.reduce((sum, [, time]) => sum + time, 0);
  const longest = took.sort((a, b) => b[1] - a[1]).slice(0, 10);
  return [...longest, ['between steps', between] as [string, number]].map(([name, time]) => [name, seconds(time)]);
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

async function byHydron(state: string, source: string): Promise<Times> {
  const deployed = await hydron(state, ['deploy', source, '--yes', '--json']);
  if (deployed.code !== 0) throw new Error(account(deployed));
  return timesOf(deployed.events);
}

/** Buys the same tier once more, past Hydron, and waits until it admits the key. */
async function bareServer(state: string, tier: string, folder: string) {
  const relay = relayClient({ url: readStack(state)!.relayUrl, key: keysOf(state).relayKey });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
  const authorizedKey = readFileSync(join(folder, 'key.pub'), 'utf8').trim();
  await relay.sandbox.order('bench', { tier, name: 'bench', httpsPort: 0, httpPort: 0 });
  const until = async <T>(ask: () => Promise<T | null>): Promise<T> => {
    for (let i = 0; i < 600; i++, await sleep(200)) {
      const answer = await ask();
      if (answer !== null) return answer;
    }
    throw new Error('the bare server did not come up');
  };
  const id = await until(async () => {
    const order = await relay.sandbox.orderState('bench');
    return order.ok && order.value.state === 'delivered' ? order.value.serverId : null;
  });
  await relay.sandbox.install(id, { installId: 'bench-1', authorizedKey, os: 'as-is' });
  return until(async () => {
    const server = await relay.sandbox.server(id);
    return server.ok && server.value.state === 'ready' ? sandboxServerSchema.parse(server.value) : null;
  });
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
  return took;
}

const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
const git = await startGitServer(gitRoot);
publishFixture(gitRoot, 'orders');
const stack = await startTestStack({ HYDRON_ALLOWED_HOSTS: new URL(git.url).host, HYDRON_EXTRA_CA: '' });
try {
  const hydronTimes = await byHydron(stack.state, `${git.url}/orders.git`);
  const page = await findProject(openClient(stack.url, stack.token), 'orders');
  if (!page.ok) throw new Error(page.problem.message);
  const scriptTime = await byScript(stack.state, page.value, gitRoot);
  const [hydronSeconds, scriptSeconds] = [seconds(hydronTimes.total), seconds(scriptTime)];
  const ratio = Math.round((hydronTimes.total / scriptTime) * 1000) / 1000;
  say(table(['part of the run', 'seconds'], hydronTimes.phases));
  say('');
  say(table(['longest steps', 'seconds'], hydronTimes.steps));
  say('');
  say(
    table(
      ['from a bare server to a live site', 'seconds'],
      [
        ['script over one SSH connection', scriptSeconds],
        ['Hydron, after approval', hydronSeconds],
        ['ratio', ratio]
      ]
    )
  );
  say(JSON.stringify({ scriptSeconds, hydronSeconds, ratio }));
} finally {
  await stack.stop();
  await git.stop();
  rmSync(gitRoot, { recursive: true, force: true });
}
