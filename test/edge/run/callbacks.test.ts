import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SocketFrame } from '../../../workers/domain/events.ts';
import { scriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

async function begun() {
  const relay = scriptedRelay();
  const project = await approvedProject(plansWith([step('one')], []));
  const runId = await project.start();
  return { relay, runId, exec: await relay.running('one'), ...project };
}

describe('what the relay posts', () => {
  it('is taken once, by its offset', async () => {
    const { relay, exec, events, reaches, runId } = await begun();
    const { execId } = exec;
    const output = (offset: number, text: string) =>
      relay.post(exec, { kind: 'output', execId, offset, next: offset + text.length, text });
    expect(await (await output(0, 'abc')).json()).toEqual({ offset: 3 });
    expect(await (await output(0, 'abc')).json()).toEqual({ offset: 3 });
    expect(await (await output(7, 'late')).json()).toEqual({ offset: 3 });
    expect(await (await output(3, 'defg')).json()).toEqual({ offset: 7 });
    expect((await events('output')).map(({ text }) => text)).toEqual(['abc', 'defg']);
    exec.request.offset = 7;
    await relay.play(exec);
    await reaches(runId, 'completed');
  });

  it('counts after the exit for nothing, and the exit counts once', async () => {
    const { relay, exec, events, reaches, runId } = await begun();
    await relay.play(exec, {}, 2);
    await reaches(runId, 'completed');
    const late = await relay.post(exec, { kind: 'output', execId: exec.execId, offset: 8, next: 12, text: 'late' });
    expect(late.status).toBe(200);
    expect((await events('output')).map(({ text }) => text)).toEqual(['ran one\n']);
    expect((await events('step')).filter(({ state }) => state === 'completed')).toHaveLength(1);
  });

  it('is refused under the key of another exec, and for an exec of another name', async () => {
    const { relay, exec, events, signal, reaches, runId } = await begun();
    const body = { kind: 'output', execId: exec.execId, offset: 0, next: 3, text: 'bad' };
    expect((await relay.post(exec, body, 'a-key-of-somebody-else')).status).toBe(401);
    expect((await relay.post(exec, { ...body, execId: 'x0' })).status).toBe(422);
    expect(await events('output')).toEqual([]);
    await signal(runId, 'stop');
    await reaches(runId, 'stopped');
  });
});

describe('the object', () => {
  it('goes on after it was evicted, with the sockets that watch it', async () => {
    const { ada, seeded, object, relay, exec, reaches, runId } = await begun();
    const path = `/deployments/${seeded.project.deploymentId}/socket?since=0`;
    const { webSocket } = await ada.send('GET', path, undefined, { upgrade: 'websocket' });
    const seen: number[] = [];
    webSocket?.accept();
    webSocket?.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as SocketFrame;
      if (frame.kind === 'events') seen.push(...frame.events.map(({ seq }) => seq));
    });
    await evictDurableObject(object);
    await relay.play(exec);
    await reaches(runId, 'completed');
    const head = await object.head();
    await vi.waitFor(() => expect(seen.at(-1)).toBe(head));
    expect(seen).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    webSocket?.close();
  });

  it('fails a run whose workflow was lost, which is then resumed', async () => {
    const { object, relay, exec, reaches, run, runId, signal } = await begun();
    await (await env.RUN.get(runId)).terminate();
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect((await run(runId)).reason).toContain('Resume it to go on');
    await relay.play(exec);
    await signal(runId, 'resume');
    await relay.play(await relay.running('one'));
    await reaches(runId, 'completed');
  });
});
