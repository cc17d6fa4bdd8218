import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { recentAudit } from '../../../workers/store/audit.ts';
import { openSecrets, setSecret } from '../../../workers/store/secrets.ts';
import { ask, db, localEnv, person, publicEnv, refusalOf, secretValue, seed, seedServer } from './world.ts';

const actions = async (teamId: string) =>
  (await recentAudit({ db, teamId })).map(({ action, detail }) => `${action} ${detail}`.trim());

interface Created {
  project: { id: string; name: string; slug: string; hostname: string; publicPort: number };
  deploymentId: string;
}

describe('creating a project', () => {
  it('takes a Git URL, names it, opens its conversation and starts the analysis', async () => {
    const ada = await person();
    const response = await ada.send('POST', '/projects', {
      source: 'https://git.test/owner/My_Shop.git#main:apps/web'
    });
    const { project, deploymentId } = (await response.json()) as Created;
    expect(response.status).toBe(201);
    expect(project).toMatchObject({ name: 'my-shop', slug: 'my-shop', publicPort: 443 });
    expect(project.hostname).toMatch(/^my-shop-[0-9a-z]{6}\.hydron\.space$/);
    const events = await env.DEPLOYMENT.getByName(deploymentId).since(0, 1);
    expect(events[0]).toMatchObject({
      seq: 1,
      type: 'message',
      author: 'person',
      text: 'Deploy https://git.test/owner/My_Shop.git#main:apps/web'
    });
  });

  it('keeps the name that a person gives, and makes a host name of it', async () => {
    const ada = await person();
    const { project } = (await (
      await ada.send('POST', '/projects', { source: 'nginx:1.29', name: 'Ada’s Shop' })
    ).json()) as Created;
    expect(project).toMatchObject({ name: 'Ada’s Shop', slug: 'ada-s-shop' });
  });

  it('gives each project of a local install a port of its own', async () => {
    const headers = { 'cf-connecting-ip': '127.0.0.1', origin: 'http://127.0.0.1:8787' };
    const create = async () =>
      (
        await ask(localEnv, 'POST', 'http://127.0.0.1:8787/api/projects', { headers, body: { source: 'nginx' } })
      ).json();
    const [first, second] = [(await create()) as Created, (await create()) as Created];
    expect(first.project.publicPort).toBeGreaterThanOrEqual(18787);
    expect(second.project.publicPort).toBe(first.project.publicPort + 1);
    expect(first.project.hostname).toMatch(/\.localhost$/);
  });

  it('takes a folder on a local install alone', async () => {
    const headers = { authorization: `Bearer ${env.HYDRON_LOCAL_TOKEN}` };
    const local = await ask(localEnv, 'POST', 'http://127.0.0.1:8787/api/projects', {
      headers,
      body: { source: '/srv/shop' }
    });
    expect(local.status).toBe(201);
    expect(await refusalOf(await (await person()).send('POST', '/projects', { source: '/srv/shop' }))).toBe(
      '422 source.folder'
    );
  });

  it.each([
    ['--upload-pack=touch /tmp/x', 'source.option'],
    ['ext::sh -c id', 'source.helper'],
    ['file:///etc', 'source.scheme'],
    ['https://user:pass@git.test/a/b', 'source.credentials'],
    ['https://git.test/a\u0007b', 'source.control'],
    ['', 'source.empty']
  ])('refuses %j', async (source, code) => {
    expect(await refusalOf(await (await person()).send('POST', '/projects', { source }))).toBe(`422 ${code}`);
  });

  it('refuses a template that there is not', async () => {
    expect(
      await refusalOf(await (await person()).send('POST', '/projects', { source: 'template:no-such-thing' }))
    ).toBe('404 template.absent');
  });

  it('refuses a preference for a server of another team', async () => {
    const [ada, bob] = [await person(), await person()];
    const server = await seedServer(bob.scope);
    const response = await ada.send('POST', '/projects', { source: 'nginx', preferences: { ownServerId: server.id } });
    expect(await refusalOf(response)).toBe('404 server.absent');
  });
});

