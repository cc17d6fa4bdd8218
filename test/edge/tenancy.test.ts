import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { openModelKey, setModelKey } from '../../workers/store/model-key.ts';
import { teamModel } from '../../workers/store/teams.ts';
import { appWith, ask, person, publicEnv, secretValue, seed, type Person, type Seeded } from './api/world.ts';

const modelKey = 'sk-ant-that-no-answer-may-hold';

/** Routes that prove their caller by other means than a session, or hide nothing. Each is tested where it lives. */
const open = new Set([
  'GET /api/health',
  'GET /api/auth/github',
  'GET /api/auth/github/callback',
  'GET /api/badge/:projectId',
  'POST /api/callbacks/:deploymentId/:execId',
  'POST /api/internal/wake'
]);

/** Routes that name nothing of a team's: a member of another team sees their own things there, and none of ours. */
const aboutOneself = new Set([
  'POST /api/auth/sign-out',
  'GET /api/me',
  'GET /api/templates',
  'GET /api/projects',
  'POST /api/projects',
  'GET /api/servers',
  'POST /api/servers',
  'GET /api/settings',
  'PATCH /api/settings',
  'GET /api/catalogue',
  'POST /api/teams'
]);

/** What each route with parameters is asked for: our project's own ids, and a body that its owner could send. */
function samples(
  { project, runId, server, hashes }: Seeded,
  owner: Person
): Record<string, { ids: Record<string, string>; body?: unknown }> {
  const ofProject = { id: project.id };
  const ofDeployment = { id: project.deploymentId };
  const ofStage = { ...ofDeployment, stage: 'analysis' };
  const ofTeam = { id: owner.scope.teamId };
  return {
    'GET /api/projects/:id': { ids: ofProject },
    'PATCH /api/projects/:id': { ids: ofProject, body: { name: 'taken over' } },
    'POST /api/projects/:id/destroy': { ids: ofProject, body: { confirm: project.name } },
    'GET /api/projects/:id/variables': { ids: ofProject },
    'PUT /api/projects/:id/variables/:name': { ids: { ...ofProject, name: 'API_KEY' }, body: { value: 'x' } },
    'DELETE /api/projects/:id/variables/:name': { ids: { ...ofProject, name: 'API_KEY' } },
    'GET /api/projects/:id/usage': { ids: ofProject },
    'GET /api/deployments/:id/events': { ids: ofDeployment },
    'GET /api/deployments/:id/socket': { ids: ofDeployment },
    'POST /api/deployments/:id/messages': { ids: ofDeployment, body: { text: 'hello' } },
    'POST /api/deployments/:id/messages/stop': { ids: ofDeployment, body: {} },
    'POST /api/deployments/:id/questions/:questionId': {
      ids: { ...ofDeployment, questionId: 'q1' },
      body: { optionId: 'a' }
    },
    'POST /api/deployments/:id/refresh': { ids: ofDeployment, body: {} },
    'POST /api/deployments/:id/runs': { ids: ofDeployment, body: {} },
    'GET /api/deployments/:id/artifacts/:stage': { ids: ofStage },
    'GET /api/deployments/:id/artifacts/:stage/:version': { ids: { ...ofStage, version: '1' } },
    'GET /api/deployments/:id/artifacts/:stage/:version/diff': { ids: { ...ofStage, version: '1' } },
    'PATCH /api/deployments/:id/artifacts/:stage': {
      ids: ofStage,
      body: { version: 1, patch: [{ op: 'replace', path: '/services/web/port', value: 1 }] }
    },
    'POST /api/deployments/:id/artifacts/:stage/approve': { ids: ofStage, body: { version: 1, hash: hashes.analysis } },
    'GET /api/runs/:id': { ids: { id: runId } },
    'POST /api/runs/:id/signals': { ids: { id: runId }, body: { signal: 'stop' } },
    'POST /api/runs/:id/answers': { ids: { id: runId }, body: { id: 'x', option: 0 } },
    'GET /api/runs/:id/log': { ids: { id: runId } },
    'POST /api/servers/:id/confirm': { ids: { id: server.id }, body: { fingerprint: `SHA256:${'a'.repeat(43)}` } },
    'DELETE /api/servers/:id': { ids: { id: server.id }, body: { confirm: server.name } },
    'GET /api/teams/:id': { ids: ofTeam },
    'PATCH /api/teams/:id': { ids: ofTeam, body: { name: 'taken over' } },
    'GET /api/teams/:id/usage': { ids: ofTeam },
    'GET /api/teams/:id/model': { ids: ofTeam },
    'PATCH /api/teams/:id/model': { ids: ofTeam, body: { modelBudget: 10_000_000_000 } },
    'PUT /api/teams/:id/model/key': { ids: ofTeam, body: { key: 'sk-ant-key-of-a-stranger' } },
    'DELETE /api/teams/:id/model/key': { ids: ofTeam },
    'POST /api/teams/:id/members': { ids: ofTeam, body: { login: 'stranger' } },
    'DELETE /api/teams/:id/members/:userId': { ids: { ...ofTeam, userId: owner.user.id } }
  };
}

