import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { nameOf } from '../../../relay/sandbox/container.ts';
import { machineRoom } from '../../../relay/sandbox/room.ts';
import type { ExecRequest } from '../../../relay/protocol.ts';
import type { Result } from '../../../relay/result.ts';

const run = promisify(execFile);

/** Whether tests that need a Docker engine can run. In CI they have to. */
export const hasDocker =
  process.env.CI === 'true' || spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

/** A server of the sandbox: systemd and sshd in a container. */
export interface Machine {
  server: ExecRequest['server'];
  credential: ExecRequest['credential'];
  /** Runs a command on the server past SSH, and answers its output. */
  inside(script: string): Promise<string>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
};

async function until<T>(ask: () => Promise<Result<T>>, enough: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = valueOf(await ask());
    if (enough(value)) return value;
    await sleep(200);
  }
}

/** A new ed25519 key: OpenSSH's private text, and the line for authorized_keys. */
export function newKey(): { privateKey: string; publicKey: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hydron-key-'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', join(folder, 'key')]);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const key = { privateKey: read('key'), publicKey: read('key.pub').trim() };
  rmSync(folder, { recursive: true });
  return key;
}

/** Orders and installs a server, and waits until it is ready. */
export async function startMachine(): Promise<Machine> {
  const state = mkdtempSync(join(tmpdir(), 'hydron-machine-'));
  const sandboxImage = process.env.HYDRON_SANDBOX_IMAGE ?? 'ubuntu:24.04';
  const room = machineRoom({ state, sandboxImage, extraAuthorities: null });
  const { privateKey, publicKey } = newKey();
  valueOf(await room.place('machine', { tier: 'sandbox-s', name: 'web-1', httpsPort: 0, httpPort: 0 }));
  const order = await until(
    () => room.standing('machine'),
    ({ state: stands }) => stands !== 'placed'
  );
  if (!order.serverId) throw new Error(order.problem?.message ?? 'the order was cancelled');
  const id = order.serverId;
  valueOf(await room.install(id, { installId: 'first', authorizedKey: publicKey, os: 'any' }));
  const ready = await until(
    () => room.server(id),
    ({ state: stands }) => stands !== 'installing'
  );
  const inside = async (script: string) =>
    (await run('docker', ['exec', nameOf(id), 'bash', '-c', script])).stdout.trim();
  return {
    server: { host: ready.host, port: ready.port, user: ready.user, hostKey: ready.hostKey ?? '' },
    credential: { privateKey },
    inside,
    async restart() {
      await run('docker', ['restart', nameOf(id)]);
      await inside('until systemctl is-active -q ssh; do sleep 0.1; done');
    },
    async stop() {
      await room.release(id);
      rmSync(state, { recursive: true });
    }
  };
}
