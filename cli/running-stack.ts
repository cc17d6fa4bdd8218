import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { openClient, type Client } from './client.ts';
import { isAlive, known, lastLines } from './processes.ts';
import { places, readStack, type Stack } from './state.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const startSeconds = 180;

/** The state folder that a command talks to: its option, else HYDRON_STATE, else the checkout's own. */
export const stateFolder = (option: string | undefined): string =>
  resolve(option ?? process.env.HYDRON_STATE ?? join(root, '.hydron'));

/** The stack that runs on a state folder, ready or on its way; null if none does. */
export function runningStack(state: string): Stack | null {
  const stack = readStack(state);
  return stack && isAlive(stack.launcher) ? stack : null;
}

/** A client of the Hydron that runs on a state folder, or what to do to have one. */
export function connect(state: string): Result<Client> {
  const stack = runningStack(state);
  if (stack?.ready) return ok(openClient(stack.url, stack.token));
  return refuse('stack.missing', `No Hydron runs on ${state}. Start it with npm start.`);
}

/** Connects, and where nothing runs starts Hydron in the background, where it stays until `hydron down`. */
export async function connectOrStart(state: string, say: (line: string) => void): Promise<Result<Client>> {
  if (runningStack(state)?.ready) return connect(state);
  if (runningStack(state) === null)
    say('No Hydron runs here yet: starting one in the background. It stays; `hydron down` stops it.');
  const log = join(places(state).logs, 'start.log');
  const launcher = runningStack(state)?.launcher ?? launch(state, log);
  for (const end = Date.now() + startSeconds * 1000; Date.now() < end; await sleep(200)) {
    if (runningStack(state)?.ready) return connect(state);
    if (!isAlive(launcher)) return refuse('stack.failed', `Hydron did not start:\n${lastLines(log)}`);
  }
  return refuse('stack.slow', `Hydron did not start within ${startSeconds} s; see ${log}.`);
}

function launch(state: string, log: string) {
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
  const output = openSync(log, 'w', 0o600);
  const started = spawn(process.execPath, [join(root, 'cli/start.ts'), '--state', state], {
    cwd: root,
    detached: true,
    stdio: ['ignore', output, output]
  });
  closeSync(output);
  started.unref();
  return known('npm start', started.pid ?? 0);
}

/** Stops the stack of a state folder and waits until it is gone. */
export async function stopStack(state: string): Promise<Result<string>> {
  const stack = runningStack(state);
  if (stack === null) return refuse('stack.missing', `No Hydron runs on ${state}.`);
  process.kill(stack.launcher.pid, 'SIGTERM');
  for (let i = 0; i < 300 && isAlive(stack.launcher); i++) await sleep(100);
  return isAlive(stack.launcher)
    ? refuse('stack.stuck', `Process ${stack.launcher.pid} does not end.`)
    : ok(`Hydron at ${stack.url} has stopped.`);
}
