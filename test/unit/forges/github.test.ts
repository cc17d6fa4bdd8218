import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { githubSignIn } from '../../../workers/forges/github.ts';

/** What the stand-in for GitHub was sent, and what it answers. */
let received: { path: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answers: Record<string, { status: number; body: unknown }> = {};
let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const answer = answers[request.url ?? ''] ?? { status: 404, body: {} };
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  received = [];
  answers = {
    '/token': { status: 200, body: { access_token: 'gho_token', token_type: 'bearer', scope: '' } },
    '/user': { status: 200, body: { id: 42, login: 'octo', name: null, avatar_url: 'https://avatars.test/42' } }
  };
});

const signIn = () =>
  githubSignIn(
    { clientId: 'client', clientSecret: 'hush', redirectUrl: 'https://hydron.test/api/auth/github/callback' },
    { authorize: `${base}/authorize`, token: `${base}/token`, user: `${base}/user` }
  );

describe('signing in through GitHub', () => {
  it('sends the browser with the state, the challenge of the verifier, and no scope', () => {
    const url = signIn().authorizationUrl('the-state', 'the-verifier');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'https://hydron.test/api/auth/github/callback',
      state: 'the-state',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update('the-verifier').digest('base64url')
    });
  });

  it('exchanges the code with the verifier and reads who it is', async () => {
    const profile = await signIn().profile('the-code', 'the-verifier');
    expect(profile).toEqual({
      ok: true,
      value: { githubId: 42, login: 'octo', name: 'octo', avatarUrl: 'https://avatars.test/42' }
    });
    const [exchange, lookUp] = received;
    expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toMatchObject({
      code: 'the-code',
      code_verifier: 'the-verifier'
    });
    expect(lookUp?.headers.authorization).toBe('Bearer gho_token');
  });

  it.each([
    ['a code that GitHub does not know', '/token', { status: 200, body: { error: 'bad_verification_code' } }],
    ['a refusal of the app', '/token', { status: 401, body: { error: 'invalid_client' } }],
    ['a profile that cannot be read', '/user', { status: 500, body: {} }],
    ['a profile without a number', '/user', { status: 200, body: { login: 'octo' } }]
  ])('refuses %s', async (_what, path, answer) => {
    answers[path] = answer;
    expect(await signIn().profile('the-code', 'the-verifier')).toMatchObject({
      ok: false,
      problem: { code: 'forge.sign-in' }
    });
  });

  it('leaves out an avatar that is no https address', async () => {
    answers['/user'] = { status: 200, body: { id: 42, login: 'octo', avatar_url: 'javascript:alert(1)' } };
    expect(await signIn().profile('the-code', 'v')).toMatchObject({ ok: true, value: { avatarUrl: null } });
  });
});
