import { generateCodeVerifier, generateState } from 'arctic';
import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { record } from '../store/audit.ts';
import { createSession, endSession } from '../store/sessions.ts';
import { teamsOf } from '../store/teams.ts';
import { signedInUser } from '../store/users.ts';
import type { Api, GithubSignIn } from './middleware/context.ts';
import { refusal } from './middleware/problems.ts';
import { sameOrigin, sameText, session, sessionCookie } from './middleware/session.ts';

const attempt = {
  state: 'hydron_sign_in_state',
  verifier: 'hydron_sign_in_verifier',
  next: 'hydron_sign_in_next'
} as const;
const attemptSeconds = 600;

/** Cookies that a page's script cannot read; over https alone on a public install. */
const guarded = (path: string) => ({ path, httpOnly: true, secure: true, sameSite: 'Lax' }) as const;

function githubOf(c: Context<Api>): GithubSignIn | null {
  const { config, dependencies } = c.var;
  if (!config.github) return null;
  return dependencies.github({ ...config.github, redirectUrl: `${config.baseUrl}/api/auth/github/callback` });
}

const noGithub = () =>
  refusal({ code: 'not.found', message: 'A local install has no sign-in: open it on this machine.' });

/** A refusal that takes the cookies of the attempt with it. */
const refused = (c: Context<Api>, message: string) => c.json({ error: { code: 'sign-in.refused', message } }, 400);

/** A path of this site to return to after signing in; anything else becomes the list of projects. */
const localPath = (path: string | undefined) =>
  path && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(path) ? path : '/projects';

async function signIn(c: Context<Api>, github: GithubSignIn): Promise<Response> {
  const [state, verifier, next] = [attempt.state, attempt.verifier, attempt.next].map((name) => getCookie(c, name));
  for (const name of Object.values(attempt)) deleteCookie(c, name, { path: '/api/auth', secure: true });
  const [returned, code] = [c.req.query('state'), c.req.query('code')];
  if (!state || !verifier || !returned || !(await sameText(state, returned)))
    return refused(c, 'This sign-in was not started here, or it took longer than ten minutes. Start again.');
  if (!code) return refused(c, 'GitHub did not sign you in. Start again.');
  const profile = await github.profile(code, verifier);
  if (!profile.ok) return refused(c, profile.problem.message);
  await openSession(c, profile.value);
  return c.redirect(localPath(next), 302);
}

async function openSession(c: Context<Api>, profile: Parameters<typeof signedInUser>[1]): Promise<void> {
  const { db } = c.var;
  const user = await signedInUser(db, profile);
  const { token, expiresAt } = await createSession(db, user.id);
  setCookie(c, sessionCookie, token, { ...guarded('/'), expires: new Date(expiresAt) });
  const team = (await teamsOf(db, user.id))[0];
  if (team) await record({ db, teamId: team.id }, { userId: user.id, action: 'sign-in', subject: user.id });
}

/** Signing in through GitHub (state and PKCE in short-lived cookies), and signing out. */
export const auth = new Hono<Api>()
  .get('/github', (c) => {
    const github = githubOf(c);
    if (!github) return noGithub();
    const [state, verifier] = [generateState(), generateCodeVerifier()];
    const kept = { ...guarded('/api/auth'), maxAge: attemptSeconds };
    setCookie(c, attempt.state, state, kept);
    setCookie(c, attempt.verifier, verifier, kept);
    setCookie(c, attempt.next, localPath(c.req.query('next')), kept);
    return c.redirect(github.authorizationUrl(state, verifier).href, 302);
  })
  .get('/github/callback', async (c) => {
    const github = githubOf(c);
    return github ? signIn(c, github) : noGithub();
  })
  .post('/sign-out', session, sameOrigin, async (c) => {
    const token = getCookie(c, sessionCookie);
    if (token) await endSession(c.var.db, token);
    deleteCookie(c, sessionCookie, guarded('/'));
    return c.json({ ok: true });
  });
