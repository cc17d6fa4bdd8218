import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecAnswer, ExecRequest } from '../../relay/protocol.ts';
import { startJournal, type Journal } from './parts/journal.ts';
import { hasDocker, newKey, startMachine, type Machine } from './parts/machine.ts';
import { startRelay, type Relay } from './parts/relay.ts';

const state = mkdtempSync(join(tmpdir(), 'hydron-exec-'));
const settings = { RELAY_ALLOW_FOLDERS: '1' };
let machine: Machine;
let relay: Relay;
let journal: Journal;
let id = '';
let next = 0;

/** A new exec's id and journal. */
async function newExec(): Promise<void> {
  journal?.stop();
  journal = await startJournal();
  id = `exec-${(next += 1)}`;
}

const requestOf = (script: string, more: Partial<ExecRequest> = {}): ExecRequest => ({
  server: machine.server,
  credential: machine.credential,
  script,
  secrets: {},
  servers: {},
  timeout: 60,
  offset: journal.offset(),
  fresh: false,
  callback: journal.callback,
  ...more
});

async function put(script: string, more: Partial<ExecRequest> = {}): Promise<ExecAnswer> {
  const answer = await relay.client.exec(id, requestOf(script, more));
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

/** Runs a script to its end, and answers how it ended. */
async function run(script: string, more: Partial<ExecRequest> = {}): Promise<ExecAnswer> {
  await newExec();
  expect(await put(script, more)).toMatchObject({ state: 'in progress' });
  return journal.exit;
}

const standing = async (credential = machine.credential) => {
  const answer = await relay.client.execState(id, machine.server, credential);
  return answer.ok ? answer.value : null;
};

/** Whether each batch goes on where the one before ended. */
const isGapless = () =>
  journal.batches.every(({ offset }, index) => offset === (journal.batches[index - 1]?.next ?? 0));

describe.runIf(hasDocker)('an exec', () => {
  beforeAll(async () => {
    [machine, relay] = await Promise.all([startMachine(), startRelay(state, settings)]);
  });

  afterAll(async () => {
    journal?.stop();
    await relay.end('SIGTERM');
    await machine.stop();
    rmSync(state, { recursive: true });
  });

  it('runs as root with its output and its exit told', async () => {
    const answer = await run('id -u; echo problem >&2; exit 3');
    expect(answer).toMatchObject({ state: 'failed', exitCode: 3, result: 'exit-code', bytes: 10 });
    expect(journal.text()).toBe('0\nproblem\n');
    expect(await standing()).toMatchObject({ state: 'failed', exitCode: 3, bytes: 10, tail: '0\nproblem\n' });
  });

  it('runs once, however often and however much at a time it is sent', async () => {
    await newExec();
    const script = 'echo ran >>/root/once; echo done';
    const answers = await Promise.all([1, 2, 3, 4].map(() => relay.client.exec(id, requestOf(script))));
    expect(answers.some(({ ok }) => ok)).toBe(true);
    expect(await journal.exit).toMatchObject({ state: 'succeeded', exitCode: 0 });
    await put(script, { offset: 0 });
    expect(await machine.inside('cat /root/once')).toBe('ran');
    expect(journal.text()).toBe('done\n');
  });

  it('goes on through a crash of the relay, with no output lost or doubled', async () => {
    await newExec();
    const script = 'echo start >>/root/crash; for i in $(seq 1 400); do echo "line $i"; sleep 0.01; done';
    await put(script);
    for (const line of [40, 120, 200]) {
      await journal.until(new RegExp(`line ${line}\n`));
      await relay.end('SIGKILL');
      relay = await startRelay(state, settings);
      await put(script);
    }
    expect(await journal.exit).toMatchObject({ state: 'succeeded', bytes: journal.offset() });
    expect(journal.text()).toBe(Array.from({ length: 400 }, (_none, index) => `line ${index + 1}\n`).join(''));
    expect(isGapless()).toBe(true);
    expect(await machine.inside('cat /root/crash')).toBe('start');
  });

  it('goes on through a lost connection', async () => {
    await newExec();
    await put('for i in $(seq 1 200); do echo "line $i"; sleep 0.01; done');
    await journal.until(/line 50\n/);
    await machine.inside('pkill -KILL -f "[s]shd(-session)?: root"');
    expect(await journal.exit).toMatchObject({ state: 'succeeded' });
    expect(journal.text()).toBe(Array.from({ length: 200 }, (_none, index) => `line ${index + 1}\n`).join(''));
  });

  it('sends much output in batches of at most 64 KiB, whatever its bytes are', async () => {
    const answer = await run('head -c 3000000 /dev/zero | tr "\\0" "x"; printf "\\xff\\xfeü"');
    expect(answer).toMatchObject({ state: 'succeeded', bytes: 3_000_004 });
    expect(Math.max(...journal.batches.map(({ offset, next: end }) => end - offset))).toBeLessThanOrEqual(65_536);
    expect(journal.text().length).toBe(3_000_003);
    expect(isGapless()).toBe(true);
  });

  it('sends a trickle in few batches, not one for each line', async () => {
    await run('for i in $(seq 1 500); do echo $i; sleep 0.001; done');
    const gaps = journal.batches.slice(1).map(({ at }, index) => at - journal.batches[index]!.at);
    expect(journal.batches.length).toBeLessThan(120);
    expect(gaps.filter((gap) => gap < 25).length).toBeLessThanOrEqual(gaps.length / 4);
  });

  it('is ended after its time, with all that it started', async () => {
    const answer = await run('sleep 987 & echo on; sleep 988', { timeout: 1 });
    expect(answer).toMatchObject({ state: 'failed', result: 'timeout', exitCode: null });
    expect(await machine.inside('pgrep -f "sleep 98[78]" || echo none')).toBe('none');
  });

  it('is ended on demand', async () => {
    await newExec();
    await put('trap "" TERM; echo on; sleep 986');
    await journal.until(/on/);
    const ended = await relay.client.endExec(id, machine.server, machine.credential);
    expect(ended).toMatchObject({ ok: true, value: { state: 'failed', result: 'signal' } });
    expect(await journal.exit).toMatchObject({ state: 'failed', result: 'signal' });
    expect(await machine.inside('pgrep -f "sleep 98[6]" || echo none')).toBe('none');
  });

  it('that was never sent has not started', async () => {
    await newExec();
    expect(await standing()).toMatchObject({ state: 'not started', exitCode: null });
  });

  it('is lost, not run again, when the server restarts', async () => {
    await newExec();
    const script = 'echo start >>/root/reboot; echo on; sleep 985';
    await put(script);
    await journal.until(/on/);
    await machine.inside('sync');
    await machine.restart();
    expect(await journal.exit).toMatchObject({ state: 'failed' });
    expect(await machine.inside('cat /root/reboot')).toBe('start');
  });

  describe('with secrets', () => {
    const secret = 'hunter2-%&/"quoted"-and-long';
    const secrets = { DB_PASSWORD: secret, PEM: 'line one is long\nline two is long\n' };

    it('has them in its variables and nowhere else, and never in its output', async () => {
      await newExec();
      const script = [
        'printf "%s|" "${SECRET:DB_PASSWORD}"; printf %s "${SECRET:DB_PASSWORD}" | base64 -w0',
        'printf "%s" "${SECRET:PEM}" | sha256sum',
        'ls /var/lib/hydron/execs/exec-*/environment 2>/dev/null; ps axww -o args | grep -c "hunter[2]"',
        'echo "on ${SERVER:web-1}"; sleep 984'
      ].join('\n');
      await put(script, { secrets, servers: { 'web-1': '10.0.0.7' } });
      await journal.until(/on 10\.0\.0\.7/);
      expect(journal.text()).toMatch(/^\[secret DB_PASSWORD\]\|\[secret DB_PASSWORD\]/);
      expect(journal.text()).not.toContain('hunter2');
      expect(journal.text()).toMatch(/\n0\non 10/);
      expect(
        await machine.inside('grep -rl hunter2 /var/lib/hydron --include=script --include=environment || echo none')
      ).toBe('none');
      expect((await standing())!.tail).not.toContain('hunter2');
      await relay.client.endExec(id, machine.server, machine.credential);
      await journal.exit;
    });

    it('keeps its folder from other users', async () => {
      await run('echo x', { secrets });
      expect(await machine.inside('stat -c %a /var/lib/hydron/execs')).toBe('700');
    });

    it('has them struck out when they come in pieces', async () => {
      await run(`s="\${SECRET:DB_PASSWORD}"; printf %s "\${s:0:9}"; sleep 0.3; echo "\${s:9}"`, { secrets });
      expect(journal.text()).toBe('[secret DB_PASSWORD]\n');
    });

    it('tells no output after a restart of the relay, which knows them no more', async () => {
      await run('echo "${SECRET:DB_PASSWORD}"', { secrets });
      await relay.end('SIGTERM');
      relay = await startRelay(state, settings);
      expect(await standing()).toMatchObject({ state: 'succeeded', tail: '' });
    });
  });

  describe('is refused before anything is sent', () => {
    const refused = async (server: Partial<ExecRequest['server']>, privateKey = machine.credential.privateKey) => {
      await newExec();
      return put('touch /root/sent', { server: { ...machine.server, ...server }, credential: { privateKey } });
    };

    it('by a server with another host key than the one that was pinned', async () => {
      const [type, key] = newKey().publicKey.split(' ');
      const answer = await refused({ hostKey: `${type} ${key}` });
      expect(answer).toMatchObject({ state: 'unreachable', result: 'host-key', problem: { code: 'server.host-key' } });
    });

    it('by a server that does not admit the key', async () => {
      const answer = await refused({}, newKey().privateKey);
      expect(answer).toMatchObject({ state: 'unreachable', result: 'refused', problem: { code: 'server.refused' } });
    });

    it('where nothing answers', async () => {
      const answer = await refused({ port: 1 });
      expect(answer).toMatchObject({ state: 'unreachable', problem: { code: 'server.unreachable' } });
      expect(await machine.inside('ls /root/sent 2>/dev/null || echo none')).toBe('none');
    });
  });
});
