import { beforeEach, describe, expect, it } from 'vitest';
import { monthOf } from '../../../workers/domain/budget.ts';
import { newId } from '../../../workers/domain/ids.ts';
import { deleteProject, setProjectModel } from '../../../workers/store/projects.ts';
import { setTeamModel } from '../../../workers/store/teams.ts';
import { setAside, settle, standings, usageSince, type Payer } from '../../../workers/store/usage.ts';
import { person, seed, type Person } from '../api/world.ts';

const now = Date.UTC(2026, 10, 25);
const usage = (cost: number) =>
  ({
    place: 'analysis',
    model: 'claude-sonnet-5-5',
    tokens: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 },
    cost
  }) as const;

let owner: Person;
let payer: Payer;

const payerOf = async (name: string): Promise<Payer> => {
  const { project } = await seed(owner, name);
  return { ...owner.scope, projectId: project.id, hold: newId('hold') };
};

beforeEach(async () => {
  owner = await person();
  payer = await payerOf('shop');
});

describe('setting money aside', () => {
  it('lets a request through up to the last millionth of the project’s budget', async () => {
    await setProjectModel(payer, payer.projectId, { modelBudget: 1000 });
    await settle(payer, usage(600), now);
    expect(await setAside(payer, 401, now)).toBe(false);
    expect(await setAside(payer, 400, now)).toBe(true);
  });

  it('counts what other projects of the team spent and set aside against the team’s budget', async () => {
    const other = await payerOf('blog');
    await setTeamModel(owner.scope, { modelBudget: 1000 });
    await settle(other, usage(300), now);
    expect(await setAside(other, 300, now)).toBe(true);
    expect(await setAside(payer, 401, now)).toBe(false);
    expect(await setAside(payer, 400, now)).toBe(true);
  });

  it('does not let requests side by side pass the budget together', async () => {
    await setProjectModel(payer, payer.projectId, { modelBudget: 1000 });
    const wishes = Array.from({ length: 8 }, () => ({ ...payer, hold: newId('hold') }));
    const answers = await Promise.all(wishes.map((wish) => setAside(wish, 300, now)));
    expect(answers.filter(Boolean)).toHaveLength(3);
  });

  it('is undone by what the request did cost', async () => {
    await setProjectModel(payer, payer.projectId, { modelBudget: 1000 });
    expect(await setAside(payer, 900, now)).toBe(true);
    await settle(payer, usage(100), now);
    expect(await standings({ ...payer, hold: 'none' }, now)).toMatchObject({
      project: { budget: 1000, spent: 100, held: 0 }
    });
  });

  it('counts once for each asker, and no longer than ten minutes', async () => {
    await setProjectModel(payer, payer.projectId, { modelBudget: 1000 });
    expect(await setAside(payer, 900, now)).toBe(true);
    expect(await setAside(payer, 950, now)).toBe(true);
    const another = { ...payer, hold: newId('hold') };
    expect(await setAside(another, 100, now + 1)).toBe(false);
    expect(await setAside(another, 100, now + 10 * 60_000)).toBe(true);
  });

  it('forgets what was spent in another month', async () => {
    await setProjectModel(payer, payer.projectId, { modelBudget: 1000 });
    await settle(payer, usage(1000), monthOf(now) - 1);
    expect(await setAside(payer, 1000, now)).toBe(true);
  });

  it('is refused for a project of another team, and for one that is gone', async () => {
    const stranger = await person();
    const foreign = { ...payer, ...stranger.scope };
    expect(await setAside(foreign, 1, now)).toBe(false);
    expect(await standings(foreign, now)).toBeUndefined();
    await deleteProject(owner.scope, payer.projectId);
    expect(await setAside(payer, 1, now)).toBe(false);
  });
});

describe('usage', () => {
  it('is kept for each project, place and model', async () => {
    await settle(payer, usage(5), now);
    await settle(payer, usage(7), now);
    await settle(payer, { ...usage(1), place: 'repair' }, now);
    const rows = await usageSince(owner.scope, monthOf(now), payer.projectId);
    expect(rows).toContainEqual({
      projectId: payer.projectId,
      place: 'analysis',
      model: 'claude-sonnet-5-5',
      requests: 2,
      input: 2,
      output: 4,
      cacheRead: 6,
      cacheWrite: 8,
      cost: 12
    });
    expect(rows).toHaveLength(2);
  });

  it('stays on the team’s bill without a name when the project is destroyed, even while a request is under way', async () => {
    await settle(payer, usage(5), now);
    await setAside(payer, 10, now);
    await deleteProject(owner.scope, payer.projectId);
    await settle(payer, usage(7), now);
    const rows = await usageSince(owner.scope, monthOf(now));
    expect(rows.map(({ projectId, cost }) => [projectId, cost])).toEqual([[null, 12]]);
  });

  it('is not seen from another team', async () => {
    await settle(payer, usage(5), now);
    const stranger = await person();
    expect(await usageSince(stranger.scope, 0)).toEqual([]);
    expect(await usageSince(stranger.scope, 0, payer.projectId)).toEqual([]);
  });
});
