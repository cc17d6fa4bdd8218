import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../workers/domain/ids.ts';
import { openModelKey } from '../../../workers/store/model-key.ts';
import { projectById } from '../../../workers/store/projects.ts';
import { addMember, teamModel } from '../../../workers/store/teams.ts';
import { settle } from '../../../workers/store/usage.ts';
import { ask, person, publicEnv, refusalOf, seed, type Person, type Seeded } from './world.ts';

const key = 'sk-ant-api03-a-key-of-the-tests';
const secretKey = env.HYDRON_SECRET_KEY ?? '';
const sonnet = 'claude-sonnet-5-5';

let owner: Person;
let member: Person;
let seeded: Seeded;

beforeEach(async () => {
  [owner, member] = [await person(), await person()];
  seeded = await seed(owner);
  await addMember(owner.scope, member.user.id, 'member');
});

const teamPath = () => `/teams/${owner.scope.teamId}`;
const projectNow = () => projectById(owner.scope, seeded.project.id);
const audited = async () => {
  const { audit } = (await (await owner.send('GET', '/settings')).json()) as {
    audit: { action: string; detail: string; userId: string }[];
  };
  return audit.map(({ action, detail }) => `${action}: ${detail}`);
};
const say = (who: Person, text: string) =>
  who.send('POST', `/deployments/${seeded.project.deploymentId}/messages`, { text });
const journal = async () =>
  (await env.DEPLOYMENT.getByName(seeded.project.deploymentId).since(0, 100)).flatMap((event) =>
    event.type === 'message' ? [`${event.author}: ${event.text}`] : []
  );

describe('a team’s model', () => {
  it('is rules alone, with a budget and no key, until an owner says otherwise', async () => {
    const seen = await member.send('GET', `${teamPath()}/model`);
    expect(await seen.json()).toEqual({
      defaultModel: null,
      modelBudget: 25_000_000,
      key: { setAt: null, ofInstallation: false },
      baseUrl: env.ANTHROPIC_BASE_URL,
      mayChange: false
    });
  });

  it('is picked by an owner, and new projects think with it unless they are told otherwise', async () => {
    await owner.send('PATCH', `${teamPath()}/model`, { defaultModel: sonnet, modelBudget: 7_500_000 });
    expect(await teamModel(owner.scope)).toEqual({ defaultModel: sonnet, modelBudget: 7_500_000 });
    const models = [];
    for (const model of [undefined, null, 'claude-haiku-5-5']) {
      const made = await owner.send('POST', '/projects', { source: 'https://git.test/a/b', model });
      models.push(((await made.json()) as { project: { model: string } }).project.model);
    }
    expect(models).toEqual([sonnet, null, 'claude-haiku-5-5']);
    expect(await audited()).toEqual(
      expect.arrayContaining([`choose default model: ${sonnet}`, 'set team model budget: $7.50 a month'])
    );
  });

  it.each([
    ['PATCH', '/model', { modelBudget: 1 }],
    ['PUT', '/model/key', { key }],
    ['DELETE', '/model/key', undefined]
  ])('is not changed by a member who is no owner: %s %s', async (method, path, body) => {
    expect(await refusalOf(await member.send(method, teamPath() + path, body))).toBe('403 forbidden.role');
    expect(await teamModel(owner.scope)).toEqual({ defaultModel: null, modelBudget: 25_000_000 });
  });

  it('is one on offer, within a budget that can be', async () => {
    for (const body of [{ defaultModel: 'gpt' }, { modelBudget: -1 }, { modelBudget: 1e13 }, { other: 1 }])
      expect(await refusalOf(await owner.send('PATCH', `${teamPath()}/model`, body))).toBe('422 body.invalid');
  });
});

describe('a team’s key', () => {
  it('is sealed, and told by nothing that answers', async () => {
    const set = await owner.send('PUT', `${teamPath()}/model/key`, { key });
    const text = await set.text();
    expect(text).not.toContain(key);
    expect(JSON.parse(text)).toMatchObject({ key: { setAt: expect.any(Number) } });
    expect(await openModelKey(owner.scope, secretKey)).toBe(key);
    const { results } = await env.DB.prepare('SELECT * FROM secrets WHERE owner = ?').bind(owner.scope.teamId).all();
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toContain(key);
    expect(await audited()).toContain('set model key: ');
    expect(JSON.stringify(await audited())).not.toContain(key);
  });

  it('is taken away by an owner', async () => {
    await owner.send('PUT', `${teamPath()}/model/key`, { key });
    expect((await owner.send('DELETE', `${teamPath()}/model/key`)).status).toBe(200);
    expect(await openModelKey(owner.scope, secretKey)).toBeNull();
    expect(await refusalOf(await owner.send('DELETE', `${teamPath()}/model/key`))).toBe('404 not.found');
  });

  it.each(['', 'short', 'sk-ant-with spaces in it', `sk-ant-${'x'.repeat(400)}`])(
    'is refused where it cannot be one, without being repeated: %s',
    async (wrong) => {
      const refused = await owner.send('PUT', `${teamPath()}/model/key`, { key: wrong });
      const text = await refused.text();
      expect(refused.status).toBe(422);
      if (wrong !== '') expect(text).not.toContain(wrong);
    }
  );

  it('begins as the vendor’s keys do, unless a gateway is asked', async () => {
    const body = { key: 'a-key-of-some-gateway' };
    const put = (baseUrl: string | undefined) =>
      ask({ ...publicEnv, ANTHROPIC_BASE_URL: baseUrl }, 'PUT', `https://hydron.test/api${teamPath()}/model/key`, {
        body,
        headers: { authorization: `Bearer ${owner.token}` }
      });
    expect(await refusalOf(await put(undefined))).toBe('422 model.key-form');
    expect((await put('https://gateway.test')).status).toBe(200);
  });
});

