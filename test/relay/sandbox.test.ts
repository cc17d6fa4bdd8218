import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labels, nameOf } from '../../relay/sandbox/container.ts';
import { machineRoom, type MachineRoom } from '../../relay/sandbox/room.ts';
import { identityOf } from '../../relay/sandbox/record.ts';
import type { SandboxServer } from '../../relay/protocol.ts';
import type { Result } from '../../relay/result.ts';

const run = promisify(execFile);
const docker = async (...args: string[]) => (await run('docker', args)).stdout.trim();

const state = mkdtempSync(join(tmpdir(), 'hydron-sandbox-'));
const settings = {
  state,
  sandboxImage: process.env.HYDRON_SANDBOX_IMAGE ?? 'ubuntu:24.04',
  extraAuthorities: null
};
const request = { tier: 'sandbox-s', name: 'web-1', httpsPort: 0, httpPort: 0 };

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
};

async function until<T>(ask: () => Promise<T>, enough: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (enough(value)) return value;
    await sleep(200);
  }
}

/** Orders and waits for the end of the delivery. */
async function delivered(room: MachineRoom, key: string, wishes: Partial<typeof request> = {}) {
  valueOf(await room.place(key, { ...request, ...wishes }));
  return until(
    async () => valueOf(await room.standing(key)),
    (order) => order.state !== 'placed'
  );
}

/** Installs and waits until the server is ready, or failed. */
async function installed(room: MachineRoom, id: string, installId: string, authorizedKey: string) {
  valueOf(await room.install(id, { installId, authorizedKey, os: 'ubuntu-24.04' }));
  return until(
    async () => valueOf(await room.server(id)),
    (server) => server.state !== 'installing'
  );
}

async function keyPair(name: string) {
  const path = join(state, name);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path]);
  return { path, publicKey: (await run('ssh-keygen', ['-y', '-f', path])).stdout.trim() };
}

/** Runs a command over SSH with the key of that file, trusting the host key that the sandbox told and no other. */
function ssh(server: SandboxServer, keyPath: string, command: string) {
  const known = join(state, 'known_hosts');
  writeFileSync(known, `[${server.host}]:${server.port} ${server.hostKey}\n`);
  chmodSync(keyPath, 0o600);
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=yes',
    'ConnectTimeout=5',
    `UserKnownHostsFile=${known}`
  ];
  return run('ssh', [
    ...options.flatMap((option) => ['-o', option]),
    ...['-F', 'none', '-i', keyPath, '-p', String(server.port), `${server.user}@${server.host}`, command]
  ]).then(({ stdout }) => stdout.trim());
}

const containersOf = async (folder: string) =>
  (await docker('ps', '-aq', '--filter', `label=${labels.stack}=${identityOf(folder)}`)).split('\n').filter(Boolean);
const volumesOf = async (folder: string) =>
  (await docker('volume', 'ls', '-q', '--filter', `label=${labels.stack}=${identityOf(folder)}`))
    .split('\n')
    .filter(Boolean);

const clean = (folder: string) =>
  run(process.execPath, ['relay/sandbox/clean.ts'], { env: { ...process.env, RELAY_STATE: folder } });

afterAll(async () => {
  await clean(state);
  rmSync(state, { recursive: true });
});

