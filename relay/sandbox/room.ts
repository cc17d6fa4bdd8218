import { join } from 'node:path';
import type * as z from 'zod';
import type {
  RelayProblem,
  SandboxServer,
  sandboxInstallRequestSchema,
  sandboxOrderRequestSchema,
  sandboxOrderSchema
} from '../protocol.ts';
import { ok, reasonOf, refuse, type Result } from '../result.ts';
import {
  booted,
  containerOf,
  demolish,
  ensureContainer,
  generationOf,
  nameOf,
  serversOnEngine,
  sshPortTaken
} from './container.ts';
import { ensureImage } from './image.ts';
import { freePort, sshAnswers } from './port.ts';
import { identityOf, recordsIn, recordSchema, serverIdOf, type ServerRecord } from './record.ts';
import { tiers } from './tiers.ts';

export interface RoomSettings {
  /** The relay's state folder. Its path is the identity of the stack. */
  state: string;
  sandboxImage: string;
  extraAuthorities: string | null;
}

type OrderRequest = z.infer<typeof sandboxOrderRequestSchema>;
type InstallRequest = z.infer<typeof sandboxInstallRequestSchema>;
type Order = z.infer<typeof sandboxOrderSchema>;
type Change = (record: ServerRecord) => ServerRecord;

const authorizedKey = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,3}( [\x20-\x7e]*)?$/;

export type MachineRoom = ReturnType<typeof machineRoom>;

/**
 * The machine room of one state folder. Each wish is written as a record first; `advance` then makes the engine agree
 * with it, in the background, one step at a time per server. Asking how something stands goes on with what was left.
 */
export function machineRoom(settings: RoomSettings) {
  const folder = join(settings.state, 'sandbox');
  const records = recordsIn(folder);
  const stack = identityOf(settings.state);
  const image = () => ensureImage({ folder, base: settings.sandboxImage, authorities: settings.extraAuthorities });
  const edits = turns();
  const works = turns();
  const busy = new Set<string>();

  /** Replaces a record by what `change` makes of it as it stands now. */
  const edit = (id: string, change: Change) =>
    edits(id, async () => {
      const record = await records.load(id);
      return record && records.save(change(record));
    });

  /** Works on a server until its record asks for nothing more. A bug on the way is told in the record, so no state lasts for ever. */
  async function go(id: string): Promise<void> {
    if (busy.has(id)) return;
    busy.add(id);
    for (let record = await records.load(id); record && unfinished(record); record = await records.load(id)) {
      const wanted = record;
      await works(id, () => advance(wanted)).catch((error: unknown) =>
        edit(id, ended(wanted, { code: 'sandbox.broken', message: reasonOf(error) }, null))
      );
    }
    busy.delete(id);
  }
  const goOn = (id: string) => void go(id);

  async function advance(record: ServerRecord): Promise<void> {
    const made = await make(record);
    if (!made.ok && made.problem.code === sshPortTaken) {
      const sshPort = await freePort();
      await edit(record.id, (now) => ({ ...now, sshPort }));
      return;
    }
    await edit(record.id, ended(record, made.ok ? null : made.problem, made.ok ? made.value : null));
  }

  /** The host key of the server that the record wants, made if need be. */
  async function make(wanted: ServerRecord): Promise<Result<string>> {
    const offer = await tierOf(wanted.request.tier);
    if (!offer.ok) return offer;
    const tag = await image();
    if (!tag.ok) return tag;
    const record = (await records.load(wanted.id)) ?? wanted;
    if (record.released || generationOf(record) !== generationOf(wanted))
      return refuse('sandbox.superseded', 'Another wish came first.');
    const made = await ensureContainer(record, { image: tag.value, stack, limits: offer.value });
    if (!made.ok) {
      await demolish(record.id);
      return made;
    }
    const hostKey = await booted(record.id);
    if (!hostKey.ok || (await sshAnswers(record.sshPort, 30))) return hostKey;
    return refuse(
      'sandbox.ssh',
      `The server booted, and its SSH does not answer on port ${record.sshPort} of 127.0.0.1.`,
      502
    );
  }

  async function place(key: string, request: OrderRequest): Promise<Result<Order>> {
    const id = serverIdOf(stack, key);
    const offer = await tierOf(request.tier);
    if (!offer.ok) return offer;
    const sshPort = await freePort();
    const record = await edits(id, async () => {
      const known = (await records.load(id)) ?? (await adopted(id));
      if (known && (known.order !== 'cancelled' || known.released)) return known;
      return records.save({
        id,
        key,
        request,
        sshPort,
        order: 'placed',
        problem: null,
        install: null,
        released: false
      });
    });
    goOn(id);
    return ok(orderView(record));
  }

  /** The record of a server whose file was lost, from the label of its container. */
  async function adopted(id: string): Promise<ServerRecord | null> {
    const found = await containerOf(id);
    if (!found.ok || !found.value) return null;
    return records.save(recordSchema.parse(JSON.parse(found.value.record)));
  }

  async function standing(key: string): Promise<Result<Order>> {
    const record = await records.load(serverIdOf(stack, key));
    if (!record) return ok({ key, state: 'unknown', serverId: null, problem: null });
    goOn(record.id);
    return ok(orderView(record));
  }

  async function install(id: string, request: InstallRequest): Promise<Result<SandboxServer>> {
    if (!authorizedKey.test(request.authorizedKey))
      return refuse('sandbox.key', 'The key to admit is not one line of an OpenSSH public key.');
    const record = await edit(id, (now) => {
      const again = now.install?.installId === request.installId && now.install.state !== 'failed';
      if (again || now.released || now.order !== 'delivered') return now;
      const { installId } = request;
      return {
        ...now,
        install: { installId, authorizedKey: request.authorizedKey, state: 'installing', hostKey: null, problem: null }
      };
    });
    if (!record) return unknownServer(id);
    if (record.released) return refuse('sandbox.released', `The server ${id} was released.`, 410);
    return server(id);
  }

  async function server(id: string): Promise<Result<SandboxServer>> {
    const record = await records.load(id);
    if (!record) return unknownServer(id);
    if (record.order !== 'delivered' && !record.released)
      return refuse('sandbox.undelivered', `The server ${id} is not delivered yet.`, 409);
    goOn(id);
    if (record.released) return ok(serverView(record));
    const found = await containerOf(id);
    if (!found.ok) return found;
    const settled = record.install === null || record.install.state === 'ready';
    if (settled && !found.value) return ok({ ...serverView(record), state: 'failed', problem: absent(id) });
    if (settled && !found.value?.running) return ok({ ...serverView(record), state: 'failed', problem: stopped(id) });
    return ok({ ...serverView(record), peerAddress: found.value?.address ?? null });
  }

  async function release(id: string): Promise<Result<SandboxServer>> {
    const record = await edit(id, (now) => ({ ...now, released: true }));
    const here = record ? ok([id]) : await serversOnEngine(stack);
    if (!here.ok) return here;
    if (!here.value.includes(id)) return unknownServer(id);
    const removed = await works(id, () => demolish(id));
    return removed.ok ? ok(record ? serverView(record) : releasedView(id)) : removed;
  }

  /** What this room has: its servers, and the containers and disks of this stack that no record names. Nothing is removed. */
  async function list(): Promise<Result<{ servers: SandboxServer[]; orphans: string[] }>> {
    const known = await records.all();
    const here = await serversOnEngine(stack);
    if (!here.ok) return here;
    const orphans = here.value.filter((id) => !known.some((record) => record.id === id)).map(nameOf);
    return ok({ servers: known.filter((record) => record.order === 'delivered').map(serverView), orphans });
  }

  /** Goes on with what a relay that died left half done. */
  async function resume(): Promise<void> {
    const known = await records.all();
    if (known.length === 0) return;
    const here = await serversOnEngine(stack);
    for (const { id, released } of known)
      if (!released) goOn(id);
      else if (here.ok && here.value.includes(id)) await works(id, () => demolish(id));
  }

  /** The catalogue. Whoever asks for it is about to order, so the server image is made meanwhile. */
  async function catalogue() {
    const offered = await tiers();
    if (offered.ok) void image();
    return offered;
  }

  return { catalogue, place, standing, install, server, release, list, resume };
}

