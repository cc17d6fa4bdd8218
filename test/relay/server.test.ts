import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relayKey, signedHeaders, startRelay, type Relay, type Wish } from './parts/relay.ts';

const state = mkdtempSync(join(tmpdir(), 'hydron-relay-'));
const path = '/probes';
let relay: Relay;

beforeAll(async () => {
  relay = await startRelay(state);
});

afterAll(async () => {
  await relay.end('SIGTERM');
  rmSync(state, { recursive: true });
});

const problemOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return [response.status, error.code];
};

/** Sends a body under the headers that sign `wish`. */
const send = async (wish: Wish, body = wish.body ?? '', to = wish.path) =>
  fetch(relay.url + to, { method: 'POST', body, headers: await signedHeaders(wish) });

describe('the relay refuses', () => {
  it('what is not signed, but tells everyone that it is up', async () => {
    expect(await problemOf(await fetch(relay.url + path, { method: 'POST', body: '{}' }))).toEqual([
      401,
      'signature.missing'
    ]);
    expect((await fetch(`${relay.url}/health`)).status).toBe(200);
  });

  it('a signature with another key, of another body or of another path', async () => {
    expect(await problemOf(await send({ path, key: `${relayKey}!` }))).toEqual([401, 'signature.wrong']);
    expect(await problemOf(await send({ path, body: '{}' }, '{ }'))).toEqual([401, 'signature.wrong']);
    expect(await problemOf(await send({ path }, '', '/images'))).toEqual([401, 'signature.wrong']);
    expect(await problemOf(await send({ path }, '', `${path}?a=1`))).toEqual([401, 'signature.wrong']);
  });

  it('a request from before, or after, the minute', async () => {
    for (const minutes of [-2, 2])
      expect(await problemOf(await send({ path, time: Date.now() + minutes * 60_000 }))).toEqual([
        401,
        'signature.old'
      ]);
  });

  it('a request that it received before', async () => {
    const wish = { path: '/none', nonce: crypto.randomUUID(), time: Date.now() };
    expect(await problemOf(await send(wish))).toEqual([404, 'request.route']);
    expect(await problemOf(await send(wish))).toEqual([401, 'signature.replayed']);
  });

  it('a body that does not fit, and says where', async () => {
    for (const body of ['', 'no json', '[]', '{"url":"x"}'])
      expect(await problemOf(await send({ path, body }))).toEqual([400, 'request.form']);
  });

  it.each(['content-length', 'transfer-encoding'])('a body of more than 32 MB told by %s, and says so', async (way) => {
    const body = Buffer.alloc(33 * 1024 * 1024, ' ');
    const headers = await signedHeaders({ path });
    const status = await new Promise((resolve, reject) => {
      const length = way === 'content-length' ? { 'content-length': body.length } : {};
      const asked = httpRequest(
        relay.url + path,
        { method: 'POST', headers: { ...headers, ...length } },
        (response) => {
          resolve(response.statusCode);
          response.resume();
        }
      );
      asked.on('error', reject);
      for (let at = 0; at < body.length; at += 1024 * 1024) asked.write(body.subarray(at, at + 1024 * 1024));
      asked.end();
    });
    expect(status).toBe(413);
  });
});
