import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { reasonOf } from './result.ts';

/** What bounds a run: seconds, and bytes that `folder` may grow to. */
export interface Limits {
  seconds: number;
  folder: string | null;
  maxBytes: number;
}

export interface GitRun {
  cwd: string;
  /** Settings as `key`, `value`: they go through the environment, so that none shows up among the arguments. */
  settings?: [string, string][];
  env?: Record<string, string>;
  input?: Buffer | AsyncIterable<Buffer>;
  limits: Limits;
  maxOutput?: number;
}

export interface GitEnd {
  code: number | null;
  stdout: Buffer;
  stderr: string;
  /** What ended it before its time: a limit, or an input that could not be read. */
  stopped: 'size' | 'time' | 'output' | 'input' | null;
}

const always: [string, string][] = [
  ['protocol.allow', 'never'],
  ['protocol.version', '2'],
  ['core.hooksPath', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.askPass', ''],
  ['credential.helper', ''],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['fetch.unpackLimit', '1'],
  ['fetch.negotiationAlgorithm', 'noop'],
  ['core.bigFileThreshold', '8m'],
  ['pack.threads', '2'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['http.followRedirects', 'false'],
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '30']
];

/** Git's whole environment: no configuration but ours, no questions, no hooks, no protocol that the settings do not allow. */
function environment(settings: [string, string][], extra: Record<string, string>): Record<string, string> {
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    GIT_OPTIONAL_LOCKS: '0'
  };
  for (const name of ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO', 'GIT_EXEC_PATH']) {
    const value = process.env[name];
    if (value) env[name] = value;
  }
  const all = [...always, ...settings];
  env.GIT_CONFIG_COUNT = String(all.length);
  for (const [index, [key, value]] of all.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return { ...env, ...extra };
}

/** Runs git within limits; what passes one is killed with all its children. Never throws for what git does. */
export async function git(args: string[], run: GitRun): Promise<GitEnd> {
  const child = spawn('git', args, {
    cwd: run.cwd,
    env: environment(run.settings ?? [], run.env ?? {}),
    detached: true
  });
  let stopped: GitEnd['stopped'] = null;
  const kill = (why: NonNullable<GitEnd['stopped']>) => {
    stopped ??= why;
    killGroup(child.pid);
  };
  const clock = setTimeout(() => kill('time'), run.limits.seconds * 1000);
  const scale = setInterval(
    () => void bytesIn(run.limits.folder).then((bytes) => bytes > run.limits.maxBytes && kill('size')),
    200
  );
  const stdout: Buffer[] = [];
  let length = 0;
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > (run.maxOutput ?? 256 * 1024 * 1024)) kill('output');
    else stdout.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-20_000)));
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
    child.on('error', (error) => {
      stderr += `git cannot be run: ${error.message}`;
      resolve(null);
    });
  });
  await feed(child.stdin, run.input).catch((error: unknown) => {
    stderr += `fatal: ${reasonOf(error)}`;
    kill('input');
  });
  const code = await ended;
  clearTimeout(clock);
  clearInterval(scale);
  const grown = stopped === null && (await bytesIn(run.limits.folder)) > run.limits.maxBytes;
  return { code, stdout: Buffer.concat(stdout), stderr, stopped: grown ? 'size' : stopped };
}

/** Ends a process and all that it started, also those that outlive it. Harmless when they are gone. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone: that is what was wanted.
  }
}

/** Writes the input as fast as git reads it; git may end before it has read all. */
async function feed(stdin: Writable, input: GitRun['input']): Promise<void> {
  stdin.on('error', () => undefined);
  if (Buffer.isBuffer(input)) stdin.write(input);
  else if (input)
    for await (const chunk of input) {
      if (!stdin.writable) break;
      if (!stdin.write(chunk))
        await new Promise<void>((resolve) => (stdin.once('drain', resolve), stdin.once('close', resolve)));
    }
  stdin.end();
}

/** Bytes in the files of a folder, all the way down; what vanishes meanwhile counts nothing. */
async function bytesIn(folder: string | null): Promise<number> {
  if (folder === null) return 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map((entry) =>
    entry.isDirectory()
      ? bytesIn(join(folder, entry.name))
      : stat(join(folder, entry.name)).then(
          (found) => found.size,
          () => 0
        )
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
