import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { EventBody, JournalEvent, SocketFrame } from '../../../workers/domain/events.ts';
import { newId } from '../../../workers/domain/ids.ts';
import { sign } from '../../../relay/protocol.ts';
import { moveRun } from '../../../workers/store/runs.ts';
import { recentAudit } from '../../../workers/store/audit.ts';
import { ask, person, publicEnv, refusalOf, seed, type Person } from './world.ts';

const said = (text: string): EventBody => ({ type: 'message', id: text, author: 'hydron', text, actions: [] });
const texts = (events: JournalEvent[]) => events.map((event) => (event.type === 'message' ? event.text : event.type));

async function seeded(): Promise<{ ada: Person; seed: Awaited<ReturnType<typeof seed>>; at: string }> {
  const ada = await person();
  const made = await seed(ada);
  return { ada, seed: made, at: `/deployments/${made.project.deploymentId}` };
}

describe('the journal', () => {
  it('is read from where the reader stands', async () => {
    const { ada, seed, at } = await seeded();
    await env.DEPLOYMENT.getByName(seed.project.deploymentId).append([said('one'), said('two'), said('three')]);
    const { events, head } = (await (await ada.send('GET', `${at}/events?since=1&limit=1`)).json()) as {
      events: JournalEvent[];
      head: number;
    };
    expect(texts(events)).toEqual(['two']);
    expect(head).toBe(3);
  });

  it.each(['since=-1', 'since=x', 'limit=0', 'limit=401', 'since=1e9', 'since=1%27'])(
    'is not read by %s',
    async (query) => {
      const { ada, at } = await seeded();
      expect(await refusalOf(await ada.send('GET', `${at}/events?${query}`))).toBe('400 range');
    }
  );
});

describe('the socket', () => {
  /** Opens the socket and keeps what it sends. */
  async function watch(response: Response): Promise<SocketFrame[]> {
    const frames: SocketFrame[] = [];
    const socket = response.webSocket;
    socket?.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data)) as SocketFrame));
    socket?.accept();
    return frames;
  }

  it('sends the past after a number, then what comes', async () => {
    const { ada, seed, at } = await seeded();
    const object = env.DEPLOYMENT.getByName(seed.project.deploymentId);
    await object.append([said('one'), said('two')]);
    const response = await ada.send('GET', `${at}/socket?since=1`, undefined, { upgrade: 'websocket' });
    expect(response.status).toBe(101);
    const frames = await watch(response);
    await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: 'caught-up', head: 2 }));
    await object.append([said('three')]);
    await vi.waitFor(() =>
      expect(frames.flatMap((frame) => (frame.kind === 'events' ? texts(frame.events) : []))).toEqual(['two', 'three'])
    );
    response.webSocket?.close();
  });

  it.each([{ origin: 'https://evil.example' }, { origin: 'null' }])(
    'does not open for a page of another site: %j',
    async (headers) => {
      const { ada, at } = await seeded();
      expect(
        await refusalOf(await ada.send('GET', `${at}/socket`, undefined, { upgrade: 'websocket', ...headers }))
      ).toBe('403 forbidden.origin');
    }
  );

  it('opens for the terminal, which has no origin but a token', async () => {
    const { ada, at } = await seeded();
    const headers = { authorization: `Bearer ${ada.token}`, upgrade: 'websocket' };
    const response = await ask(publicEnv, 'GET', `https://hydron.test/api${at}/socket`, { headers });
    expect(response.status).toBe(101);
    response.webSocket?.accept();
    response.webSocket?.close();
  });

  it('is not a page', async () => {
    const { ada, at } = await seeded();
    expect(await refusalOf(await ada.send('GET', `${at}/socket`))).toBe('426 socket.upgrade');
  });
});

describe('a message', () => {
  it('is kept as its writer’s, and answered', async () => {
    const { ada, seed, at } = await seeded();
    expect((await ada.send('POST', `${at}/messages`, { text: '  what is this?  ' })).status).toBe(200);
    const events = await env.DEPLOYMENT.getByName(seed.project.deploymentId).since(0, 10);
    expect(events.map((event) => event.type === 'message' && event.author)).toEqual(['person', 'hydron']);
    expect(texts(events)[0]).toBe('what is this?');
  });

  it.each(['', '   ', 'x'.repeat(8001)])('is neither empty nor a book', async (text) => {
    const { ada, at } = await seeded();
    expect(await refusalOf(await ada.send('POST', `${at}/messages`, { text }))).toBe('422 body.invalid');
  });
});