describe('the projects of a team', () => {
  it('are listed with how they stand', async () => {
    const ada = await person();
    const { project, runId } = await seed(ada);
    const { projects } = (await (await ada.send('GET', '/projects')).json()) as { projects: object[] };
    expect(projects).toEqual([
      {
        id: project.id,
        name: 'shop',
        source: 'https://git.test/owner/shop',
        liveUrl: null,
        hostname: project.hostname,
        status: 'deploying',
        lastRun: { id: runId, number: 1, state: 'started', createdAt: expect.any(Number) },
        createdAt: project.createdAt
      }
    ]);
  });

  it('are shown in full, but for what is secret', async () => {
    const ada = await person();
    const { project, runId, server, hashes } = await seed(ada);
    const text = await (await ada.send('GET', `/projects/${project.id}`)).text();
    expect(JSON.parse(text)).toMatchObject({
      project: { id: project.id },
      deploymentId: project.deploymentId,
      artifacts: {
        analysis: { hash: hashes.analysis, state: 'approved' },
        infrastructure: { version: 1 },
        provisioning: { version: 1 }
      },
      approvals: [{ stage: expect.any(String) }, {}, {}],
      runs: [{ id: runId }],
      servers: [{ id: server.id, name: 'main', address: { host: '192.0.2.9' } }],
      variables: [{ name: 'API_KEY', secret: true, set: true }]
    });
    expect(text).not.toContain(secretValue);
    expect(text).not.toContain('of-the-vendor');
  });

  it('can be renamed and given a domain', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    const response = await ada.send('PATCH', `/projects/${project.id}`, {
      name: 'Store',
      customDomain: 'shop.example.org'
    });
    expect(await response.json()).toMatchObject({
      project: { name: 'Store', customDomain: 'shop.example.org', hostname: project.hostname }
    });
    expect(await (await ada.send('PATCH', `/projects/${project.id}`, { customDomain: null })).json()).toMatchObject({
      project: { name: 'Store', customDomain: null }
    });
  });

  it('has no approved plan any more from the moment that it is given a domain', async () => {
    const ada = await person();
    const { project, hashes } = await seed(ada);
    const proposal = {
      type: 'artifact.proposed',
      stage: 'provisioning',
      version: 1,
      author: 'rules',
      note: ''
    } as const;
    await env.DEPLOYMENT.getByName(project.deploymentId).append([{ ...proposal, hash: hashes.provisioning }]);
    await ada.send('PATCH', `/projects/${project.id}`, { customDomain: 'shop.example.org' });
    expect(await (await ada.send('GET', `/projects/${project.id}`)).json()).toMatchObject({
      artifacts: { provisioning: { version: 1, state: 'stale' } }
    });
  });

  it.each(['nodots', '-a.example.org', 'a..example.org', '10.0.0.1', 'a b.example.org', 'a.example.org/x'])(
    'cannot be given the domain %s',
    async (customDomain) => {
      const ada = await person();
      const { project } = await seed(ada);
      const response = await ada.send('PATCH', `/projects/${project.id}`, { customDomain });
      expect(await refusalOf(response)).toBe('422 body.invalid');
    }
  );

  it.each(['other-abc123.hydron.space', 'HYDRON.space'])('cannot be given a name of ours: %s', async (customDomain) => {
    const ada = await person();
    const { project } = await seed(ada);
    const response = await ada.send('PATCH', `/projects/${project.id}`, { customDomain });
    expect(await refusalOf(response)).toBe('409 domain.taken');
  });

  it('keep the preferences that a change does not name, and plan again', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    const change = async (preferences: object) =>
      (await ada.send('PATCH', `/projects/${project.id}`, { preferences })).json();
    await change({ monthlyBudget: 2000 });
    expect(await change({ region: 'here' })).toMatchObject({
      project: { preferences: { region: 'here', monthlyBudget: 2000, currency: 'EUR' } }
    });
    const object = env.DEPLOYMENT.getByName(project.deploymentId);
    await vi.waitFor(async () => expect(await object.since(0, 1)).toMatchObject([{ stage: 'infrastructure' }]), 5000);
  });

  it.each([{ region: 5 }, { monthlyBudget: -1 }, { vendor: 'acme' }, { colour: 'red' }])(
    'do not take the preferences %j',
    async (preferences) => {
      const ada = await person();
      const { project } = await seed(ada);
      const response = await ada.send('PATCH', `/projects/${project.id}`, { preferences });
      expect(await refusalOf(response)).toBe('422 preferences.invalid');
    }
  );
});

