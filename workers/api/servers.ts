import { Hono } from 'hono';
import * as z from 'zod';
import { newId, slugSchema } from '../domain/ids.ts';
import { serverAddressSchema, type Server } from '../domain/server.ts';
import { record } from '../store/audit.ts';
import type { Scope } from '../store/database.ts';
import { deleteSecretsOf, setSecret } from '../store/secrets.ts';
import { addServer, deleteServer, listServers, serverById, updateServer } from '../store/servers.ts';
import { inTeam, ofServer } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { notFound, refusal } from './middleware/problems.ts';
import { viewServer } from './middleware/views.ts';

const hostSchema = z
  .string()
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/,
    'a host name or an IP address'
  );

const keySchema = z
  .string()
  .max(20_000)
  .regex(
    /^-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]+-----END (?:[A-Z]+ )?PRIVATE KEY-----\s*$/,
    'a private key in OpenSSH or PEM form, without a passphrase'
  )
  .refine((text) => !isLocked(text), 'a private key without a passphrase');

// What an OpenSSH key without a passphrase begins with: its magic, then its cipher, `none` (OpenSSH's PROTOCOL.key).
const unlocked = btoa('openssh-key-v1\0\0\0\0\x04none').slice(0, 30);

function isLocked(pem: string): boolean {
  const [first = '', second = ''] = pem.split(/\r?\n/);
  return first.includes('ENCRYPTED') || (first.includes('OPENSSH') && !second.startsWith(unlocked));
}

const newServerSchema = z.strictObject({
  name: slugSchema,
  host: hostSchema,
  port: serverAddressSchema.shape.port.default(22),
  user: serverAddressSchema.shape.user.default('root'),
  privateKey: keySchema
});
const fingerprintSchema = z.strictObject({
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'SHA256:… as ssh prints it')
});
const confirmSchema = z.strictObject({ confirm: z.string().max(200) });

type NewServer = z.infer<typeof newServerSchema>;

/** A server of the user's own, which has no tier to choose: it is one. Its host key is not known until a person confirms it. */
const ownServer = ({ name, host, port, user }: NewServer, teamId: string): Server => {
  const id = newId('server');
  const address = { host, port, user, hostKey: null, peerAddress: null };
  return {
    id,
    teamId,
    projectId: null,
    name,
    vendor: 'own',
    vendorServerId: id,
    tier: id,
    region: 'own',
    state: 'delivered',
    address,
    orderId: null,
    createdAt: Date.now()
  };
};

async function keep(scope: Scope, secretKey: string, server: Server, privateKey: string): Promise<void> {
  await addServer(scope, server);
  await setSecret({ ...scope, owner: server.id, key: secretKey }, 'PRIVATE_KEY', privateKey.trim() + '\n');
}

/** Servers: all that a team has, and the adding, confirming and forgetting of its own. */
export const servers = new Hono<Api>()
  .get('/', inTeam, async (c) => c.json({ servers: (await listServers(c.var.scope)).map(viewServer) }))
  .post('/', inTeam, body(newServerSchema), async (c) => {
    const { scope, user, config, dependencies } = c.var;
    const wish = c.req.valid('json');
    if (!config.vendors.includes('own'))
      return refusal({ code: 'server.refused', message: 'This install takes no servers of your own.' });
    if ((await listServers(scope)).some((server) => server.vendor === 'own' && server.name === wish.name))
      return refusal({ code: 'name.taken', message: `The team has a server named ${wish.name} already.` });
    const scanned = await dependencies.scanHostKeys(wish.host, wish.port);
    if (!scanned.ok) return refusal(scanned.problem);
    const server = ownServer(wish, scope.teamId);
    await keep(scope, config.secretKey, server, wish.privateKey);
    await record(scope, {
      userId: user.id,
      action: 'add server',
      subject: server.id,
      detail: `${wish.user}@${wish.host}:${wish.port}`
    });
    return c.json({ server: viewServer(server), hostKeys: scanned.value.keys }, 201);
  })
  .post('/:id/confirm', ofServer, body(fingerprintSchema), async (c) => {
    const { scope, user, server, dependencies } = c.var;
    if (server.vendor !== 'own' || !server.address) return notFound('server of your own');
    if (server.address.hostKey)
      return refusal({ code: 'server.conflict', message: 'The host key of this server is confirmed already.' });
    const scanned = await dependencies.scanHostKeys(server.address.host, server.address.port);
    if (!scanned.ok) return refusal(scanned.problem);
    const wanted = c.req.valid('json').fingerprint.replace(/=$/, '');
    const shown = scanned.value.keys.find(({ fingerprint }) => fingerprint.replace(/=$/, '') === wanted);
    if (!shown)
      return refusal({
        code: 'server.host-key',
        message: 'The server shows no key with this fingerprint. Compare again before you trust it.'
      });
    await updateServer(scope, server.id, { state: 'ready', address: { ...server.address, hostKey: shown.key } });
    await record(scope, { userId: user.id, action: 'confirm server', subject: server.id, detail: shown.fingerprint });
    return c.json({ server: viewServer((await serverById(scope, server.id)) ?? server) });
  })
  .delete('/:id', ofServer, body(confirmSchema), async (c) => {
    const { scope, user, server } = c.var;
    if (server.vendor !== 'own')
      return refusal({
        code: 'server.conflict',
        message: 'A server that was bought is released with its project: destroy that.'
      });
    if (server.projectId)
      return refusal({ code: 'server.in-use', message: 'A project runs on this server. Destroy that first.' });
    if (c.req.valid('json').confirm !== server.name)
      return refusal({ code: 'confirm.name', message: `Type the server's name, ${server.name}, to remove it.` });
    await deleteSecretsOf({ ...scope, owner: server.id });
    await deleteServer(scope, server.id);
    await record(scope, { userId: user.id, action: 'remove server', subject: server.id, detail: server.name });
    return c.json({ ok: true });
  });