describe('an artifact', () => {
  const portOf = (artifact: { body: { services: { port: number }[] } }) => artifact.body.services[0]?.port;
  const newPort = (port: number) => [{ op: 'replace', path: '/services/web/port', value: port }];

  it('is listed with its versions and read by number', async () => {
    const { ada, at, seed } = await seeded();
    const list = await (await ada.send('GET', `${at}/artifacts/analysis`)).json();
    expect(list).toMatchObject({
      current: { version: 1, hash: seed.hashes.analysis },
      versions: [{ version: 1, author: 'rules', state: 'approved' }]
    });
    expect(await (await ada.send('GET', `${at}/artifacts/provisioning/1`)).json()).toMatchObject({
      stage: 'provisioning',
      version: 1
    });
    expect((await ada.send('GET', `${at}/artifacts/provisioning/2`)).status).toBe(404);
  });

  it('is edited into a next version that shows what changed', async () => {
    const { ada, at } = await seeded();
    const edited = await (
      await ada.send('PATCH', `${at}/artifacts/analysis`, { version: 1, patch: newPort(8080), note: 'other port' })
    ).json();
    expect(edited).toMatchObject({ artifact: { version: 2, author: 'person', note: 'other port' }, conflicts: [] });
    expect(portOf((edited as { artifact: Parameters<typeof portOf>[0] }).artifact)).toBe(8080);
    const change = { path: '/services/web/port', before: 3000, after: 8080 };
    expect(await (await ada.send('GET', `${at}/artifacts/analysis/2/diff`)).json()).toEqual({ changes: [change] });
    expect(await (await ada.send('GET', `${at}/artifacts/analysis/1/diff?from=2`)).json()).toEqual({
      changes: [{ ...change, before: 8080, after: 3000 }]
    });
    expect((await ada.send('GET', `${at}/artifacts/analysis/1/diff`)).status).toBe(404);
  });

  it('is not edited or approved in a version that is not the newest', async () => {
    const { ada, at, seed } = await seeded();
    await ada.send('PATCH', `${at}/artifacts/analysis`, { version: 1, patch: newPort(8080) });
    expect(
      await refusalOf(await ada.send('PATCH', `${at}/artifacts/analysis`, { version: 1, patch: newPort(9090) }))
    ).toBe('409 stale.version');
    expect(
      await refusalOf(
        await ada.send('POST', `${at}/artifacts/analysis/approve`, { version: 1, hash: seed.hashes.analysis })
      )
    ).toBe('409 stale.version');
  });

  it('is not approved under another hash', async () => {
    const { ada, at } = await seeded();
    expect(
      await refusalOf(await ada.send('POST', `${at}/artifacts/analysis/approve`, { version: 1, hash: 'f'.repeat(64) }))
    ).toBe('409 stale.version');
  });

  it('is approved, with a record of who did it', async () => {
    const { ada, at } = await seeded();
    const { artifact } = (await (
      await ada.send('PATCH', `${at}/artifacts/analysis`, { version: 1, patch: newPort(8080) })
    ).json()) as { artifact: { hash: string } };
    const approved = await ada.send('POST', `${at}/artifacts/analysis/approve`, { version: 2, hash: artifact.hash });
    expect(await approved.json()).toMatchObject({
      approval: { stage: 'analysis', version: 2, hash: artifact.hash, userId: ada.user.id },
      runId: null
    });
    expect((await recentAudit(ada.scope)).map(({ action }) => action)).toContain('approve');
  });

  it('does not take an edit that makes nonsense of it', async () => {
    const { ada, at } = await seeded();
    expect(
      await refusalOf(await ada.send('PATCH', `${at}/artifacts/analysis`, { version: 1, patch: newPort(0) }))
    ).toBe('422 artifact.invalid');
    const elsewhere = [{ op: 'replace', path: '/services/nobody/port', value: 1 }];
    expect(await refusalOf(await ada.send('PATCH', `${at}/artifacts/analysis`, { version: 1, patch: elsewhere }))).toBe(
      '422 patch.path'
    );
  });
});

