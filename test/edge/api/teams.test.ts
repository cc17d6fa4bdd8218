import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { badgeOf } from '../../../durable-objects/badge.ts';
import { refuse } from '../../../workers/domain/result.ts';
import { recentAudit } from '../../../workers/store/audit.ts';
import { openSecrets } from '../../../workers/store/secrets.ts';
import { moveRun } from '../../../workers/store/runs.ts';
import { updateServer } from '../../../workers/store/servers.ts';
import { appWith, ask, hostKey, person, publicEnv, refusalOf, seed, seedServer, tier } from './world.ts';

const actions = async (scope: Parameters<typeof recentAudit>[0]) =>
  (await recentAudit(scope)).map(({ action }) => action);

describe('a team', () => {
  it('is shown with its members', async () => {
    const ada = await person('ada-shown');
    expect(await (await ada.send('GET', `/teams/${ada.scope.teamId}`)).json()).toEqual({
      team: { id: ada.scope.teamId, name: 'ada-shown', role: 'owner' },
      members: [{ userId: ada.user.id, login: 'ada-shown', name: 'ada-shown', avatarUrl: null, role: 'owner' }]
    });
  });

  it('takes in whoever has signed in here, and lets them at its projects', async () => {
    const [ada, bob] = [await person(), await person('bob-joins')];
    const { project } = await seed(ada);
    expect((await bob.send('GET', `/projects/${project.id}`)).status).toBe(404);
    expect((await ada.send('POST', `/teams/${ada.scope.teamId}/members`, { login: 'bob-joins' })).status).toBe(201);
    expect((await bob.send('GET', `/projects/${project.id}`)).status).toBe(200);
    const { projects } = (await (await bob.send('GET', `/projects?team=${ada.scope.teamId}`)).json()) as {
      projects: unknown[];
    };
    expect(projects).toHaveLength(1);
    expect(await actions(ada.scope)).toContain('add member');
  });

  it('lets go whom it removes, at once', async () => {
    const [ada, bob] = [await person(), await person('bob-leaves')];
    const { project } = await seed(ada);
    await ada.send('POST', `/teams/${ada.scope.teamId}/members`, { login: 'bob-leaves' });
    expect((await ada.send('DELETE', `/teams/${ada.scope.teamId}/members/${bob.user.id}`)).status).toBe(200);
    expect((await bob.send('GET', `/projects/${project.id}`)).status).toBe(404);
    expect(await actions(ada.scope)).toContain('remove member');
  });

  it('leaves names and members to its owners, and each the way out', async () => {
    const [ada, bob, cleo] = [await person(), await person('bob-member'), await person('cleo-member')];
    const at = `/teams/${ada.scope.teamId}`;
    for (const login of ['bob-member', 'cleo-member']) await ada.send('POST', `${at}/members`, { login });
    expect(await refusalOf(await bob.send('PATCH', at, { name: 'ours now' }))).toBe('403 forbidden.role');
    expect(await refusalOf(await bob.send('POST', `${at}/members`, { login: 'bob-member', role: 'owner' }))).toBe(
      '403 forbidden.role'
    );
    expect(await refusalOf(await bob.send('DELETE', `${at}/members/${cleo.user.id}`))).toBe('403 forbidden.role');
    expect((await bob.send('DELETE', `${at}/members/${bob.user.id}`)).status).toBe(200);
  });

  it('keeps its last owner', async () => {
    const ada = await person('ada-last');
    const at = `/teams/${ada.scope.teamId}`;
    expect(await refusalOf(await ada.send('DELETE', `${at}/members/${ada.user.id}`))).toBe('409 owner.conflict');
    expect(await refusalOf(await ada.send('POST', `${at}/members`, { login: 'ada-last', role: 'member' }))).toBe(
      '409 owner.conflict'
    );
  });

  it('does not take in a stranger to this install', async () => {
    const ada = await person();
    expect(
      await refusalOf(await ada.send('POST', `/teams/${ada.scope.teamId}/members`, { login: 'nobody-here' }))
    ).toBe('404 user.absent');
  });

  it('can be made and renamed', async () => {
    const ada = await person();
    const { team } = (await (await ada.send('POST', '/teams', { name: 'Work' })).json()) as { team: { id: string } };
    expect(await (await ada.send('PATCH', `/teams/${team.id}`, { name: 'Play' })).json()).toMatchObject({
      team: { name: 'Play', role: 'owner' }
    });
    expect(await (await ada.send('GET', '/me')).json()).toMatchObject({
      team: { id: ada.scope.teamId },
      teams: [{}, { name: 'Play' }]
    });
  });
});

