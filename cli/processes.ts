import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownProcess } from './state.ts';

/** A process that runs in a group of its own, with its output in a file. `ended` says how it ended, in words. */
export interface Child extends KnownProcess {
  log: string;
  ended: Promise<string>;
}

/** When a process started, in the system's words, or an empty text if there is no such process. */
export function startOf(pid: number): string {
  if (existsSync('/proc/self/stat')) {
    const path = `/proc/${pid}/stat`;
    if (!existsSync(path)) return '';
    const afterName = readFileSync(path, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return afterName[0] === 'Z' ? '' : (afterName[19] ?? '');
  }
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
}

export const known = (name: string, pid: number): KnownProcess => ({ name, pid, started: startOf(pid) });
export const isAlive = (process: KnownProcess): boolean =>
  process.started !== '' && startOf(process.pid) === process.started;

/** Starts a command in a process group of its own. Throws if it cannot be started at all. */
export function startChild(
  name: string,
  command: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; log: string }
): Child {
  const output = openSync(options.log, 'a', 0o600);
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', output, output]
  });
  closeSync(output);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`));
  });
  return { ...known(name, child.pid ?? 0), log: options.log, ended };
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/**
 * Ends process groups: asks first, and after `patience` milliseconds insists. Groups whose leader is not the process that
 * was recorded are left alone.
 */
export async function stopGroups(processes: KnownProcess[], patience = 8000): Promise<void> {
  const ours = processes.filter((one) => one.pid > 1 && (isAlive(one) || startOf(one.pid) === ''));
  const left = () => ours.filter((one) => signalGroup(one.pid, 0));
  for (const one of left()) signalGroup(one.pid, 'SIGTERM');
  for (const end = Date.now() + patience; left().length > 0 && Date.now() < end;) await sleep(50);
  for (const one of left()) signalGroup(one.pid, 'SIGKILL');
}

/** The last lines of a log file. */
export function lastLines(path: string, count = 20): string {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
