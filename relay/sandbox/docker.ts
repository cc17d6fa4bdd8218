import { spawn } from 'node:child_process';
import { refuse, type Refusal } from '../result.ts';

/** How a call of the `docker` program ended. `code` is null where it could not be started or ran out of time. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface DockerOptions {
  seconds?: number;
  /** Variables beside those of this process. */
  env?: Record<string, string>;
}

const mostOutput = 1024 * 1024;

/** Runs `docker` with these arguments, without a shell. Never throws: a missing program is an ending too. */
export function docker(args: string[], { seconds = 120, env = {} }: DockerOptions = {}): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn('docker', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    timeout: seconds * 1000,
    killSignal: 'SIGKILL'
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] = (output[name] + text).slice(-mostOutput);
    });
  child.on('error', (error) => resolve({ code: null, stdout: '', stderr: error.message }));
  child.on('close', (code) => resolve({ code, ...output }));
  return promise;
}

/** The last lines of what a failed call said, short enough for one sentence. */
export const lastWords = (ended: Ended): string =>
  ended.stderr.trim().split('\n').slice(-3).join(' ').slice(-400) || 'it said nothing';

const noEngine = /ENOENT|cannot connect to the docker daemon|is the docker daemon running|error during connect/i;

/** The refusal for a failed call: `sandbox.engine` where no engine answers, else `code` with what Docker said. */
export function dockerRefusal(ended: Ended, code: string, what: string): Refusal {
  if (noEngine.test(ended.stderr))
    return refuse(
      'sandbox.engine',
      'No Docker engine answers on this machine. Install or start one, and see that `docker info` works for this user.',
      503
    );
  return refuse(code, `${what}: ${lastWords(ended)}`, 502);
}