describe('a server of one’s own', () => {
  const line = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW';
  const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${line}\n-----END OPENSSH PRIVATE KEY-----\n`;
  const box = { name: 'box', host: 'box.test', port: 2222, user: 'admin', privateKey };
  type Added = { server: { id: string; state: string; address: { hostKey: string | null } }; hostKeys: unknown[] };

  it('is added with its key sealed, and shows the host keys to confirm', async () => {
    const ada = await person();
    const response = await ada.send('POST', '/servers', box);
    const text = await response.text();
    const { server, hostKeys } = JSON.parse(text) as Added;
    expect(response.status).toBe(201);
    expect(server).toMatchObject({
      name: 'box',
      vendor: 'own',
      state: 'delivered',
      address: { host: 'box.test', port: 2222, user: 'admin', hostKey: null }
    });
    expect(hostKeys).toEqual([hostKey]);
    expect(text).not.toContain(line);
    const vault = { ...ada.scope, owner: server.id, key: publicEnv.HYDRON_SECRET_KEY ?? '' };
    expect(await openSecrets(vault, ['PRIVATE_KEY'])).toEqual({ PRIVATE_KEY: privateKey });
    expect(await actions(ada.scope)).toContain('add server');
  });

  it('is trusted once a person confirms a key that it shows', async () => {
    const ada = await person();
    const { server } = (await (await ada.send('POST', '/servers', box)).json()) as Added;
    const other = `SHA256:${'z'.repeat(43)}`;
    expect(await refusalOf(await ada.send('POST', `/servers/${server.id}/confirm`, { fingerprint: other }))).toBe(
      '422 server.host-key'
    );
    const confirmed = await ada.send('POST', `/servers/${server.id}/confirm`, { fingerprint: hostKey.fingerprint });
    expect(await confirmed.json()).toMatchObject({ server: { state: 'ready', address: { hostKey: hostKey.key } } });
    expect(
      await refusalOf(await ada.send('POST', `/servers/${server.id}/confirm`, { fingerprint: hostKey.fingerprint }))
    ).toBe('409 server.conflict');
  });

  it('is not kept when nothing answers there', async () => {
    const ada = await person();
    const silent = appWith({ scanHostKeys: async () => refuse('relay.unreachable', 'The relay does not answer.') });
    expect(await refusalOf(await ada.send('POST', '/servers', box, {}, silent))).toBe('502 relay.unreachable');
    expect(await (await ada.send('GET', '/servers')).json()).toEqual({ servers: [] });
  });

  it.each([
    ['a host that is an option', { host: '-oProxyCommand=id' }],
    ['a host with a command in it', { host: 'box.test;id' }],
    ['a user with a command in it', { user: 'root;id' }],
    ['a key under a passphrase', { privateKey: privateKey.replace('AAAAABG5vbmU', 'AAAACmFlczI') }],
    ['a public key', { privateKey: 'ssh-ed25519 AAAA' }],
    ['a name that is no name', { name: 'My Box' }]
  ])('is refused with %s', async (_what, changes) => {
    expect(await refusalOf(await (await person()).send('POST', '/servers', { ...box, ...changes }))).toBe(
      '422 body.invalid'
    );
  });

  it('is removed by its name, with its key, unless a project runs on it', async () => {
    const ada = await person();
    const server = await seedServer(ada.scope);
    const remove = (confirm: string) => ada.send('DELETE', `/servers/${server.id}`, { confirm });
    const { project } = await seed(ada, 'other');
    await updateServer(ada.scope, server.id, { projectId: project.id });
    expect(await refusalOf(await remove('main'))).toBe('409 server.in-use');
    await updateServer(ada.scope, server.id, { projectId: null });
    expect(await refusalOf(await remove('mein'))).toBe('422 confirm.name');
    expect((await remove('main')).status).toBe(200);
    const vault = { ...ada.scope, owner: server.id, key: publicEnv.HYDRON_SECRET_KEY ?? '' };
    expect(await openSecrets(vault, ['PRIVATE_KEY'])).toEqual({});
  });

  it('is not what a bought one is', async () => {
    const ada = await person();
    const { server } = await seed(ada);
    expect(await refusalOf(await ada.send('DELETE', `/servers/${server.id}`, { confirm: 'main' }))).toBe(
      '409 server.conflict'
    );
  });
});

describe('the catalogue', () => {
  it('holds what the vendors sell', async () => {
    expect(await (await (await person()).send('GET', '/catalogue')).json()).toEqual({ tiers: [tier] });
  });

  it('says so when no vendor answers', async () => {
    const silent = appWith({ tiers: async () => refuse('relay.unreachable', 'The relay does not answer.') });
    expect(await refusalOf(await (await person()).send('GET', '/catalogue', undefined, {}, silent))).toBe(
      '502 relay.unreachable'
    );
  });
});

describe('the templates', () => {
  it('are those of the site’s assets', async () => {
    const { templates } = (await (await (await person()).send('GET', '/templates')).json()) as {
      templates: { name: string; services: string[] }[];
    };
    expect(templates.length).toBeGreaterThanOrEqual(3);
    for (const template of templates) expect(template.services.length).toBeGreaterThan(0);
  });
});

describe('the settings', () => {
  it('tell of the install, the user and what happened, and hold no key', async () => {
    const ada = await person('ada-settings');
    await ada.send('PATCH', '/settings', { name: 'Ada' });
    const text = await (await ada.send('GET', '/settings')).text();
    expect(JSON.parse(text)).toMatchObject({
      user: { name: 'Ada', login: 'ada-settings' },
      install: { mode: 'public', defaultDomain: 'hydron.space', vendors: ['own'] },
      audit: [{ action: 'rename user' }]
    });
    for (const secret of [env.RELAY_KEY, env.HYDRON_SECRET_KEY, env.HYDRON_LOCAL_TOKEN, 'secret-of-the-app'])
      expect(text).not.toContain(secret ?? '');
  });
});

describe('a badge', () => {
  const badge = (id: string) => ask(publicEnv, 'GET', `https://hydron.test/api/badge/${id}`);

  it('shows anybody how a project stands, and nothing else of it', async () => {
    const ada = await person();
    const { project } = await seed(ada, 'quiet-project');
    const response = await badge(`${project.id}.svg`);
    const svg = await response.text();
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    expect(svg).toContain('aria-label="hydron: deploying"');
    expect(svg).not.toContain('quiet-project');
  });

  it('is looked up anew when it is half a minute old, and counts who looked', async () => {
    const ada = await person();
    const { project, runId } = await seed(ada);
    await badge(project.id);
    await moveRun(ada.scope, runId, 'failed');
    expect(await (await badge(project.id)).text()).toContain('deploying');
    const counter = badgeOf(env, project.id);
    await counter.remember('deploying', Date.now() - 31_000);
    expect(await (await badge(project.id)).text()).toContain('failed');
    expect(await counter.view()).toMatchObject({ views: 4, status: 'failed' });
  });

  it('of a project that there is not is not found', async () => {
    for (const id of ['x', 'prj_0000000000000000000000', '%3Cscript%3E']) expect((await badge(id)).status).toBe(404);
  });
});
