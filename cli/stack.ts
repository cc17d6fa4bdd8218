import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { build, migrate, wranglerEnv, wranglerFile } from './build.ts';
import {
  envFile,
  relayVariables,
  trustEnv,
  urlOf,
  withoutModelKey,
  workerVariables,
  writeAuthorities
} from './environment.ts';
import { known, lastLines, startChild, stopGroups, type Child } from './processes.ts';
import { forgetStack, keysOf, openState, places, saveStack, writePrivately, type Keys, type Stack } from './state.ts';
import { sellsSandboxes, type Settings } from './settings.ts';

/** The two processes of a running stack, and how to start one of them afresh, or to end them and the sandbox servers. */
export interface RunningStack {
  stack: Stack;
  children: Child[];
  /** Starts the one that ended again, waits until it answers, and lets runs go on. */
  replace(ended: Child): Promise<Result<null>>;
  stop(): Promise<void>;
}

const startSeconds = 60;

/**
 * Builds what is stale, then starts the relay and the Worker and waits until both answer. What it started is ended again
 * where it refuses, as it does when `stopping` is aborted. `say` is told what takes its time.
 */
export async function startStack(
  root: string,
  settings: Settings,
  { say, stopping }: { say: (line: string) => void; stopping: AbortSignal }
): Promise<Result<RunningStack>> {
  openState(settings.state);
  const keys = keysOf(settings.state);
  const built = build(root, settings.state, say);
  if (!built.ok) return built;
  writeAuthorities(settings);
  await switchServers(root, settings, keys, 'on');
  const relay = startRelay(root, settings, keys);
  const migrated = migrate(root, settings.state);
  if (!migrated.ok) {
    await stopGroups([relay]);
    return migrated;
  }
  say('Starting');
  const running = record(root, settings, keys, { children: [relay, startWorker(root, settings, keys)], stopping });
  const answered = await waitForAll(settings, running.children, stopping);
  if (!answered.ok) {
    await running.stop();
    return answered;
  }
  await wake(running.stack);
  running.stack.ready = true;
  saveStack(settings.state, running.stack);
  return ok(running);
}

function startRelay(root: string, settings: Settings, keys: Keys): Child {
  const env = { ...withoutModelKey(process.env), ...trustEnv(settings), ...relayVariables(settings, keys) };
  const log = join(places(settings.state).logs, 'relay.log');
  return startChild('the relay', [process.execPath, join(root, 'relay/main.ts')], { cwd: root, env, log });
}

function startWorker(root: string, settings: Settings, keys: Keys): Child {
  const at = places(settings.state);
  writePrivately(at.workerEnv, envFile(workerVariables(settings, keys)));
  const options = {
    '--config': 'wrangler.json',
    '--persist-to': at.worker,
    '--env-file': at.workerEnv,
    '--ip': '127.0.0.1',
    '--port': String(settings.port),
    '--inspector-port': '0',
    '--show-interactive-dev-session': 'false',
    '--log-level': 'log'
  };
  const command = [process.execPath, wranglerFile(root), 'dev', ...Object.entries(options).flat()];
  const env = { ...wranglerEnv(settings.state), ...trustEnv(settings) };
  return startChild('the Worker', command, { cwd: at.build, env, log: join(at.logs, 'worker.log') });
}

function record(
  root: string,
  settings: Settings,
  keys: Keys,
  { children, stopping }: { children: Child[]; stopping: AbortSignal }
): RunningStack {
  const named = () => children.map(({ name, pid, started }) => ({ name, pid, started }));
  const stack: Stack = {
    url: urlOf(settings.port),
    relayUrl: urlOf(settings.relayPort),
    token: keys.localToken,
    ready: false,
    launcher: known('npm start', process.pid),
    children: named()
  };
  saveStack(settings.state, stack);
  return {
    stack,
    children,
    async replace(ended) {
      await stopGroups([ended]);
      const start = ended.name === 'the relay' ? startRelay : startWorker;
      children[children.indexOf(ended)] = start(root, settings, keys);
      stack.children = named();
      saveStack(settings.state, stack);
      const answered = await waitForAll(settings, children, stopping);
      if (answered.ok) await wake(stack).catch(() => undefined);
      return answered;
    },
    async stop() {
      await stopGroups(children);
      await switchServers(root, settings, keys, 'off');
      forgetStack(settings.state);
    }
  };
}

/** Sandbox servers are off while Hydron is: what it started on this machine does not outlive it, what is on them does. */
async function switchServers(root: string, settings: Settings, keys: Keys, power: 'on' | 'off'): Promise<void> {
  if (!sellsSandboxes(settings)) return;
  const env = { ...withoutModelKey(process.env), ...relayVariables(settings, keys) };
  const log = join(places(settings.state).logs, 'power.log');
  const switching = startChild('the switch', [process.execPath, join(root, 'relay/sandbox/power.ts'), power], {
    cwd: root,
    env,
    log
  });
  await switching.ended;
}

/** Waits for the first child to end. `how` says in words how it did, `account` adds its last lines. */
export async function firstDeath(children: Child[]): Promise<{ child: Child; how: string; account: string }> {
  const { child, how } = await Promise.race(children.map(async (child) => ({ child, how: await child.ended })));
  const account = `${child.name} stopped (${how}). Its last lines, from ${child.log}:\n${lastLines(child.log)}`;
  return { child, how, account };
}

const answers = async (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.body?.cancel().then(() => response.status < 500) ?? true,
    () => false
  );

async function waitForAll(settings: Settings, children: Child[], stopping: AbortSignal): Promise<Result<null>> {
  let death: string | null = null;
  void firstDeath(children).then(({ account }) => (death = account));
  const waiting = new Map([
    ['the relay', `${urlOf(settings.relayPort)}/health`],
    ['the Worker', `${urlOf(settings.port)}/api/health`]
  ]);
  for (const end = Date.now() + startSeconds * 1000; Date.now() < end; await sleep(100)) {
    if (stopping.aborted) return refuse('start.stopped', 'Stopped before it was up.');
    if (death !== null) return refuse('start.died', death);
    for (const [name, url] of waiting) if (await answers(url)) waiting.delete(name);
    if (waiting.size === 0) return ok(null);
  }
  const [name = ''] = waiting.keys();
  const log = children.find((child) => child.name === name)?.log ?? '';
  return refuse(
    'start.silent',
    `${name} did not answer within ${startSeconds} s. Its last lines, from ${log}:\n${lastLines(log)}`
  );
}

/** Lets runs go on that a restart interrupted: a local Workflow does not wake by itself. */
async function wake(stack: Stack): Promise<void> {
  await fetch(`${stack.url}/api/internal/wake`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}` }
  });
}
