import { CodeChallengeMethod, OAuth2Client } from 'arctic';
import * as z from 'zod';
import { ok, refuse, type Result } from '../domain/result.ts';

export interface GithubApp {
  clientId: string;
  clientSecret: string;
  redirectUrl: string;
}

export const githubEndpoints = {
  authorize: 'https://github.com/login/oauth/authorize',
  token: 'https://github.com/login/oauth/access_token',
  user: 'https://api.github.com/user'
};

/** What GitHub says of the one who signed in; `name` falls back to the login. */
export interface GithubProfile {
  githubId: number;
  login: string;
  name: string;
  avatarUrl: string | null;
}

const userSchema = z.object({
  id: z.number().int().positive(),
  login: z.string().min(1).max(100),
  name: z.string().max(200).nullish(),
  avatar_url: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullish()
    .catch(null)
});

const failed = () => refuse('forge.sign-in', 'GitHub did not confirm the sign-in. Start again.');

/** Sign-in through a GitHub OAuth app with PKCE (S256). Asks for no scope: the public profile suffices. The token is used once and dropped. */
export function githubSignIn(app: GithubApp, endpoints = githubEndpoints) {
  const client = new OAuth2Client(app.clientId, app.clientSecret, app.redirectUrl);
  return {
    authorizationUrl: (state: string, verifier: string): URL =>
      client.createAuthorizationURLWithPKCE(endpoints.authorize, state, CodeChallengeMethod.S256, verifier, []),

    async profile(code: string, verifier: string): Promise<Result<GithubProfile>> {
      const token = await client
        .validateAuthorizationCode(endpoints.token, code, verifier)
        .then((tokens) => tokens.accessToken())
        .catch(() => null);
      return token === null ? failed() : readProfile(endpoints.user, token);
    }
  };
}

async function readProfile(url: string, token: string): Promise<Result<GithubProfile>> {
  const request = new Request(url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'user-agent': 'hydron' },
    signal: AbortSignal.timeout(10_000)
  });
  const answer = await fetch(request)
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  const user = userSchema.safeParse(answer);
  if (!user.success) return failed();
  const { id, login, name, avatar_url: avatarUrl } = user.data;
  return ok({ githubId: id, login, name: name || login, avatarUrl: avatarUrl ?? null });
}
