import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ok, refuse, type Refusal, type Result } from '../result.ts';
import { docker, dockerRefusal, lastWords, type Ended } from './docker.ts';
import type { ServerRecord } from './record.ts';
import type { Machine } from './tiers.ts';

/** Labels on everything that a machine room makes. `stack` holds the identity of its state folder. */
export const labels = {
  stack: 'hydron.sandbox',
  server: 'hydron.sandbox.server',
  generation: 'hydron.sandbox.generation',
  record: 'hydron.sandbox.record'
} as const;

export interface Container {
  containerId: string;
  running: boolean;
  /** The install whose file system this is, or `rescue`. */
  generation: string;
  address: string | null;
  /** The record as it was when the container was made: JSON. */
  record: string;
}

export const nameOf = (serverId: string): string => `hydron-${serverId}`;
export const generationOf = (record: ServerRecord): string => record.install?.installId ?? 'rescue';

const volumeOf = (record: ServerRecord): string =>
  `${nameOf(record.id)}-${createHash('sha256').update(generationOf(record)).digest('hex').slice(0, 12)}`;

const inspected = z.tuple([
  z.object({
    Id: z.string(),
    State: z.object({ Running: z.boolean() }),
    Config: z.object({ Labels: z.record(z.string(), z.string()) }),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.object({ IPAddress: z.string() })) })
  })
]);

/** The server's container as the engine has it, or null where it has none. */
export async function containerOf(serverId: string): Promise<Result<Container | null>> {
  const ended = await docker(['container', 'inspect', nameOf(serverId)]);
  if (ended.code !== 0 && /no such container/i.test(ended.stderr)) return ok(null);
  if (ended.code !== 0) return dockerRefusal(ended, 'sandbox.inspect', `Docker did not describe ${serverId}`);
  const [found] = inspected.parse(JSON.parse(ended.stdout));
  return ok({
    containerId: found.Id,
    running: found.State.Running,
    generation: found.Config.Labels[labels.generation] ?? '',
    address: Object.values(found.NetworkSettings.Networks)[0]?.IPAddress || null,
    record: found.Config.Labels[labels.record] ?? ''
  });
}

export interface Making {
  image: string;
  stack: string;
  limits: Machine;
}

/**
 * Makes the engine have the container that the record wants, running. One of another generation goes first, with all that
 * it held. Safe to repeat: the name admits one container, and what is right already stays.
 */
export async function ensureContainer(record: ServerRecord, making: Making): Promise<Result<null>> {
  const found = await containerOf(record.id);
  if (!found.ok) return found;
  const right = found.value?.generation === generationOf(record);
  if (!right) {
    const cleared = await demolish(record.id);
    if (!cleared.ok) return cleared;
    const made = await create(record, making);
    if (!made.ok) return made;
  }
  return start(record);
}

async function create(record: ServerRecord, making: Making): Promise<Result<null>> {
  const marks = [`${labels.stack}=${making.stack}`, `${labels.server}=${record.id}`].flatMap((mark) => [
    '--label',
    mark
  ]);
  const volume = await docker(['volume', 'create', ...marks, volumeOf(record)]);
  if (volume.code !== 0) return dockerRefusal(volume, 'sandbox.volume', 'Docker did not make the disk of the server');
  const ended = await docker(['container', 'create', ...marks, ...createArguments(record, making)]);
  if (ended.code === 0 || /is already in use by container/i.test(ended.stderr)) return ok(null);
  return dockerRefusal(ended, 'sandbox.create', 'Docker did not make the server');
}

// A whole server with an engine of its own needs nearly all capabilities. SYS_RESOURCE is left out since some
// machines lack it and then refuse a container that asks; unprivileged, the machine's devices stay out of sight.
const asServer = [
  ['--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE'],
  ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable', 'systempaths=unconfined'].flatMap((option) => [
    '--security-opt',
    option
  ]),
  ['--device-cgroup-rule', 'a *:* rwm', '--cgroupns', 'private'],
  ['--tmpfs', '/run:rw,exec,nosuid,nodev,mode=755,size=512m', '--tmpfs', '/run/lock:rw,nosuid,nodev,size=16m'],
  ['--restart', 'unless-stopped', '--stop-timeout', '20']
].flat();

function createArguments(record: ServerRecord, { image, limits }: Making): string[] {
  const ports: [number, number][] = [
    [record.sshPort, 22],
    [record.request.httpsPort, 443],
    [record.request.httpPort, 80]
  ];
  return [
    ...['--name', nameOf(record.id), '--hostname', record.request.name, '--pull', 'never'],
    ...[
      '--label',
      `${labels.generation}=${generationOf(record)}`,
      '--label',
      `${labels.record}=${JSON.stringify(record)}`
    ],
    ...['--cpus', String(limits.cores), '--memory', String(Math.floor(limits.memoryGb * 2 ** 30))],
    ...[
      '--volume',
      `${volumeOf(record)}:/var/lib/docker`,
      '--env',
      `SANDBOX_AUTHORIZED_KEY=${record.install?.authorizedKey ?? ''}`
    ],
    ...ports.filter(([outer]) => outer > 0).flatMap(([outer, inner]) => ['--publish', `127.0.0.1:${outer}:${inner}`]),
    ...asServer,
    image
  ];
}

