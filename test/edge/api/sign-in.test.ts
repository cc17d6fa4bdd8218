import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { recentAudit } from '../../../workers/store/audit.ts';
import { createSession } from '../../../workers/store/sessions.ts';
import { teamsOf } from '../../../workers/store/teams.ts';
import { signedInUser, userByLogin } from '../../../workers/store/users.ts';
import { ask, db, localEnv, person, publicEnv, refusalOf } from './world.ts';

const base = 'http://127.0.0.1:8787';
const fromHere = { 'cf-connecting-ip': '127.0.0.1' };
const bearer = { authorization: `Bearer ${env.HYDRON_LOCAL_TOKEN}` };

describe('a local install', () => {
  it.each(['http://127.0.0.1:8787', 'http://localhost:8787', 'http://[::1]:8787'])(
    'signs in whoever opens %s on this machine',
    async (url) => {
      const response = await ask(localEnv, 'GET', `${url}/api/me`, { headers: fromHere });
      expect(await response.json()).toMatchObject({
        user: { login: 'local' },
        team: { role: 'owner' },
        mode: 'local',
        vendors: ['sandbox', 'own']
      });
    }
  );

  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('takes %s for this machine', async (address) => {
    expect((await ask(localEnv, 'GET', `${base}/api/me`, { headers: { 'cf-connecting-ip': address } })).status).toBe(
      200
    );
  });

  it('keeps one user, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => ask(localEnv, 'GET', `${base}/api/me`, { headers: fromHere }))
    );
    const users = await Promise.all(
      answers.map(async (answer) => (await answer.json()) as { user: { id: string }; teams: unknown[] })
    );
    expect(new Set(users.map(({ user }) => user.id)).size).toBe(1);
    expect(users.map(({ teams }) => teams.length)).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['a name that was made to resolve here', 'http://rebound.example:8787', fromHere],
    ['another port', 'http://127.0.0.1:9999', fromHere],
    ['a name that begins like ours', 'http://127.0.0.1.example:8787', fromHere],
    ['an address that is not this machine’s', base, { 'cf-connecting-ip': '192.0.2.7' }],
    ['an address that looks like ours', base, { 'cf-connecting-ip': '127.0.0.1.example' }],
    ['no address', base, {}],
    ['a proxy that says so', base, { ...fromHere, 'x-forwarded-for': '192.0.2.7' }],
    ['a host header that differs', base, { ...fromHere, host: 'rebound.example' }],
    ['a wrong token', base, { ...fromHere, authorization: 'Bearer wrong-token-of-nobody' }]
  ])('does not sign in %s', async (_what, url, headers) => {
    expect(
      await refusalOf(await ask(localEnv, 'GET', `${url}/api/me`, { headers: headers as Record<string, string> }))
    ).toBe('401 sign-in.needed');
  });

  it('takes its token as a bearer, from anywhere', async () => {
    expect((await ask(localEnv, 'GET', 'http://hydron.test/api/me', { headers: bearer })).status).toBe(200);
  });

  it('has no sign-in through a forge', async () => {
    expect((await ask(localEnv, 'GET', `${base}/api/auth/github`)).status).toBe(404);
    expect((await ask(localEnv, 'GET', `${base}/api/auth/github/callback?code=good&state=x`)).status).toBe(404);
  });
});

describe('a change', () => {
  const change = (headers: Record<string, string>, body: unknown = { name: 'Ada' }) =>
    ask(localEnv, 'PATCH', `${base}/api/settings`, { headers: { ...fromHere, ...headers }, body });

  it.each(['http://127.0.0.1:8787', 'http://localhost:8787'])('is taken from our own page at %s', async (origin) => {
    expect((await change({ origin })).status).toBe(200);
  });

  it.each(['', 'https://evil.example', 'null', 'http://127.0.0.1:9999'])(
    'is refused with the origin "%s"',
    async (origin) => {
      expect(await refusalOf(await change({ origin }))).toBe('403 forbidden.origin');
    }
  );

  it('is refused without an origin', async () => {
    expect(await refusalOf(await change({}))).toBe('403 forbidden.origin');
  });

  it('needs no origin with a bearer, but not another’s', async () => {
    expect((await change(bearer)).status).toBe(200);
    expect((await change({ ...bearer, origin: 'https://evil.example' })).status).toBe(403);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json'
  ])('is not taken as %s', async (type) => {
    const response = await change({ origin: base, 'content-type': type }, '{"name":"Ada"}');
    expect(await refusalOf(response)).toBe('415 body.type');
  });

  it('is refused with another’s cookie and origin on a public install', async () => {
    const ada = await person();
    const response = await ada.send('PATCH', '/settings', { name: 'x' }, { origin: 'https://evil.example' });
    expect(await refusalOf(response)).toBe('403 forbidden.origin');
  });
});

describe('a public install', () => {
  const url = 'https://hydron.test/api';

  it('knows nobody who merely is on its machine', async () => {
    expect((await ask(publicEnv, 'GET', 'http://127.0.0.1:8787/api/me', { headers: fromHere })).status).toBe(401);
  });

  it('does not take the token of a local install', async () => {
    expect((await ask(publicEnv, 'GET', `${url}/me`, { headers: bearer })).status).toBe(401);
  });

  it('ends a session after thirty days', async () => {
    const { user } = await person();
    const days = 24 * 3600 * 1000;
    const old = await createSession(db, user.id, Date.now() - 31 * days);
    const young = await createSession(db, user.id, Date.now() - 29 * days);
    const me = (token: string) =>
      ask(publicEnv, 'GET', `${url}/me`, { headers: { cookie: `hydron_session=${token}` } });
    expect((await me(old.token)).status).toBe(401);
    expect((await me(young.token)).status).toBe(200);
  });

  it('takes a session as a bearer', async () => {
    const ada = await person();
    expect(
      (await ask(publicEnv, 'GET', `${url}/me`, { headers: { authorization: `Bearer ${ada.token}` } })).status
    ).toBe(200);
  });

  it('forgets a session at its sign-out', async () => {
    const ada = await person();
    const response = await ada.send('POST', '/auth/sign-out');
    expect(response.headers.get('set-cookie')).toMatch(/^hydron_session=; Max-Age=0/);
    expect((await ada.send('GET', '/me')).status).toBe(401);
  });
});

