import { createHash } from 'node:crypto';
import ssh2, { type Client, type ClientChannel, type ServerHostKeyAlgorithm } from 'ssh2';
import { ok, reasonOf, refuse, type Result } from './result.ts';
import type { Servers } from './servers.ts';

/** How to reach a server. `hostKey` reads `ssh-ed25519 AAAA…`: nothing is sent to a server that shows another. */
export interface Target {
  host: string;
  port: number;
  user: string;
  hostKey: string;
  privateKey: string;
}

/** A command's three streams. `closed` settles once, with its exit code, or null when the line was lost. */
export interface Channel {
  stream: ClientChannel;
  closed: Promise<number | null>;
  end(): void;
}

interface Line {
  client: Client;
  channels: number;
  waiting: (() => void)[];
  idle: NodeJS.Timeout | null;
}

export interface Lines {
  open(target: Target, command: string, fresh: boolean): Promise<Result<Channel>>;
  close(): void;
}

// sshd admits 10 sessions on a connection by default.
const channelsPerLine = 8;
const idleMs = 5 * 60_000;
const readyMs = 20_000;
const ciphers = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes256-ctr', 'aes128-ctr'] as const;

/** One SSH connection for each server and key, shared by at most 8 channels at a time; further ones wait their turn. */
export function sshLines(servers: Servers): Lines {
  const lines = new Map<string, Promise<Result<Line>>>();
  const all = new Set<Client>();

  const lineTo = (target: Target, fresh: boolean): Promise<Result<Line>> => {
    const name = nameOf(target);
    const known = fresh ? undefined : lines.get(name);
    if (known) return known;
    const forget = () => void (lines.get(name) === connecting && lines.delete(name));
    const connecting: Promise<Result<Line>> = connectTo(target, servers, all, forget);
    lines.set(name, connecting);
    void connecting.then((result) => result.ok || forget());
    return connecting;
  };

  return {
    async open(target, command, fresh) {
      const line = await lineTo(target, fresh);
      if (!line.ok) return line;
      await turn(line.value);
      return start(line.value, target, command);
    },
    close() {
      for (const client of all) client.end();
    }
  };
}

const nameOf = (target: Target) =>
  createHash('sha256')
    .update(JSON.stringify([target.host, target.port, target.user, target.hostKey, target.privateKey]))
    .digest('hex');

async function connectTo(target: Target, servers: Servers, all: Set<Client>, gone: () => void): Promise<Result<Line>> {
  const address = await servers.addressOf(target.host, target.port);
  return address.ok ? connect(target, address.value, all, gone) : address;
}

function connect(target: Target, address: string, all: Set<Client>, gone: () => void): Promise<Result<Line>> {
  const parsed = ssh2.utils.parseKey(target.privateKey);
  if (parsed instanceof Error)
    return Promise.resolve(
      refuse('server.key', 'The private key cannot be read. Use an OpenSSH or PEM key without a passphrase.')
    );
  const pinned = pinnedKey(target.hostKey);
  if (!pinned)
    return Promise.resolve(
      refuse('server.host-key', 'The pinned host key cannot be read. It looks like: ssh-ed25519 AAAA…')
    );
  const line: Line = { client: new ssh2.Client(), channels: 0, waiting: [], idle: null };
  let otherKey = false;
  return new Promise((resolve) => {
    line.client.on('ready', () => resolve(ok(line)));
    line.client.on('error', (error) => resolve(refusalOf(target, error, otherKey)));
    line.client.on('close', () => {
      all.delete(line.client);
      gone();
      for (const go of line.waiting.splice(0)) go();
      resolve(refuse('server.unreachable', `${target.host}:${target.port} closed the connection while signing in.`));
    });
    all.add(line.client);
    line.client.connect({
      host: address,
      port: target.port,
      username: target.user,
      privateKey: target.privateKey,
      readyTimeout: readyMs,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
      algorithms: { cipher: [...ciphers], serverHostKey: pinned.algorithms },
      hostVerifier: (key: Buffer) => !(otherKey = !pinned.key.equals(key))
    });
  });
}

const algorithms: Record<string, ServerHostKeyAlgorithm[]> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521']
};

