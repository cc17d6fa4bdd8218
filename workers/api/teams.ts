import { Hono } from 'hono';
import * as z from 'zod';
import { record } from '../store/audit.ts';
import { addMember, createTeam, members, removeMember, renameTeam, teamsOf, type Role } from '../store/teams.ts';
import { userByLogin } from '../store/users.ts';
import { ofTeam, ownersOnly, type OfTeam } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { nameSchema } from './middleware/fields.ts';
import { notFound, refusal } from './middleware/problems.ts';

const newNameSchema = z.strictObject({ name: nameSchema });
const memberSchema = z.strictObject({
  login: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,60}[A-Za-z0-9])?$/, 'a GitHub login'),
  role: z.enum(['owner', 'member']).default('member')
});

async function view({ db, scope, user, role }: Pick<OfTeam['Variables'], 'db' | 'scope' | 'user' | 'role'>) {
  const team = (await teamsOf(db, user.id)).find(({ id }) => id === scope.teamId);
  return { team: { id: scope.teamId, name: team?.name ?? '', role }, members: await members(scope) };
}

const lastOwner = () =>
  refusal({ code: 'owner.conflict', message: 'A team keeps at least one owner. Make somebody else an owner first.' });

/** Whether this change would leave the team without an owner. */
async function losesLastOwner(scope: OfTeam['Variables']['scope'], userId: string, role: Role): Promise<boolean> {
  const owners = (await members(scope)).filter((member) => member.role === 'owner');
  return role !== 'owner' && owners.length === 1 && owners[0]?.userId === userId;
}

/** Teams: their names and members. */
export const teams = new Hono<Api>()
  .post('/', body(newNameSchema), async (c) => {
    const { db, user } = c.var;
    const { name } = c.req.valid('json');
    const id = await createTeam(db, name, user.id);
    await record({ db, teamId: id }, { userId: user.id, action: 'create team', subject: id, detail: name });
    return c.json({ team: { id, name, role: 'owner' } }, 201);
  })
  .get('/:id', ofTeam, async (c) => c.json(await view(c.var)))
  .patch('/:id', ofTeam, ownersOnly, body(newNameSchema), async (c) => {
    const { scope, user } = c.var;
    const { name } = c.req.valid('json');
    await renameTeam(scope, name);
    await record(scope, { userId: user.id, action: 'rename team', subject: scope.teamId, detail: name });
    return c.json(await view(c.var));
  })
  .post('/:id/members', ofTeam, ownersOnly, body(memberSchema), async (c) => {
    const { db, scope, user } = c.var;
    const { login, role } = c.req.valid('json');
    const added = await userByLogin(db, login);
    if (!added)
      return refusal({
        code: 'user.absent',
        message: `Nobody with the GitHub login ${login} has signed in here yet. Ask them to sign in once.`
      });
    if (await losesLastOwner(scope, added.id, role)) return lastOwner();
    await addMember(scope, added.id, role);
    await record(scope, { userId: user.id, action: 'add member', subject: added.id, detail: `${login} as ${role}` });
    return c.json(await view(c.var), 201);
  })
  .delete('/:id/members/:userId', ofTeam, async (c) => {
    const { scope, user, role } = c.var;
    const userId = c.req.param('userId');
    if (role !== 'owner' && userId !== user.id)
      return refusal({ code: 'forbidden.role', message: 'Only an owner of the team may do this.' });
    if (!(await members(scope)).some((member) => member.userId === userId)) return notFound('member');
    if (!(await removeMember(scope, userId))) return lastOwner();
    await record(scope, { userId: user.id, action: 'remove member', subject: userId });
    return c.json({ ok: true });
  });
