import { describe, expect, it } from 'vitest';
import { configOf, type Env } from '../../../workers/env.ts';
import { appWith, ask, localEnv, person, publicEnv, refusalOf, seed } from './world.ts';

describe('an install that is not configured', () => {
  const without = (name: string): Env =>
    Object.fromEntries(Object.entries(publicEnv).filter(([key]) => key !== name)) as unknown as Env;

  it.each(['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'HYDRON_SECRET_KEY', 'RELAY_KEY'])(
    'answers every request with what is missing: %s',
    async (name) => {
      for (const path of ['/health', '/me', '/badge/x', '/auth/github', '/nowhere']) {
        const response = await ask(without(name), 'GET', `https://hydron.test/api${path}`);
        expect(response.status).toBe(503);
        expect(((await response.json()) as { error: { message: string } }).error.message).toContain(
          `${name}: is missing`
        );
      }
    }
  );

  it('answers so over http too', async () => {
    const response = await ask(
      { ...publicEnv, HYDRON_BASE_URL: 'http://hydron.test' },
      'GET',
      'http://hydron.test/api/health'
    );
    expect(await refusalOf(response)).toBe('503 not.configured');
  });

  it('is what neither of the tests’ installs is', () => {
    expect([configOf(localEnv).mode, configOf(publicEnv).mode]).toEqual(['local', 'public']);
  });
});

describe('an answer', () => {
  it('cannot be kept, framed, sniffed or run, and has a number', async () => {
    const { headers } = await ask(publicEnv, 'GET', 'https://hydron.test/api/health');
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000'
    });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of another site is not readable: nothing is shared across origins', async () => {
    const { headers } = await ask(publicEnv, 'GET', 'https://hydron.test/api/health', {
      headers: { origin: 'https://evil.example' }
    });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });

  it('to an unknown path is a refusal in JSON', async () => {
    const ada = await person();
    expect(await refusalOf(await ada.send('GET', '/nowhere'))).toBe('404 not.found');
  });

  it('tells nothing of a bug but its number', async () => {
    const ada = await person();
    const broken = appWith({ tiers: () => Promise.reject(new Error('the password is hunter2')) });
    const response = await ada.send('GET', '/catalogue', undefined, {}, broken);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toContain(response.headers.get('x-request-id') ?? 'no number');
    expect(text).not.toContain('hunter2');
  });
});

describe('a body', () => {
  const send = async (body: string, headers: Record<string, string> = {}) =>
    (await person()).send('PATCH', '/settings', body, headers);

  it('that is not JSON is refused', async () => {
    expect(await refusalOf(await send('{"name":'))).toBe('400 body.json');
    expect(await refusalOf(await send(''))).toBe('400 body.json');
  });

  it('that is larger than a megabyte is refused', async () => {
    expect(await refusalOf(await send(JSON.stringify({ name: 'x'.repeat(1_000_001) })))).toBe('413 body.large');
  });

  it('that is larger than it says is refused', async () => {
    const ada = await person();
    const chunk = new TextEncoder().encode('x'.repeat(100_000));
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ < 20 ? controller.enqueue(chunk) : controller.close())
    });
    const headers = {
      cookie: `hydron_session=${ada.token}`,
      origin: 'https://hydron.test',
      'content-type': 'application/json'
    };
    const request = new Request('https://hydron.test/api/settings', { method: 'PATCH', headers, body: stream });
    expect(await refusalOf(await appWith().fetch(request, publicEnv))).toBe('413 body.large');
  });

  it.each(['[]', 'null', '"text"', '{"name":5}', '{"name":""}', '{"name":"a","role":"owner"}', '{"name":"a\\u0000b"}'])(
    'that does not fit is refused: %s',
    async (body) => {
      expect(await refusalOf(await send(body))).toBe('422 body.invalid');
    }
  );

  it('cannot reach into what objects are made of', async () => {
    const ada = await person();
    const { project } = await seed(ada);
    const patch = [{ op: 'add', path: '/__proto__/polluted', value: true }];
    const response = await ada.send('PATCH', `/deployments/${project.deploymentId}/artifacts/analysis`, {
      version: 1,
      patch
    });
    expect(response.status).toBe(422);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('an id', () => {
  const hostile = [
    '1',
    'prj_1',
    "' OR 1=1 --",
    '../../etc/passwd',
    '%00',
    '__proto__',
    'a'.repeat(3000),
    '<script>',
    '*'
  ];

  it.each(hostile)('that names nothing is not found: %s', async (id) => {
    const ada = await person();
    const part = encodeURIComponent(id);
    for (const path of [`/projects/${part}`, `/deployments/${part}/events`, `/runs/${part}/log`, `/teams/${part}`])
      expect(await refusalOf(await ada.send('GET', path))).toBe('404 not.found');
  });

  it.each(['%E0%A4%A', '%', '%2e%2e%2f'])('that is no text at all is not found: %s', async (part) => {
    const ada = await person();
    for (const path of [`/projects/${part}`, `/runs/${part}`, `/badge/${part}`])
      expect((await ada.send('GET', path)).status).toBe(404);
  });

  it.each(['constructor', 'ANALYSIS', 'toString', '..%2f..'])(
    'of a stage that there is not is not found: %s',
    async (stage) => {
      const ada = await person();
      const { project } = await seed(ada);
      expect((await ada.send('GET', `/deployments/${project.deploymentId}/artifacts/${stage}`)).status).toBe(404);
    }
  );

  it.each(['0', '-1', '1.5', '1e3', '99999999999', 'x'])(
    'of a version that there is not is not found: %s',
    async (version) => {
      const ada = await person();
      const { project } = await seed(ada);
      expect((await ada.send('GET', `/deployments/${project.deploymentId}/artifacts/analysis/${version}`)).status).toBe(
        404
      );
    }
  );
});
