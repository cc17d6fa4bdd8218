import { sandboxInstallRequestSchema, sandboxOrderRequestSchema } from '../protocol.ts';
import { ok } from '../result.ts';
import { reply, route, type Route } from '../route.ts';
import { machineRoom, type RoomSettings } from './room.ts';

/**
 * The sandbox's lines of the relay's table (relay/protocol.ts tells the shapes), and GET /sandbox/servers, which lists
 * the servers and what is left over. Also goes on with what an earlier relay left half done.
 */
export function sandboxRoutes(settings: RoomSettings): Route[] {
  const room = machineRoom(settings);
  void room.resume();
  return [
    route('GET', '/sandbox/tiers', null, async () => {
      const tiers = await room.catalogue();
      return reply(tiers.ok ? ok({ tiers: tiers.value }) : tiers);
    }),
    route('PUT', '/sandbox/orders/:key', sandboxOrderRequestSchema, async ({ params, body }) =>
      reply(await room.place(params.key!, body))
    ),
    route('GET', '/sandbox/orders/:key', null, async ({ params }) => reply(await room.standing(params.key!))),
    route('GET', '/sandbox/servers', null, async () => reply(await room.list())),
    route('POST', '/sandbox/servers/:id/install', sandboxInstallRequestSchema, async ({ params, body }) =>
      reply(await room.install(params.id!, body))
    ),
    route('GET', '/sandbox/servers/:id', null, async ({ params }) => reply(await room.server(params.id!))),
    route('DELETE', '/sandbox/servers/:id', null, async ({ params }) => reply(await room.release(params.id!)))
  ];
}