describe('signing in through GitHub', () => {
  const url = 'https://hydron.test/api/auth/github';

  /** Begins a sign-in as a browser would, and keeps its cookies. */
  async function begin(query = ''): Promise<{ state: string; cookie: string; cookies: string[] }> {
    const response = await ask(publicEnv, 'GET', `${url}${query}`);
    const cookies = response.headers.getSetCookie();
    const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
    return { state, cookies, cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') };
  }
  const comeBack = (cookie: string, query: string) =>
    ask(publicEnv, 'GET', `${url}/callback?${query}`, { headers: { cookie } });

  it('keeps state and verifier in cookies that no script reads', async () => {
    const { state, cookies } = await begin();
    expect(state.length).toBeGreaterThan(40);
    expect(cookies).toHaveLength(3);
    for (const cookie of cookies)
      expect(cookie).toMatch(/Max-Age=600; Path=\/api\/auth; HttpOnly; Secure; SameSite=Lax/);
  });

  it('makes the user with a team of their own, and a session', async () => {
    const { state, cookie } = await begin();
    const response = await comeBack(cookie, `code=good&state=${state}`);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/projects');
    const session = response.headers.getSetCookie().find((line) => line.startsWith('hydron_session=')) ?? '';
    expect(session).toMatch(/^hydron_session=[0-9a-f]{64}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
    const me = await ask(publicEnv, 'GET', 'https://hydron.test/api/me', {
      headers: { cookie: session.split(';')[0] ?? '' }
    });
    expect(await me.json()).toMatchObject({ user: { login: 'octo' }, teams: [{ role: 'owner' }] });
  });

  it('finds the same user the next time, and notes each sign-in', async () => {
    for (const _ of [1, 2]) {
      const { state, cookie } = await begin();
      await comeBack(cookie, `code=good&state=${state}`);
    }
    const user = await userByLogin(db, 'octo');
    const teams = await teamsOf(db, user?.id ?? '');
    expect(teams).toHaveLength(1);
    const audit = await recentAudit({ db, teamId: teams[0]?.id ?? '' });
    expect(audit.filter(({ action }) => action === 'sign-in').length).toBeGreaterThanOrEqual(2);
  });

  it('knows people by their number, since a login can pass to another', async () => {
    const profile = { login: 'Handed-Over', name: 'First', avatarUrl: null };
    const first = await signedInUser(db, { ...profile, githubId: 501 });
    const second = await signedInUser(db, { ...profile, login: 'handed-over', name: 'Second', githubId: 502 });
    expect(second.id).not.toBe(first.id);
    expect((await userByLogin(db, 'HANDED-OVER'))?.id).toBe(second.id);
    expect((await signedInUser(db, { ...profile, login: 'renamed', githubId: 501 })).id).toBe(first.id);
  });

  it('makes one user of two sign-ins at once', async () => {
    const profile = { githubId: 601, login: 'twice', name: 'Twice', avatarUrl: null };
    const made = await Promise.all([signedInUser(db, profile), signedInUser(db, profile), signedInUser(db, profile)]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await teamsOf(db, made[0].id)).toHaveLength(1);
  });

  it('refuses a state that was not given to this browser', async () => {
    const [mine, other] = [await begin(), await begin()];
    expect(await refusalOf(await comeBack(mine.cookie, `code=good&state=${other.state}`))).toBe('400 sign-in.refused');
    expect(await refusalOf(await comeBack('', `code=good&state=${mine.state}`))).toBe('400 sign-in.refused');
    expect(
      await refusalOf(await comeBack('hydron_sign_in_state=; hydron_sign_in_verifier=x', 'code=good&state='))
    ).toBe('400 sign-in.refused');
  });

  it('opens no session when GitHub refuses', async () => {
    const { state, cookie } = await begin();
    const declined = await comeBack(cookie, `error=access_denied&state=${state}`);
    expect(await refusalOf(declined)).toBe('400 sign-in.refused');
    const refused = await comeBack(cookie, `code=bad&state=${state}`);
    expect(refused.headers.getSetCookie().some((line) => line.startsWith('hydron_session='))).toBe(false);
    expect(await refusalOf(refused)).toBe('400 sign-in.refused');
    expect(refused.headers.getSetCookie().filter((line) => line.includes('Max-Age=0'))).toHaveLength(3);
  });

  it.each([
    ['/projects/prj_1?tab=run', '/projects/prj_1?tab=run'],
    ['//evil.example', '/projects'],
    ['/\\evil.example', '/projects'],
    ['https://evil.example', '/projects'],
    ['/a\r\nset-cookie: x=1', '/projects']
  ])('goes back to a page of ours alone: %s', async (next, expected) => {
    const { state, cookie } = await begin(`?next=${encodeURIComponent(next)}`);
    expect((await comeBack(cookie, `code=good&state=${state}`)).headers.get('location')).toBe(expected);
  });
});
