import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { checkEngine, findMissing } from './checks.ts';
import { relayVariables } from './environment.ts';
import { installEngine, mayInstallEngine, startEngine } from './engine.ts';
import { isAlive, stopGroups } from './processes.ts';
import { readSettings, sellsSandboxes, startHelp, UsageError, type Settings } from './settings.ts';
import { startStack, type RunningStack } from './stack.ts';
import { forgetStack, keysOf, openState, readStack } from './state.ts';
import { supervise } from './supervise.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);

const stopper = new AbortController();
const stopping = stopper.signal;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopper.abort());

async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await reader.question(`${question} [y/N] `, { signal: stopping }).then(
    (text) => text.trim(),
    () => ''
  );
  reader.close();
  return /^y(es)?$/i.test(answer);
}

/** Installs or starts the engine where the person agrees and this is root on Debian or Ubuntu. */
async function provideEngine(settings: Settings): Promise<Result<null>> {
  const engine = sellsSandboxes(settings) ? checkEngine() : ok('');
  if (engine.ok || engine.problem.code === 'engine.refused' || !mayInstallEngine()) return ok(null);
  const missing = engine.problem.code === 'engine.missing';
  const deed = missing ? 'install the Docker engine (docker.io) and start it' : 'start the Docker engine';
  complain(engine.problem.message);
  if (!settings.yes && !(await agrees(`May Hydron ${deed}?`)))
    return refuse(engine.problem.code, `To let Hydron ${deed}: npm start -- --yes`);
  const installed = missing ? installEngine() : ok(null);
  if (!installed.ok) return installed;
  const started = await startEngine();
  if (!started.ok) return started;
  say(started.value);
  return ok(null);
}

/** Refuses where a stack runs on this folder; ends what a launcher that was killed has left behind. */
async function clearTheWay(settings: Settings): Promise<Result<null>> {
  const stack = readStack(settings.state);
  if (stack === null) return ok(null);
  if (isAlive(stack.launcher))
    return refuse(
      'start.running',
      `Hydron is ${stack.ready ? 'running' : 'starting'} on this state folder: ${stack.url} (process ${stack.launcher.pid}).`
    );
  await stopGroups(stack.children.filter(isAlive));
  forgetStack(settings.state);
  return ok(null);
}

/** Releases every sandbox server of this state folder, then deletes the folder. */
function beginAnew(settings: Settings): Result<null> {
  if (!existsSync(settings.state)) return ok(null);
  if (!existsSync(join(settings.state, 'keys.json')))
    return refuse('fresh.folder', `${settings.state} is not a state folder of Hydron's, so it is not deleted.`);
  if (sellsSandboxes(settings)) {
    const env = { ...process.env, ...relayVariables(settings, keysOf(settings.state)) };
    const cleaned = spawnSync(process.execPath, [join(root, 'relay/sandbox/clean.ts')], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit']
    });
    if (cleaned.status !== 0)
      return refuse(
        'fresh.clean',
        'The sandbox servers of this state folder could not be released; nothing was deleted.'
      );
  }
  rmSync(settings.state, { recursive: true, force: true });
  return ok(null);
}

async function prepare(settings: Settings): Promise<Result<null>> {
  const clear = await clearTheWay(settings);
  if (!clear.ok) return clear;
  const engine = await provideEngine(settings);
  if (!engine.ok) return engine;
  const missing = await findMissing(settings);
  if (missing.length > 0) return refuse(missing[0]!.code, missing.map((problem) => problem.message).join('\n'));
  const anew = settings.fresh ? beginAnew(settings) : ok(null);
  if (anew.ok) openState(settings.state);
  return anew;
}

/** Keeps it running until it is told to stop, or until a part will not stay up, and ends all that was started. */
async function serve(running: RunningStack): Promise<number> {
  const account = await supervise(running, { say, stopping });
  if (account !== null) complain(account);
  await running.stop();
  say('Hydron has stopped. What it knows is kept in its state folder.');
  return account === null ? 0 : 1;
}

async function start(): Promise<number> {
  const settings = readSettings(process.argv.slice(2), process.env, process.cwd());
  if (settings.help) {
    say(startHelp);
    return 0;
  }
  const prepared = await prepare(settings);
  const running = prepared.ok ? await startStack(root, settings, { say, stopping }) : prepared;
  if (!running.ok) {
    complain(running.problem.message);
    return 1;
  }
  say(`Hydron is at ${running.value.stack.url}`);
  return serve(running.value);
}

try {
  process.exitCode = await start();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  complain(error.message);
  process.exitCode = 2;
}
