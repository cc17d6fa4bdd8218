import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { recentAudit, record } from '../store/audit.ts';
import { renameUser } from '../store/users.ts';
import { inTeam, type OfTeam } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { nameSchema } from './middleware/fields.ts';

const changesSchema = z.strictObject({ name: nameSchema });

/** What this install is set to (nothing secret), who the user is, and what happened in the team of late. */
async function view(c: Context<OfTeam>, name: string) {
  const { config, user, scope } = c.var;
  const { mode, baseUrl, defaultDomain, vendors, registryMirror, acmeDirectory, acmeEmail } = config;
  const install = {
    mode,
    baseUrl,
    defaultDomain,
    vendors,
    registryMirror,
    acmeDirectory,
    acmeEmail,
    extraAuthorities: config.extraAuthorities !== null
  };
  const audit = (await recentAudit(scope, 50)).map(({ id, userId, action, subject, detail, createdAt }) => ({
    id,
    userId,
    action,
    subject,
    detail,
    createdAt
  }));
  return { user: { id: user.id, login: user.login, name, avatarUrl: user.avatarUrl }, install, audit };
}

/** Settings of the user, and what is to be known of the install. */
export const settings = new Hono<Api>()
  .get('/', inTeam, async (c) => c.json(await view(c, c.var.user.name)))
  .patch('/', inTeam, body(changesSchema), async (c) => {
    const { db, user, scope } = c.var;
    const { name } = c.req.valid('json');
    await renameUser(db, user.id, name);
    await record(scope, { userId: user.id, action: 'rename user', subject: user.id });
    return c.json(await view(c, name));
  });