function pinnedKey(text: string): { key: Buffer; algorithms: ServerHostKeyAlgorithm[] } | null {
  const [type = '', encoded = ''] = text.trim().split(/\s+/);
  const key = Buffer.from(encoded, 'base64');
  const fitting = algorithms[type];
  return fitting && key.length > 16 ? { key, algorithms: fitting } : null;
}

function refusalOf(target: Target, error: Error & { level?: string }, otherKey: boolean) {
  const where = `${target.host}:${target.port}`;
  if (otherKey)
    return refuse(
      'server.host-key',
      `${where} shows another host key than the one that was pinned. Nothing was sent. If the server was reinstalled outside Hydron, add it again.`
    );
  if (/no matching host key/i.test(error.message))
    return refuse(
      'server.host-key',
      `${where} no longer offers the kind of host key that was pinned. Nothing was sent.`
    );
  if (error.level === 'client-authentication')
    return refuse(
      'server.refused',
      `${where} does not admit the key for user ${target.user}. Check its authorized_keys.`
    );
  return refuse('server.unreachable', `${where} cannot be reached by SSH: ${reasonOf(error)}.`);
}

/** Takes a place on the line, waiting for one that is given up when all are taken. */
async function turn(line: Line): Promise<void> {
  if (line.idle) clearTimeout(line.idle);
  line.idle = null;
  if (line.channels >= channelsPerLine) await new Promise<void>((go) => line.waiting.push(go));
  line.channels += 1;
}

function leave(line: Line): void {
  line.channels -= 1;
  line.waiting.shift()?.();
  if (line.channels === 0) line.idle = setTimeout(() => line.client.end(), idleMs).unref();
}

async function start(line: Line, target: Target, command: string): Promise<Result<Channel>> {
  const stream = await execute(line.client, command);
  if (stream instanceof Error) {
    leave(line);
    return refuse('server.unreachable', `${target.host}:${target.port} refused a session: ${reasonOf(stream)}.`);
  }
  const closed = new Promise<number | null>((settle) => {
    let code: number | null = null;
    const settled = () => settle(code);
    stream.on('exit', (exit: number | null) => (code = exit));
    stream.on('error', () => undefined);
    stream.once('close', settled);
    line.client.once('close', settled);
    stream.once('close', () => line.client.off('close', settled));
  });
  void closed.then(() => leave(line));
  return ok({ stream, closed, end: () => stream.close() });
}

/** ssh2 throws when the line is gone already, and never calls back when it goes meanwhile. */
function execute(client: Client, command: string): Promise<ClientChannel | Error> {
  return new Promise((resolve) => {
    const lost = () => resolve(new Error('the connection was lost'));
    client.once('close', lost);
    try {
      client.exec(command, (error, stream) => {
        client.off('close', lost);
        resolve(error ?? stream);
      });
    } catch (error) {
      client.off('close', lost);
      resolve(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** The keys that a server shows, one of each kind it has, without signing in. */
export async function shownKeys(host: string, port: number): Promise<Result<{ type: string; key: Buffer }[]>> {
  const keys: { type: string; key: Buffer }[] = [];
  let problem: Result<never> | null = null;
  for (const [type, wanted] of Object.entries(algorithms)) {
    const shown = await shownKey(host, port, wanted);
    if (!(shown instanceof Error)) keys.push({ type, key: shown });
    else if (!/no matching/i.test(shown.message)) {
      problem = refuse('server.unreachable', `${host}:${port} cannot be reached by SSH: ${reasonOf(shown)}.`);
      break;
    }
  }
  if (keys.length > 0) return ok(keys);
  return problem ?? refuse('server.host-key', `${host}:${port} offers no host key of a kind that is still safe.`);
}

function shownKey(host: string, port: number, serverHostKey: ServerHostKeyAlgorithm[]): Promise<Buffer | Error> {
  const client = new ssh2.Client();
  return new Promise((resolve) => {
    client.on('error', resolve);
    client.on('close', () => resolve(new Error('the connection was closed')));
    client.connect({
      host,
      port,
      username: 'hydron',
      readyTimeout: readyMs,
      algorithms: { serverHostKey },
      hostVerifier: (key: Buffer) => (resolve(Buffer.from(key)), false)
    });
  });
}
