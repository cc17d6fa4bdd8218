import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lastLines } from '../../cli/processes.ts';
import { readStack } from '../../cli/state.ts';

const run = promisify(execFile);

/** A whole Hydron of a test's own: its ports and its state folder are nobody else's. */
export interface TestStack {
  url: string;
  token: string;
  state: string;
  /** Ends it, releases every server that it bought and deletes its folder. */
  stop(): Promise<void>;
}

/** A random port from below those that the system gives to outgoing connections, and so are the ports that Hydron adds 10,000 to. */
const randomPort = () => 18_000 + Math.floor(Math.random() * 4_000);

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomPort();
    if (await isFree(port)) return port;
  }
  throw new Error('no port from 18000 to 21999 is free');
}

/** Starts `npm start`'s own program with the HYDRON_* settings of this environment and `settings` on top of them. */
export async function startTestStack(settings: Record<string, string> = {}): Promise<TestStack> {
  const state = mkdtempSync(join(tmpdir(), 'hydron-e2e-'));
  const [port, relayPort] = [await freePort(), await freePort()];
  const args = ['cli/start.js', '--state', state, '--port', String(port), '--relay-port', String(relayPort)];
  const env = { ...process.env, ...settings };
  const launcher = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  const up = new Promise<void>((resolve) =>
    launcher.stdout.on('data', () => said.includes('Hydron is at') && resolve())
  );
  await Promise.race([up, ended]);
  const stack = readStack(state);
  if (!stack?.ready) throw new Error(`the stack did not start:\n${said}\n${lastLines(join(state, 'logs/worker.log'))}`);
  let told = false;
  void ended.then(() => told || process.stderr.write(`the stack ended by itself:\n${said.slice(-4000)}\n`));
  const stop = async () => {
    told = true;
    launcher.kill('SIGTERM');
    await ended;
    const { RELAY_STATE, ...rest } = { ...env, RELAY_STATE: join(state, 'relay') };
    await run(process.execPath, ['relay/sandbox/clean.ts'], { env: { ...rest, RELAY_STATE } });
    rmSync(state, { recursive: true, force: true });
  };
  return { url: stack.url, token: stack.token, state, stop };
}
