import { createHash } from 'node:crypto';
import type { Servers } from './servers.ts';
import { hostKeysRequestSchema } from './protocol.ts';
import { ok } from './result.ts';
import { reply, route, type Route } from './route.ts';
import { shownKeys } from './ssh.ts';

/** POST /host-keys: what a server shows before anyone signs in, for a person to compare. */
export const hostKeyRoutes = (servers: Servers): Route[] => [
  route('POST', '/host-keys', hostKeysRequestSchema, async ({ body }) => {
    const address = await servers.addressOf(body.host, body.port);
    const shown = address.ok ? await shownKeys(address.value, body.port) : address;
    if (!shown.ok) return reply(shown);
    const keys = shown.value.map(({ type, key }) => ({
      type,
      key: `${type} ${key.toString('base64')}`,
      fingerprint: `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
    }));
    return reply(ok({ keys }));
  })
];
