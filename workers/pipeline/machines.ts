import type { EventBody } from '../domain/events.ts';
import type { PlannedServer } from '../domain/infrastructure-plan.ts';
import { newId } from '../domain/ids.ts';
import { ok, refuse, type Result } from '../domain/result.ts';
import type { Server } from '../domain/server.ts';
import { newSshKey } from '../domain/ssh-key.ts';
import { money } from '../domain/tier.ts';
import { configOf, type Env } from '../env.ts';
import type { Scope } from '../store/database.ts';
import { intendOrder, orderById, updateOrder } from '../store/orders.ts';
import { openSecrets, setSecret } from '../store/secrets.ts';
import { addServer, listServers, projectServers, serverById, updateServer } from '../store/servers.ts';
import { vendorsFor } from '../vendors/for-team.ts';
import type { Vendor } from '../vendors/vendor.ts';
import type { Approved } from './approved.ts';

/** How an order or an installation stands, in a word for the machine and a note for people. */
export interface Standing {
  state: 'waiting' | 'done' | 'failed';
  note: string | null;
}

export type Machines = ReturnType<typeof machines>;

const isOf = (planned: PlannedServer, server: Server): boolean =>
  planned.ownServerId
    ? server.id === planned.ownServerId
    : server.name === planned.name && server.vendor === planned.vendor && server.tier === planned.tier;