const routes = [
  ...new Set(
    appWith()
      .routes.filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
  )
];
const named = routes.filter((route) => !open.has(route) && !aboutOneself.has(route));
const pathOf = (route: string, ids: Record<string, string> = {}) =>
  (route.split(' ')[1] ?? '').replace(/:(\w+)/g, (_, name: string) => ids[name] ?? `no-sample-for-${name}`);
const methodOf = (route: string) => route.split(' ')[0] ?? '';

let owner: Person;
let stranger: Person;
let seeded: Seeded;
let asked: ReturnType<typeof samples>;

beforeAll(async () => {
  [owner, stranger] = [await person('owner'), await person('stranger')];
  seeded = await seed(owner);
  await setModelKey(owner.scope, env.HYDRON_SECRET_KEY ?? '', modelKey);
  asked = samples(seeded, owner);
});

/** Everything that an answer may not tell a stranger. */
const ours = () => [
  seeded.project.id,
  seeded.project.deploymentId,
  seeded.runId,
  seeded.server.id,
  owner.scope.teamId,
  secretValue,
  modelKey
];

async function tellsNothing(response: Response): Promise<void> {
  const text = await response.text();
  for (const word of ours()) expect(text).not.toContain(word);
}

describe('every route of the API', () => {
  it('is listed here with what to ask it for', () => {
    expect(named.toSorted()).toEqual(Object.keys(asked).toSorted());
    const known = [...open, ...aboutOneself, ...Object.keys(asked)];
    expect(routes.toSorted()).toEqual(known.toSorted());
  });

  it.each(routes.filter((route) => !open.has(route)))(
    'answers 401 to somebody who is not signed in: %s',
    async (route) => {
      const { ids, body } = asked[route] ?? { ids: {} };
      const response = await ask(publicEnv, methodOf(route), `https://hydron.test${pathOf(route, ids)}`, {
        body,
        headers: { origin: 'https://hydron.test' }
      });
      expect(response.status).toBe(401);
      await tellsNothing(response);
    }
  );

  it.each(named)('answers 404 to a member of another team: %s', async (route) => {
    const { ids, body } = asked[route] ?? { ids: {} };
    const headers: Record<string, string> = route.endsWith('/socket') ? { upgrade: 'websocket' } : {};
    const response = await stranger.send(methodOf(route), pathOf(route, ids).replace('/api', ''), body, headers);
    expect(response.status).toBe(404);
    await tellsNothing(response);
  });

  it.each([...aboutOneself].filter((route) => route.startsWith('GET ')))(
    'shows nothing of ours to a member of another team: %s',
    async (route) => {
      const response = await stranger.send('GET', pathOf(route).replace('/api', ''));
      expect(response.status).toBe(200);
      await tellsNothing(response);
    }
  );

  it.each([...aboutOneself].filter((route) => route.startsWith('GET ')))(
    'does not switch to a team that one is not in: %s',
    async (route) => {
      const response = await stranger.send('GET', `${pathOf(route).replace('/api', '')}?team=${owner.scope.teamId}`);
      await tellsNothing(response);
    }
  );

  it.each(['projects', 'servers'])('makes nothing in a team that one is not in: %s', async (resource) => {
    const body =
      resource === 'projects' ? { source: 'https://git.test/a/b' } : { name: 'box', host: 'box.test', privateKey: 'x' };
    const response = await stranger.send('POST', `/${resource}?team=${owner.scope.teamId}`, body);
    expect(response.status).toBe(404);
  });

  it('left everything of ours as it was', async () => {
    const page = (await (await owner.send('GET', `/projects/${seeded.project.id}`)).json()) as {
      project: { name: string };
      variables: unknown[];
      runs: { state: string }[];
    };
    expect(page.project.name).toBe('shop');
    expect(page.variables).toHaveLength(1);
    expect(page.runs.map(({ state }) => state)).toEqual(['started']);
    expect(await teamModel(owner.scope)).toEqual({ defaultModel: null, modelBudget: 25_000_000 });
    expect(await openModelKey(owner.scope, env.HYDRON_SECRET_KEY ?? '')).toBe(modelKey);
    const events = await env.DEPLOYMENT.getByName(seeded.project.deploymentId).since(0, 10);
    expect(events).toHaveLength(0);
  });
});

describe('what its owner asks for', () => {
  it.each(named.filter((route) => route.startsWith('GET ') && !route.endsWith('/socket') && !route.endsWith('/diff')))(
    'is answered: %s',
    async (route) => {
      const response = await owner.send('GET', pathOf(route, asked[route]?.ids).replace('/api', ''));
      expect(response.status).toBe(200);
      const text = await response.text();
      for (const secret of [secretValue, modelKey]) expect(text).not.toContain(secret);
    }
  );
});