describe('a sandbox server', () => {
  const room = machineRoom(settings);
  let mine: Awaited<ReturnType<typeof keyPair>>;
  let other: typeof mine;
  let id = '';
  let server: SandboxServer;

  beforeAll(async () => {
    mine = await keyPair('mine');
    other = await keyPair('other');
  });

  it('is unknown before it is ordered', async () => {
    expect(valueOf(await room.standing('order.1'))).toMatchObject({ state: 'unknown', serverId: null });
  });

  it('is delivered after a while, and admits nobody', async () => {
    expect(valueOf(await room.place('order.1', request))).toMatchObject({ state: 'placed', serverId: null });
    const order = await delivered(room, 'order.1');
    expect(order).toMatchObject({ state: 'delivered', problem: null });
    id = order.serverId!;
    const rescue = valueOf(await room.server(id));
    expect(rescue).toMatchObject({
      state: 'delivered',
      host: '127.0.0.1',
      user: 'root',
      hostKey: null,
      installId: null
    });
    expect(await docker('exec', nameOf(id), 'systemctl', 'is-system-running')).toBe('running');
    const hostKey = (await docker('exec', nameOf(id), 'cat', '/etc/ssh/ssh_host_ed25519_key.pub'))
      .split(' ')
      .slice(0, 2);
    await expect(ssh({ ...rescue, hostKey: hostKey.join(' ') }, mine.path, 'true')).rejects.toThrow(
      'Permission denied'
    );
  });

  it('is the same one when its key orders again, even at the same time', async () => {
    const again = await Promise.all([1, 2, 3].map(() => room.place('order.1', request)));
    expect(again.map((order) => valueOf(order).serverId)).toEqual([id, id, id]);
    expect(await containersOf(state)).toHaveLength(1);
  });

  it('admits the installed key and no other', async () => {
    server = await installed(room, id, 'install-1', mine.publicKey);
    expect(server).toMatchObject({ state: 'ready', installId: 'install-1', problem: null });
    expect(server.hostKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]+=*$/);
    expect(await ssh(server, mine.path, 'id -u; hostname; test -e /dev/net/tun && echo tun')).toBe('0\nweb-1\ntun');
    await expect(ssh(server, other.path, 'true')).rejects.toThrow('Permission denied');
  });

  it('has the limits of its tier, an address for its peers, and no Docker yet', async () => {
    const limits = await docker('inspect', '-f', '{{.HostConfig.Memory}}', nameOf(id));
    expect(limits).toBe(String(2 * 2 ** 30));
    expect(server.peerAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(await ssh(server, mine.path, 'command -v docker || echo none')).toBe('none');
  });

  it('keeps its system when the same install is asked for again', async () => {
    await ssh(server, mine.path, 'touch /root/kept');
    expect(await installed(room, id, 'install-1', mine.publicKey)).toEqual(server);
    expect(await ssh(server, mine.path, 'ls /root/kept')).toBe('/root/kept');
  });

  it('keeps its keys, files and port over a reboot, which its first process tells', async () => {
    const boot = `cut -d ' ' -f 22 /proc/1/stat`;
    const before = await ssh(server, mine.path, boot);
    await docker('restart', nameOf(id));
    const up = await until(
      () => ssh(server, mine.path, `${boot}; ls /root/kept; systemctl is-system-running --wait`).catch(() => ''),
      (text) => text !== ''
    );
    const [after, ...rest] = up.split('\n');
    expect(rest).toEqual(['/root/kept', 'running']);
    expect(after).not.toBe(before);
    expect(valueOf(await room.server(id))).toMatchObject({
      state: 'ready',
      port: server.port,
      hostKey: server.hostKey
    });
  });

  it('is off while its stack is, and comes back with it as it was', async () => {
    const power = (way: string) =>
      run(process.execPath, ['relay/sandbox/power.ts', way], { env: { ...process.env, RELAY_STATE: state } });
    await power('off');
    expect(valueOf(await room.server(id))).toMatchObject({ state: 'failed', problem: { code: 'sandbox.stopped' } });
    await power('on');
    expect(valueOf(await room.server(id)).state).toBe('ready');
    const kept = await until(
      () => ssh(server, mine.path, 'ls /root/kept').catch(() => ''),
      (text) => text !== ''
    );
    expect(kept).toBe('/root/kept');
  });

  it('is a clean system with another host key after another install', async () => {
    await ssh(server, mine.path, 'touch /var/lib/docker/left');
    const anew = await installed(room, id, 'install-2', other.publicKey);
    expect(anew).toMatchObject({ id, state: 'ready', installId: 'install-2', port: server.port });
    expect(anew.hostKey).not.toBe(server.hostKey);
    expect(await ssh(anew, other.path, 'ls /root /var/lib/docker | grep -E "kept|left" || echo clean')).toBe('clean');
    await expect(ssh(anew, mine.path, 'true')).rejects.toThrow('Permission denied');
    expect(await volumesOf(state)).toHaveLength(1);
  });

  it('refuses a key that would be more than one line', async () => {
    const refused = await room.install(id, {
      installId: 'bad',
      authorizedKey: `${mine.publicKey}\n${other.publicKey}`,
      os: ''
    });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'sandbox.key' } });
  });

  it('is said to be stopped, or gone, when somebody else did that', async () => {
    await docker('stop', '-t', '1', nameOf(id));
    expect(valueOf(await room.server(id))).toMatchObject({ state: 'failed', problem: { code: 'sandbox.stopped' } });
    await docker('rm', '-fv', nameOf(id));
    expect(valueOf(await room.server(id))).toMatchObject({ state: 'failed', problem: { code: 'sandbox.absent' } });
  });

  it('is released for ever, with its disks', async () => {
    expect(valueOf(await room.release(id)).state).toBe('released');
    expect(valueOf(await room.release(id)).state).toBe('released');
    expect(valueOf(await room.server(id)).state).toBe('released');
    expect(valueOf(await room.place('order.1', request)).state).toBe('delivered');
    expect(await room.install(id, { installId: 'late', authorizedKey: mine.publicKey, os: '' })).toMatchObject({
      ok: false,
      problem: { code: 'sandbox.released' }
    });
    await sleep(500);
    expect(await containersOf(state)).toEqual([]);
    expect(await volumesOf(state)).toEqual([]);
  });
});