/** The servers of one run: bought, waited for, installed. Each call may be repeated; none orders twice. */
export function machines(
  env: Env,
  scope: Scope,
  approved: Approved,
  append: (bodies: EventBody[]) => Promise<unknown>
) {
  const { run, project } = approved;
  /** The planned server's row: one of the user's own by its id, a bought one by its name, vendor and tier. */
  const rowOf = async (planned: PlannedServer): Promise<Server | undefined> =>
    (await projectServers(scope, project.id)).find((server) => isOf(planned, server));
  const rowNamed = async (name: string): Promise<Server | undefined> => {
    const planned = approved.infrastructure.servers.find((server) => server.name === name);
    return planned && rowOf(planned);
  };
  /** The key of the purchase: that of the order that is open already, by an earlier run too, or else this run's. */
  const intentKey = async (planned: PlannedServer): Promise<string> => {
    const orderId = (await rowOf(planned))?.orderId;
    const open = orderId && !planned.ownServerId ? await orderById(scope, orderId) : undefined;
    return open?.intentKey ?? `${run.id.replace('_', '-')}-${planned.name}`.slice(0, 80);
  };
  const vendorOf = async (name: string): Promise<Vendor> => {
    const vendor = vendorsFor(env, await listServers(scope)).find((one) => one.name === name);
    if (!vendor) throw new Error(`this installation no longer sells from ${name}`);
    return vendor;
  };
  const tell = (server: Server, state: Server['state'], address: string | null = null) =>
    append([{ type: 'server', serverId: server.id, name: server.name, state, address }]);

  return {
    /** Whether the planned server is there already, from an earlier run. */
    async inPlace(planned: PlannedServer): Promise<boolean> {
      const row = await rowOf(planned);
      return (
        row !== undefined &&
        row.vendor === planned.vendor &&
        row.tier === planned.tier &&
        row.state !== 'failed' &&
        row.vendorServerId !== null
      );
    },

    /** Asks for the price again, writes the intent, and orders. Refuses when the price rose, stock is gone, or the vendor says no. */
    async order(planned: PlannedServer): Promise<Result<{ note: string }>> {
      const vendor = await vendorOf(planned.vendor);
      const quote = await vendor.quote(planned.tier, planned.region);
      if (!quote.ok) return quote;
      const { price, inStock } = quote.value;
      if (
        price.currency !== planned.price.currency ||
        price.monthly > planned.price.monthly ||
        price.setup > planned.price.setup
      )
        return refuse(
          'price.rose',
          `${planned.tier} now costs ${money(price.monthly, price.currency)} a month; ${money(planned.price.monthly, planned.price.currency)} was approved. Propose the infrastructure again.`
        );
      if (!inStock)
        return refuse(
          'out.of.stock',
          `${planned.tier} is out of stock in ${planned.region}. Choose another tier or region.`
        );
      const own = planned.ownServerId ? await serverById(scope, planned.ownServerId) : undefined;
      if (own?.projectId && own.projectId !== project.id)
        return refuse(
          'own.in-use',
          `Another project runs on ${own.name}. Destroy that first, or choose another server.`
        );
      const order = await intendOrder(scope, {
        id: newId('order'),
        approvalId: approved.infrastructureApprovalId,
        runId: run.id,
        serverName: planned.name,
        vendor: planned.vendor,
        tier: planned.tier,
        region: planned.region,
        intentKey: await intentKey(planned),
        state: 'intended',
        monthly: price.monthly,
        setup: price.setup,
        currency: price.currency,
        vendorOrderId: null,
        createdAt: Date.now()
      });
      const holdsProxy = approved.provisioning.proxy?.server === planned.name;
      const placed = await vendor.order({
        key: order.intentKey,
        tier: planned.tier,
        region: planned.region,
        name: `${project.slug}-${planned.name}`.slice(0, 60),
        httpsPort: holdsProxy ? project.publicPort : 0,
        httpPort: 0
      });
      if (!placed.ok) {
        if (!placed.problem.code.startsWith('relay.')) await updateOrder(scope, order.id, { state: 'refused' });
        return placed;
      }
      await updateOrder(scope, order.id, { state: 'placed', vendorOrderId: placed.value.vendorOrderId });
      await this.adopt(planned, order.id);
      return ok({
        note: own
          ? `${own.name}, a server of yours, is taken into use`
          : `${planned.tier} ordered for ${money(price.monthly, price.currency)} a month`
      });
    },

    /** The row of the ordered server; a server of the user's own is taken as it is. */
    async adopt(planned: PlannedServer, orderId: string): Promise<void> {
      const own = planned.ownServerId ? await serverById(scope, planned.ownServerId) : undefined;
      if (own)
        return updateServer(scope, own.id, {
          projectId: project.id,
          orderId,
          state: 'ordered',
          vendorServerId: own.id
        });
      if (await rowOf(planned)) return;
      const server: Omit<Server, 'teamId'> = {
        id: newId('server'),
        projectId: project.id,
        name: planned.name,
        vendor: planned.vendor,
        vendorServerId: null,
        tier: planned.tier,
        region: planned.region,
        state: 'ordered',
        address: null,
        orderId,
        createdAt: Date.now()
      };
      await addServer(scope, server);
      await tell({ ...server, teamId: scope.teamId }, 'ordered');
    },

    /** Whether the vendor has delivered. */
    async delivered(planned: PlannedServer): Promise<Standing> {
      const row = await rowOf(planned);
      if (row?.vendorServerId) return { state: 'done', note: null };
      if (!row) return { state: 'failed', note: `${planned.name} was never ordered` };
      const standing = await (await vendorOf(planned.vendor)).standing(await intentKey(planned), planned.tier);
      if (!standing.ok) return { state: 'waiting', note: standing.problem.message };
      if (standing.value.state === 'cancelled')
        return { state: 'failed', note: standing.value.note ?? 'the vendor cancelled the order' };
      if (standing.value.state !== 'delivered' || !standing.value.vendorServerId)
        return { state: 'waiting', note: standing.value.note };
      await updateServer(scope, row.id, { state: 'delivered', vendorServerId: standing.value.vendorServerId });
      await tell(row, 'delivered');
      return { state: 'done', note: null };
    },

    /** Whether the server already has a system of ours on it, so that installing would wipe what runs there. */
    async installed(planned: PlannedServer): Promise<boolean> {
      const row = await rowOf(planned);
      return row?.state === 'ready' && row.address !== null;
    },

    /** Asks for a clean system that admits this project's key alone. */
    async install(planned: PlannedServer): Promise<Result<null>> {
      const row = await rowOf(planned);
      if (!row?.vendorServerId) return refuse('server.none', `${planned.name} was not delivered.`);
      const key = await this.key();
      const asked = await (
        await vendorOf(planned.vendor)
      ).install(row.vendorServerId, {
        installId: await intentKey(planned),
        authorizedKey: key.publicKey,
        os: planned.os
      });
      if (asked.ok) await updateServer(scope, row.id, { state: 'installing' });
      if (asked.ok) await tell(row, 'installing');
      return asked;
    },

    /** Whether the system is there; its address and host key are kept when it is. */
    async ready(planned: PlannedServer): Promise<Standing> {
      const row = await rowOf(planned);
      if (!row?.vendorServerId) return { state: 'failed', note: 'the server is gone' };
      const server = await (await vendorOf(planned.vendor)).server(row.vendorServerId);
      if (!server.ok) return { state: 'waiting', note: server.problem.message };
      if (server.value.state === 'failed' || server.value.state === 'released')
        return { state: 'failed', note: server.value.note ?? `the server is ${server.value.state}` };
      if (server.value.state !== 'ready' || !server.value.address?.hostKey)
        return { state: 'waiting', note: server.value.note };
      await updateServer(scope, row.id, { state: 'ready', address: server.value.address });
      await tell(row, 'ready', server.value.address.host);
      return { state: 'done', note: null };
    },

    /** The project's SSH key pair, made at the first asking. */
    async key(): Promise<{ publicKey: string; privateKey: string }> {
      const vault = { ...scope, owner: project.id, key: configOf(env).secretKey };
      const known = await openSecrets(vault, ['HYDRON_SSH_PRIVATE_KEY', 'HYDRON_SSH_PUBLIC_KEY']);
      if (known['HYDRON_SSH_PRIVATE_KEY'] && known['HYDRON_SSH_PUBLIC_KEY'])
        return { privateKey: known['HYDRON_SSH_PRIVATE_KEY'], publicKey: known['HYDRON_SSH_PUBLIC_KEY'] };
      const pair = await newSshKey(`hydron-${project.slug}`);
      await setSecret(vault, 'HYDRON_SSH_PRIVATE_KEY', pair.privateKey, 'generated');
      await setSecret(vault, 'HYDRON_SSH_PUBLIC_KEY', pair.publicKey, 'generated');
      return pair;
    },

    /** The address under which people reach a server, or null. */
    async addressOf(name: string): Promise<string | null> {
      const address = (await rowNamed(name))?.address;
      return address?.peerAddress ?? address?.host ?? null;
    },

    /** Where and with what key a server is reached, and what the servers call each other. Throws when it is not ready. */
    async reach(name: string): Promise<Reach> {
      const rows = await projectServers(scope, project.id);
      const row = await rowNamed(name);
      if (!row?.address?.hostKey) throw new Error(`server ${name} is not ready`);
      const { host, port, user, hostKey } = row.address;
      const secretKey = configOf(env).secretKey;
      const own =
        row.vendor === 'own' ? await openSecrets({ ...scope, owner: row.id, key: secretKey }, ['PRIVATE_KEY']) : {};
      const privateKey = own['PRIVATE_KEY'] ?? (await this.key()).privateKey;
      const servers = Object.fromEntries(
        approved.infrastructure.servers.flatMap((planned) => {
          const address = rows.find((one) => isOf(planned, one))?.address;
          return address ? [[planned.name, address.peerAddress ?? address.host]] : [];
        })
      );
      return { server: { host, port, user, hostKey }, credential: { privateKey }, servers };
    }
  };
}

export interface Reach {
  server: { host: string; port: number; user: string; hostKey: string };
  credential: { privateKey: string };
  servers: Record<string, string>;
}