describe('destroying a project', () => {
  it('takes its name, typed', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    expect(await refusalOf(await ada.send('POST', `/projects/${project.id}/destroy`, { confirm: 'Shop' }))).toBe(
      '422 confirm.name'
    );
    expect((await ada.send('GET', `/projects/${project.id}`)).status).toBe(200);
    expect(await actions(ada.scope.teamId)).not.toContain('destroy shop');
  });

  it('begins, and is noted', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    const response = await ada.send('POST', `/projects/${project.id}/destroy`, { confirm: 'shop' });
    expect(response.status).toBe(202);
    expect(await actions(ada.scope.teamId)).toContain('destroy shop');
  });
});

describe('a variable', () => {
  const vault = (owner: string, teamId: string) => ({ db, teamId, owner, key: publicEnv.HYDRON_SECRET_KEY ?? '' });

  it('is set, listed by name alone, and noted without its value', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    const set = await ada.send('PUT', `/projects/${project.id}/variables/STRIPE_KEY`, { value: 'sk_live_1' });
    const listed = await (await ada.send('GET', `/projects/${project.id}/variables`)).text();
    expect(set.status).toBe(200);
    expect(JSON.parse(listed).variables.map(({ name }: { name: string }) => name)).toEqual(['API_KEY', 'STRIPE_KEY']);
    expect(await openSecrets(vault(project.id, ada.scope.teamId), ['STRIPE_KEY'])).toEqual({ STRIPE_KEY: 'sk_live_1' });
    expect(await actions(ada.scope.teamId)).toContain('set variable STRIPE_KEY');
    expect(`${await set.text()}${listed}${await actions(ada.scope.teamId)}`).not.toContain('sk_live_1');
  });

  it('that Hydron keeps for its own runs is not shown', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    await setSecret(vault(project.id, ada.scope.teamId), 'HYDRON_SSH_PRIVATE_KEY', 'x', 'generated');
    for (const path of [`/projects/${project.id}`, `/projects/${project.id}/variables`])
      expect(await (await ada.send('GET', path)).text()).not.toContain('HYDRON_SSH_PRIVATE_KEY');
  });

  it('that was generated is overwritten, not deleted', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    await setSecret(vault(project.id, ada.scope.teamId), 'DB_PASSWORD', 'x', 'generated');
    const at = `/projects/${project.id}/variables/DB_PASSWORD`;
    expect(await refusalOf(await ada.send('DELETE', at))).toBe('409 variable.in-use');
    expect((await ada.send('PUT', at, { value: 'y' })).status).toBe(200);
  });

  it('is deleted', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    expect((await ada.send('DELETE', `/projects/${project.id}/variables/API_KEY`)).status).toBe(200);
    expect(await refusalOf(await ada.send('DELETE', `/projects/${project.id}/variables/API_KEY`))).toBe(
      '404 not.found'
    );
  });

  it.each(['lower', '1A', 'A-B', 'A%20B', 'HYDRON_SSH_PRIVATE_KEY'])('cannot be named %s', async (name) => {
    const ada = await person();
    const { project } = await seed(ada);
    expect(await refusalOf(await ada.send('PUT', `/projects/${project.id}/variables/${name}`, { value: 'x' }))).toBe(
      '422 variable.name'
    );
  });

  it('holds no NUL, and no more than 20,000 characters', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    for (const value of ['a\0b', 'x'.repeat(20_001)])
      expect(await refusalOf(await ada.send('PUT', `/projects/${project.id}/variables/A`, { value }))).toBe(
        '422 body.invalid'
      );
  });
});