describe('a project’s model', () => {
  it('is picked by any member, with a budget, and the pick is written down', async () => {
    const path = `/projects/${seeded.project.id}`;
    const changed = await member.send('PATCH', path, { model: sonnet, modelBudget: 2_000_000 });
    expect(await changed.json()).toMatchObject({ project: { model: sonnet, modelBudget: 2_000_000, name: 'shop' } });
    expect(await audited()).toEqual(
      expect.arrayContaining([`choose model: ${sonnet}`, 'set model budget: $2 a month'])
    );
    await member.send('PATCH', path, { model: null });
    expect(await projectNow()).toMatchObject({ model: null, modelBudget: 2_000_000 });
  });

  it('is one on offer', async () => {
    const refused = await owner.send('PATCH', `/projects/${seeded.project.id}`, { model: 'claude-largest' });
    expect(await refusalOf(refused)).toBe('422 body.invalid');
  });
});

describe('usage', () => {
  const usage = {
    place: 'analysis',
    model: sonnet,
    tokens: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 },
    cost: 4200
  } as const;

  it('is shown of the project with its budgets, and of the team with its projects’ names', async () => {
    await settle({ ...owner.scope, projectId: seeded.project.id, hold: newId('hold') }, usage);
    const ofProject = await (await member.send('GET', `/projects/${seeded.project.id}/usage`)).json();
    expect(ofProject).toMatchObject({
      model: null,
      budgets: { project: { budget: 5_000_000, spent: 4200, held: 0 }, team: { budget: 25_000_000, spent: 4200 } },
      total: { requests: 1, cost: 4200, cacheRead: 3 },
      byPlace: [{ place: 'analysis', cost: 4200 }],
      byModel: [{ model: sonnet, cost: 4200 }]
    });
    const ofTeam = await (await member.send('GET', `${teamPath()}/usage`)).json();
    expect(ofTeam).toMatchObject({
      budget: 25_000_000,
      total: { cost: 4200 },
      byProject: [{ projectId: seeded.project.id, name: 'shop', cost: 4200 }]
    });
  });
});

describe('a button under a refusal by budget', () => {
  it('raises the project’s budget in the name of whoever pressed it', async () => {
    expect((await say(member, "Raise the project's model budget to $10")).status).toBe(200);
    expect(await projectNow()).toMatchObject({ modelBudget: 10_000_000 });
    expect(await audited()).toContain('set model budget: $10 a month');
    expect(await journal()).toEqual([
      "person: Raise the project's model budget to $10",
      "hydron: The project's model budget is now $10 a month."
    ]);
  });

  it('raises the team’s budget for an owner alone', async () => {
    const text = "Raise the team's model budget to $50";
    expect(await refusalOf(await say(member, text))).toBe('403 forbidden.role');
    expect(await teamModel(owner.scope)).toMatchObject({ modelBudget: 25_000_000 });
    expect(await journal()).toEqual([]);
    expect((await say(owner, text)).status).toBe(200);
    expect(await teamModel(owner.scope)).toMatchObject({ modelBudget: 50_000_000 });
  });

  it('never lowers a budget', async () => {
    await say(owner, "Raise the project's model budget to $1");
    expect(await projectNow()).toMatchObject({ modelBudget: 5_000_000 });
    expect((await journal()).at(-1)).toBe("hydron: The project's model budget is $5 a month already.");
  });

  it('goes on by rules alone', async () => {
    await owner.send('PATCH', `/projects/${seeded.project.id}`, { model: sonnet });
    await say(member, 'Go on by rules alone');
    expect(await projectNow()).toMatchObject({ model: null });
  });

  it('does nothing for a stranger', async () => {
    const stranger = await person();
    expect(await refusalOf(await say(stranger, "Raise the project's model budget to $10"))).toBe('404 not.found');
    expect(await projectNow()).toMatchObject({ modelBudget: 5_000_000 });
  });
});