describe('an order', () => {
  it('is cancelled with the number of a port that is taken, and can be placed again when it is free', async () => {
    const room = machineRoom(settings);
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const order = await delivered(room, 'order.port', { httpsPort: port });
    expect(order).toMatchObject({ state: 'cancelled', serverId: null, problem: { code: 'sandbox.port-taken' } });
    expect(order.problem!.message).toContain(`Port ${port} `);
    expect(await containersOf(state)).toEqual([]);
    await new Promise((resolve) => holder.close(resolve));
    const again = await delivered(room, 'order.port', { httpsPort: port });
    expect(again.state).toBe('delivered');
    expect(await docker('port', nameOf(again.serverId!), '443/tcp')).toBe(`127.0.0.1:${port}`);
    await room.release(again.serverId!);
  });

  it('names the tiers where it asks for none of them', async () => {
    const refused = await machineRoom(settings).place('order.tier', { ...request, tier: 'sandbox-xxl' });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'sandbox.tier' } });
  });
});

describe('a machine room that dies', () => {
  const placing = `import { machineRoom } from './relay/sandbox/room.ts';
    const room = machineRoom(${JSON.stringify(settings)});
    await room.place('order.crash', ${JSON.stringify(request)});
    process.stdout.write('placed');
    setInterval(() => {}, 1000);`;

  it.each([0, 150, 500])('%i ms after an order leaves one server, which the next one finishes', async (delay) => {
    const folder = mkdtempSync(join(tmpdir(), 'hydron-sandbox-'));
    const script = placing.replace(JSON.stringify(state), JSON.stringify(folder));
    const first = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
    await new Promise((resolve) => first.stdout.once('data', resolve));
    await sleep(delay);
    first.kill('SIGKILL');
    const next = machineRoom({ ...settings, state: folder });
    await next.resume();
    const order = await delivered(next, 'order.crash');
    expect(order).toMatchObject({ state: 'delivered', problem: null });
    expect(await containersOf(folder)).toHaveLength(1);
    expect(await volumesOf(folder)).toHaveLength(1);
    await clean(folder);
    rmSync(folder, { recursive: true });
  });

  it('and loses its books lists what is left, and knows it again by its key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hydron-sandbox-'));
    const own = { ...settings, state: folder };
    const id = (await delivered(machineRoom(own), 'order.lost')).serverId!;
    rmSync(join(folder, 'sandbox'), { recursive: true });
    const next = machineRoom(own);
    expect(valueOf(await next.list())).toEqual({ servers: [], orphans: [nameOf(id)] });
    expect(valueOf(await machineRoom(settings).list()).orphans).toEqual([]);
    expect(await delivered(next, 'order.lost')).toMatchObject({ state: 'delivered', serverId: id });
    expect(valueOf(await next.list())).toMatchObject({ servers: [{ id }], orphans: [] });
    const cleaned = await clean(folder);
    expect(cleaned.stdout).toContain(nameOf(id));
    expect([await containersOf(folder), await volumesOf(folder)]).toEqual([[], []]);
    rmSync(folder, { recursive: true });
  });
});