describe('a run', () => {
  it('is not started while another is under way', async () => {
    const { ada, at } = await seeded();
    expect(await refusalOf(await ada.send('POST', `${at}/runs`, {}))).toBe('409 run.under-way');
  });

  it('is shown with what it carries out', async () => {
    const { ada, seed } = await seeded();
    expect(await (await ada.send('GET', `/runs/${seed.runId}`)).json()).toMatchObject({
      run: { id: seed.runId, state: 'started' },
      project: { id: seed.project.id },
      deploymentId: seed.project.deploymentId,
      approvals: [{ stage: 'analysis' }, { stage: 'infrastructure' }, { stage: 'provisioning' }],
      servers: [{ name: 'main', steps: [{ id: 'greet', apply: 'echo hello' }] }]
    });
  });

  it('takes a signal that fits its state, and no other', async () => {
    const { ada, seed } = await seeded();
    expect((await ada.send('POST', `/runs/${seed.runId}/signals`, { signal: 'pause' })).status).toBe(202);
    await moveRun(ada.scope, seed.runId, 'failed');
    expect(await refusalOf(await ada.send('POST', `/runs/${seed.runId}/signals`, { signal: 'pause' }))).toBe(
      '422 signal.refused'
    );
    expect(await refusalOf(await ada.send('POST', `/runs/${seed.runId}/signals`, { signal: 'explode' }))).toBe(
      '422 body.invalid'
    );
  });

  it('has its own log as text, however long it is', async () => {
    const { ada, seed } = await seeded();
    const object = env.DEPLOYMENT.getByName(seed.project.deploymentId);
    const output = (runId: string, text: string): EventBody => ({
      type: 'output',
      runId,
      phase: 'provisioning',
      server: 'main',
      stepId: 'greet',
      execId: 'x',
      offset: 0,
      next: 1,
      text
    });
    const numbered = Array.from({ length: 450 }, (_, index) => output(seed.runId, `line ${index}\n`));
    await object.append([output(newId('run'), 'of another run\n'), ...numbered]);
    const response = await ada.send('GET', `/runs/${seed.runId}/log`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(Array.from({ length: 450 }, (_, index) => `line ${index}\n`).join(''));
  });
});

describe('a callback', () => {
  const key = 'the-key-of-this-one-exec';
  const execId = 'x0123';

  /** A run whose object waits for the exec, and a way to post to it as the relay does. */
  async function waiting() {
    const { seed } = await seeded();
    const { deploymentId } = seed.project;
    const object = env.DEPLOYMENT.getByName(deploymentId);
    const row = await object.beginExec({
      runId: seed.runId,
      instanceId: seed.runId,
      callName: 'greet',
      phase: 'provisioning',
      server: 'main',
      stepId: 'greet',
      part: 'apply',
      key
    });
    if (!row) throw new Error('a run that nobody stops got no exec');
    const path = `/api/callbacks/${deploymentId}/${row.execId}`;
    const post = async (
      body: object | string,
      changes: { key?: string; headers?: Record<string, string>; path?: string } = {}
    ) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const signed = { method: 'POST', path, body: text, time: Date.now(), nonce: crypto.randomUUID() };
      const signature = await sign(changes.key ?? key, signed);
      const headers = {
        'x-hydron-time': String(signed.time),
        'x-hydron-nonce': signed.nonce,
        'x-hydron-signature': signature,
        ...changes.headers
      };
      return ask(publicEnv, 'POST', `https://hydron.test${changes.path ?? path}`, { body: text, headers });
    };
    return { object, row, post, deploymentId };
  }

  it('hands output to the object and answers how far it has read', async () => {
    const { object, row, post } = await waiting();
    const response = await post({ kind: 'output', execId: row.execId, offset: 0, next: 6, text: 'hello\n' });
    expect(await response.json()).toEqual({ offset: 6 });
    expect((await object.since(0, 10)).at(-1)).toMatchObject({ type: 'output', text: 'hello\n', stepId: 'greet' });
  });

  it('is refused when it is not signed with the key of its exec', async () => {
    const { row, post } = await waiting();
    const output = { kind: 'output', execId: row.execId, offset: 0, next: 6, text: 'forged' };
    expect(await refusalOf(await post(output, { key: 'another-key-altogether' }))).toBe('401 callback.signature');
    for (const name of ['x-hydron-time', 'x-hydron-nonce', 'x-hydron-signature'])
      expect(await refusalOf(await post(output, { headers: { [name]: '' } }))).toBe('401 callback.signature');
    expect(await refusalOf(await post(output, { headers: { 'x-hydron-time': String(Date.now() - 120_000) } }))).toBe(
      '401 callback.signature'
    );
  });

  it('to a deployment that there is not wakes no object', async () => {
    const { post } = await waiting();
    for (const id of [newId('deployment'), 'x', '..%2f..'])
      expect(await refusalOf(await post({}, { path: `/api/callbacks/${id}/${execId}` }))).toBe(
        '401 callback.signature'
      );
  });

  it('is at most 256 KB', async () => {
    const { post } = await waiting();
    expect(await refusalOf(await post('x'.repeat(256 * 1024 + 1)))).toBe('413 body.large');
  });
});