async function start(record: ServerRecord): Promise<Result<null>> {
  const ended = await docker(['container', 'start', nameOf(record.id)]);
  if (ended.code === 0) return ok(null);
  const taken = takenPort(ended.stderr, [record.sshPort, record.request.httpsPort, record.request.httpPort]);
  if (taken === null) return dockerRefusal(ended, 'sandbox.start', 'Docker did not start the server');
  return portTaken(taken, taken === record.sshPort);
}

/** The one of `ports` that Docker's words say is taken, or null. */
export function takenPort(words: string, ports: number[]): number | null {
  if (!/already allocated|address already in use|ports are not available|bind: permission denied/i.test(words))
    return null;
  return ports.find((port) => port > 0 && new RegExp(`:${port}\\b`).test(words)) ?? null;
}

export const sshPortTaken = 'sandbox.ssh-port-taken';

const portTaken = (port: number, ssh: boolean): Refusal =>
  refuse(
    ssh ? sshPortTaken : 'sandbox.port-taken',
    `Port ${port} of this machine is taken by another program or not allowed. Stop what uses it, or give the project another port, then try again.`,
    409
  );

/** Switches a server on or off, as its power button would: off, it shuts down and keeps its disks. Without a container, nothing. */
export async function switchPower(serverId: string, power: 'on' | 'off'): Promise<Result<null>> {
  const found = await containerOf(serverId);
  if (!found.ok) return found;
  if (!found.value || found.value.running === (power === 'on')) return ok(null);
  const ended = await docker(['container', power === 'on' ? 'start' : 'stop', nameOf(serverId)]);
  return ended.code === 0
    ? ok(null)
    : dockerRefusal(ended, 'sandbox.power', `${nameOf(serverId)} was not switched ${power}`);
}

/** Removes the server's container and disks, whatever generation. Safe to repeat. */
export async function demolish(serverId: string): Promise<Result<null>> {
  const found = await containerOf(serverId);
  if (!found.ok) return found;
  if (found.value) {
    const removed = await docker(['container', 'rm', '--force', '--volumes', found.value.containerId]);
    if (removed.code !== 0 && !gone(removed))
      return dockerRefusal(removed, 'sandbox.remove', `Docker did not remove ${nameOf(serverId)}`);
  }
  const volumes = await docker(['volume', 'ls', '--quiet', '--filter', `label=${labels.server}=${serverId}`]);
  const names = volumes.stdout.split('\n').filter(Boolean);
  if (names.length === 0) return ok(null);
  const removed = await docker(['volume', 'rm', '--force', ...names]);
  if (removed.code === 0 || gone(removed)) return ok(null);
  return dockerRefusal(removed, 'sandbox.remove', `Docker did not remove the disks of ${nameOf(serverId)}`);
}

const gone = (ended: Ended) => /no such|already in progress/i.test(ended.stderr);

/** Ids of the servers of which the engine has a container or a disk, for one stack. */
export async function serversOnEngine(stack: string): Promise<Result<string[]>> {
  const filter = ['--filter', `label=${labels.stack}=${stack}`, '--format', `{{.Label "${labels.server}"}}`];
  const listed = await Promise.all([
    docker(['container', 'ls', '--all', ...filter]),
    docker(['volume', 'ls', ...filter])
  ]);
  const failed = listed.find((ended) => ended.code !== 0);
  if (failed) return dockerRefusal(failed, 'sandbox.list', 'Docker did not list the servers');
  return ok([...new Set(listed.flatMap((ended) => ended.stdout.split('\n').filter(Boolean)))]);
}

const waitForBoot = `until state=$(systemctl is-system-running --wait 2>/dev/null); [ "$state" = running ] || [ "$state" = degraded ]; do sleep 0.1; done
cut -d ' ' -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub`;

/** Waits until the server has booted, and answers its host key as `ssh-ed25519 AAAA…`, read past the network. */
export async function booted(serverId: string): Promise<Result<string>> {
  const ended = await docker(['exec', nameOf(serverId), 'timeout', '90', 'bash', '-c', waitForBoot], { seconds: 100 });
  const key = ended.stdout.trim();
  if (ended.code === 0 && key.startsWith('ssh-ed25519 ')) return ok(key);
  const logs = await docker(['logs', '--tail', '5', nameOf(serverId)]);
  return refuse(
    'sandbox.boot',
    `The server did not boot (${lastWords(ended)}; ${lastWords(logs)}). Release it and order again.`,
    502
  );
}
