import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient, listProjects, startProject } from '../../cli/client.ts';
import { isAlive } from '../../cli/processes.ts';
import { readStack, type Stack } from '../../cli/state.ts';
import { freePort } from '../harness/stack.ts';
import { hydron } from '../harness/terminal.ts';

let state: string;
let port: number;
let relayPort: number;
beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'hydron-launcher-'));
  [port, relayPort] = [await freePort(), await freePort()];
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

interface Start {
  launcher: ChildProcess;
  said(): string;
  ended: Promise<number | null>;
}

/** Runs `npm start` until it ends; without a vendor of sandboxes it needs no Docker engine. */
function start(...args: string[]): Start {
  const ports = ['--port', String(port), '--relay-port', String(relayPort)];
  const launcher = spawn('npm', ['start', '--', '--state', state, ...ports, ...args], {
    env: { ...process.env, HYDRON_VENDORS: 'own' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let text = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = new Promise<number | null>((resolve) => launcher.once('close', resolve));
  return { launcher, said: () => text, ended };
}

async function ready(started: Start): Promise<Stack> {
  for (let i = 0; i < 900; i++, await sleep(100)) if (started.said().includes('Hydron is at')) break;
  const stack = readStack(state);
  if (!stack?.ready) throw new Error(started.said());
  return stack;
}

/** What a terminal does at Ctrl-C: the whole foreground group gets the signal. */
const interrupt = (started: Start) => process.kill(-started.launcher.pid!, 'SIGINT');

describe('npm start', () => {
  it('prints one URL, keeps what it knows over a restart, and leaves nothing running after Ctrl-C', async () => {
    const first = start();
    const stack = await ready(first);
    const client = openClient(stack.url, stack.token);
    const made = await startProject(client, { source: 'https://git.invalid/owner/kept' });
    expect(made).toMatchObject({ ok: true });
    expect(first.said().match(/https?:\/\/\S+/g)).toEqual([stack.url]);
    interrupt(first);
    await first.ended;
    expect(first.said()).toContain('Hydron has stopped');
    expect(stack.children.filter(isAlive)).toEqual([]);

    const second = start();
    const again = await ready(second);
    expect(again.token).toBe(stack.token);
    expect(await listProjects(openClient(again.url, again.token))).toMatchObject({
      value: { projects: [{ name: 'kept' }] }
    });
    interrupt(second);
    await second.ended;
  });

  it('says where it runs when it is started twice', async () => {
    const first = start();
    const stack = await ready(first);
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`running on this state folder: ${stack.url}`);
    expect((await fetch(`${stack.url}/api/health`)).status).toBe(200);
    expect((await hydron(state, ['down'])).code).toBe(0);
    expect(await first.ended).toBe(0);
  });

  it.each(['the relay', 'the Worker'])(
    'starts %s again when it is killed, and leaves the other alone',
    async (name) => {
      const started = start();
      const stack = await ready(started);
      const killed = stack.children.find((child) => child.name === name)!;
      process.kill(killed.pid, 'SIGKILL');
      const again = `${name.replace('t', 'T')} is up again`;
      for (let i = 0; i < 600 && !started.said().includes(again); i++) await sleep(100);
      expect(started.said()).toContain(`${name.replace('t', 'T')} stopped (ended by SIGKILL); starting it again`);
      expect((await fetch(`${stack.relayUrl}/health`)).status).toBe(200);
      expect((await fetch(`${stack.url}/api/health`)).status).toBe(200);
      const now = readStack(state)!;
      expect(now.children.filter(isAlive)).toHaveLength(2);
      expect(now.children.filter(({ pid }) => stack.children.some((before) => before.pid === pid))).toHaveLength(1);
      interrupt(started);
      await started.ended;
      expect(started.said()).toContain('Hydron has stopped');
      expect(now.children.filter(isAlive)).toEqual([]);
    }
  );

  it('clears away what a launcher that was killed has left behind', async () => {
    const first = start();
    const stack = await ready(first);
    process.kill(stack.launcher.pid, 'SIGKILL');
    await first.ended;
    expect(stack.children.filter(isAlive)).toHaveLength(2);
    const second = start();
    await ready(second);
    expect(stack.children.filter(isAlive)).toEqual([]);
    interrupt(second);
    await second.ended;
  });

  it('names a port that is taken, and what to do', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve));
    const started = start();
    expect(await started.ended).toBe(1);
    expect(started.said()).toContain(`Port ${port}, which the site needs, is taken`);
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('begins anew with --fresh', async () => {
    const started = start('--fresh');
    const stack = await ready(started);
    expect(await listProjects(openClient(stack.url, stack.token))).toMatchObject({ value: { projects: [] } });
    interrupt(started);
    await started.ended;
  });
});
