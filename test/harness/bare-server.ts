import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { keysOf, readStack } from '../../cli/state.ts';
import { sandboxServerSchema } from '../../relay/protocol.ts';
import { relayClient, type RelayClient } from '../../workers/relay-client.ts';

const execute = promisify(execFile);

/** What is bought: `name` is unique in its stack, `httpsPort` the port of this machine that its 443 is published on, 0 for none. */
export interface Wish {
  name: string;
  tier: string;
  httpsPort: number;
  authorizedKey: string;
}

/** A sandbox server that Hydron's own records know nothing of. */
export interface BareServer {
  id: string;
  host: string;
  port: number;
  user: string;
  hostKey: string;
  /** Runs bash as root on it, past SSH. Throws with what was printed where it fails. */
  run(script: string): Promise<string>;
  release(): Promise<void>;
}

/** Buys a sandbox server of a stack past Hydron, and waits until it admits the key. */
export async function buyBareServer(
  state: string,
  { name, tier, httpsPort, authorizedKey }: Wish
): Promise<BareServer> {
  const relay = relayClient({ url: readStack(state)!.relayUrl, key: keysOf(state).relayKey });
  await relay.sandbox.order(name, { tier, name, httpsPort, httpPort: 0 });
  const id = await until(async () => {
    const order = await relay.sandbox.orderState(name);
    if (order.ok && order.value.state === 'cancelled') throw new Error(order.value.problem?.message);
    return order.ok && order.value.state === 'delivered' ? order.value.serverId : null;
  });
  await relay.sandbox.install(id, { installId: `${name}-1`, authorizedKey, os: 'as-is' });
  const { host, port, user, hostKey } = await until(() => readyServer(relay, id));
  if (hostKey === null) throw new Error('the bare server shows no host key');
  const run = (script: string) => inside(`hydron-${id}`, script);
  return { id, host, port, user, hostKey, run, release: async () => void (await relay.sandbox.release(id)) };
}

async function readyServer(relay: RelayClient, id: string) {
  const server = await relay.sandbox.server(id);
  if (server.ok && server.value.state === 'failed') throw new Error(server.value.problem?.message);
  return server.ok && server.value.state === 'ready' ? sandboxServerSchema.parse(server.value) : null;
}

async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  for (let look = 0; look < 600; look++, await sleep(200)) {
    const answer = await ask();
    if (answer !== null) return answer;
  }
  throw new Error('the bare server did not come up');
}

async function inside(container: string, script: string): Promise<string> {
  const asked = execute('docker', ['exec', container, 'bash', '-euo', 'pipefail', '-c', script], {
    maxBuffer: 16 * 1024 * 1024,
    timeout: 600_000
  });
  return asked.then(
    ({ stdout }) => stdout.trim(),
    (error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(`on the server: ${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`.slice(-4000));
    }
  );
}