async function tierOf(name: string) {
  const offered = await tiers();
  if (!offered.ok) return offered;
  const tier = offered.value.find((one) => one.tier === name);
  return tier
    ? ok(tier)
    : refuse('sandbox.tier', `The sandbox sells no tier ${name}: ${offered.value.map((one) => one.tier).join(', ')}.`);
}

/** Runs the works of one id one after the other. */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const next = (last.get(id) ?? Promise.resolve()).then(work, work);
    last.set(id, next);
    return next;
  };
}

const unfinished = (record: ServerRecord) =>
  !record.released &&
  (record.order === 'placed' || (record.order === 'delivered' && record.install?.state === 'installing'));

/** The record after the step that `wanted` asked for came to its end, unless another wish came in between. */
function ended(wanted: ServerRecord, problem: RelayProblem | null, hostKey: string | null): Change {
  return (now) => {
    if (now.released || generationOf(now) !== generationOf(wanted)) return now;
    const order = now.order === 'placed' ? (problem ? 'cancelled' : 'delivered') : now.order;
    const install = now.install && {
      ...now.install,
      hostKey,
      problem,
      state: problem ? ('failed' as const) : ('ready' as const)
    };
    return { ...now, order, install, problem };
  };
}

const orderView = ({ id, key, order, problem }: ServerRecord): Order => ({
  key,
  state: order,
  serverId: order === 'delivered' ? id : null,
  problem
});

const releasedView = (id: string): SandboxServer => ({
  id,
  state: 'released',
  installId: null,
  host: '127.0.0.1',
  port: 1,
  user: 'root',
  hostKey: null,
  peerAddress: null,
  problem: null
});

const serverView = (record: ServerRecord): SandboxServer => ({
  ...releasedView(record.id),
  state: record.released ? 'released' : (record.install?.state ?? 'delivered'),
  installId: record.install?.installId ?? null,
  port: record.sshPort,
  hostKey: record.install?.hostKey ?? null,
  problem: record.install?.problem ?? null
});

const unknownServer = (id: string) => refuse('sandbox.unknown', `The sandbox has no server ${id}.`, 404);
const absent = (id: string): RelayProblem => ({
  code: 'sandbox.absent',
  message: `The container ${nameOf(id)} was removed outside of Hydron. Destroy the project's server and deploy again.`
});
const stopped = (id: string): RelayProblem => ({
  code: 'sandbox.stopped',
  message: `The container ${nameOf(id)} is stopped. Start it with: docker start ${nameOf(id)}`
});
