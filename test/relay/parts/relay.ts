import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sign } from '../../../relay/protocol.ts';
import { relayClient, type RelayClient } from '../../../workers/relay-client.ts';

export const relayKey = 'the relay key of these tests';

/** A relay in a process of its own, as `npm start` starts it. */
export interface Relay {
  url: string;
  client: RelayClient;
  /** Ends the process at once, as a crash would, or with a signal. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts `node relay/main.ts` on a free port of 127.0.0.1. */
export async function startRelay(state: string, settings: Record<string, string> = {}): Promise<Relay> {
  const child = spawn(process.execPath, ['relay/main.ts'], {
    env: { ...process.env, RELAY_KEY: relayKey, RELAY_PORT: '0', RELAY_STATE: state, ...settings },
    stdio: ['ignore', 'pipe', 'inherit']
  });
  const exit = once(child, 'exit');
  const [line] = (await Promise.race([once(child.stdout, 'data'), exit])) as [Buffer];
  const url = /http:\S+/.exec(String(line))?.[0];
  if (!url) throw new Error(`the relay did not start: ${String(line)}`);
  child.stdout.resume();
  return {
    url,
    client: relayClient({ url, key: relayKey }),
    async end(signal = 'SIGKILL') {
      child.kill(signal);
      await exit;
    }
  };
}

export interface Wish {
  method?: string;
  path: string;
  body?: string;
  key?: string;
  time?: number;
  nonce?: string;
}

/** The headers that sign a request, for tests that then change something about it. */
export async function signedHeaders(wish: Wish): Promise<Record<string, string>> {
  const { method = 'POST', path, body = '', key = relayKey, time = Date.now(), nonce = crypto.randomUUID() } = wish;
  const signature = await sign(key, { method, path, body, time, nonce });
  return { 'x-hydron-signature': signature, 'x-hydron-time': String(time), 'x-hydron-nonce': nonce };
}
