import { beforeAll, describe, expect, inject, it } from 'vitest';
import { findProject, openClient, type ProjectPage } from '../../cli/client.ts';
import { publishFixture } from '../harness/repository.ts';
import { getPage } from '../harness/https.ts';
import { sandboxNames } from '../harness/sandbox.ts';
import { account, hydron, type Said } from '../harness/terminal.ts';
import { sendVisitors } from '../harness/visitors.ts';

const { url, token, state, gitRoot, gitUrl } = inject('shared');
const client = openClient(url, token);

const read = async (name: string): Promise<ProjectPage> => {
  const page = await findProject(client, name);
  if (!page.ok) throw new Error(page.problem.message);
  return page.value;
};
const eventsOf = <T extends Said['events'][number]['type']>(said: Said, type: T) =>
  said.events.filter((event): event is Extract<Said['events'][number], { type: T }> => event.type === type);

let deployed: Said;

describe('a Python app deployed from the terminal', () => {
  let commit: string;
  beforeAll(async () => {
    commit = publishFixture(gitRoot, 'greeter');
    deployed = await hydron(state, [
      'deploy',
      `${gitUrl}/greeter.git`,
      '--yes',
      '--json',
      '--env',
      'GREETING=Good day'
    ]);
  });

  it('ends well', () => {
    expect(deployed.code, account(deployed)).toBe(0);
    expect(eventsOf(deployed, 'run.state').at(-1)).toMatchObject({ state: 'completed' });
    expect(eventsOf(deployed, 'probe').filter((probe) => !probe.ok)).toEqual([]);
  });

  it('was approved three times, and runs the commit that was analysed', async () => {
    expect(eventsOf(deployed, 'artifact.approved').map((event) => event.stage)).toEqual([
      'analysis',
      'infrastructure',
      'provisioning'
    ]);
    const page = await read('greeter');
    expect(page.runs[0]).toMatchObject({ commit, state: 'completed', number: 1 });
  });

  it('answers over HTTPS with the value that it was given, and with a key that was made up', async () => {
    const [live] = eventsOf(deployed, 'live');
    const page = await getPage(`${live!.url.replace(/\/$/, '')}/?name=Ada`, {
      authority: live!.authority!,
      address: '127.0.0.1'
    });
    expect(page.status).toBe(200);
    expect(JSON.parse(page.body)).toEqual({ message: 'Good day, Ada', signed: true });
  });

  it('numbers its events without a gap', () => {
    const numbers = deployed.events.map((event) => event.seq).filter((seq) => seq !== undefined);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('shows no secret in what it prints', async () => {
    const log = await hydron(state, ['logs', 'greeter']);
    expect(log.code, account(log)).toBe(0);
    expect(log.stdout).toContain('code-deploy');
    expect(log.stdout + deployed.stdout).not.toMatch(/SECRET_KEY=(?!\$\{SECRET)[^\s"\\]{16,}/);
  });

  it('stands in the list', async () => {
    const listed = await hydron(state, ['status']);
    expect(listed.stdout).toMatch(/greeter\s+http\S+\s+live\s+1 completed\s+https:\/\/greeter-/);
  });
});

describe('a second run', () => {
  it('skips what is in place, pauses, resumes and ends well', async () => {
    const signals: Promise<Said>[] = [];
    const redeployed = await hydron(state, ['redeploy', 'greeter', '--json'], (line) => {
      const event = JSON.parse(line) as Said['events'][number];
      if (event.type === 'phase.started' && event.phase === 'provisioning')
        signals.push(hydron(state, ['pause', 'greeter']));
      if (event.type === 'run.state' && event.state === 'paused') signals.push(hydron(state, ['resume', 'greeter']));
    });
    expect(redeployed.code, account(redeployed)).toBe(0);
    for (const said of await Promise.all(signals)) expect(said.code, account(said)).toBe(0);
    expect(eventsOf(redeployed, 'run.state').map((event) => event.state)).toEqual(
      expect.arrayContaining(['paused', 'in progress', 'completed'])
    );
    expect(eventsOf(redeployed, 'phase.ended').find((event) => event.phase === 'purchase')).toMatchObject({
      outcome: 'in place'
    });
    const provisioning = eventsOf(redeployed, 'step').filter((event) => event.phase === 'provisioning');
    expect(provisioning.filter((event) => event.state === 'skipped').length).toBeGreaterThan(3);
    expect(provisioning.filter((event) => event.state === 'completed')).toEqual([]);
  });

  it('is stopped, and goes on when it is resumed', async () => {
    let stop: Promise<Said> | null = null;
    const stopped = await hydron(state, ['redeploy', 'greeter', '--json'], (line) => {
      const event = JSON.parse(line) as Said['events'][number];
      if (event.type === 'phase.started' && event.phase === 'provisioning') stop ??= hydron(state, ['stop', 'greeter']);
    });
    expect(stopped.code).toBe(1);
    expect(eventsOf(stopped, 'run.state').at(-1)).toMatchObject({ state: 'stopped' });
    const resumed = await hydron(state, ['resume', 'greeter']);
    expect(resumed.code, account(resumed)).toBe(0);
    await hydron(state, ['logs', 'greeter', '--follow']);
    expect((await read('greeter')).runs.find((run) => run.number === 3)).toMatchObject({ state: 'completed' });
  });
});

describe('what is said to it', () => {
  it('is answered from its plans', async () => {
    const asked = await hydron(state, ['say', 'greeter', 'which port does greeter use?']);
    expect(asked.code, account(asked)).toBe(0);
    expect(asked.stdout).toMatch(/web listens on \d+/);
  });

  it('becomes a version of a plan, and approves nothing', async () => {
    const { version = 0 } = (await read('greeter')).artifacts.analysis ?? {};
    const said = await hydron(state, ['say', 'greeter', 'set', 'GREETING', 'to', 'Good night', '--json']);
    expect(said.code, account(said)).toBe(0);
    expect(eventsOf(said, 'artifact.proposed')[0]).toMatchObject({ stage: 'analysis', version: version + 1 });
    expect((await read('greeter')).artifacts.analysis).toMatchObject({ author: 'person', state: 'proposed' });
    const refused = await hydron(state, ['say', 'greeter', 'approve it']);
    expect(refused.stdout).toContain('approved by the button under it, or with hydron approve');
    expect((await read('greeter')).artifacts.analysis?.state).toBe('proposed');
  });
});

describe('a changed service, deployed while visitors come', () => {
  it('takes over without a request that fails, and the old one is gone afterwards', async () => {
    const [live] = eventsOf(deployed, 'live');
    const crowd = sendVisitors(live!.url, live!.authority!);
    const approved = await hydron(state, ['approve', 'greeter', '--yes', '--json']);
    expect(approved.code, account(approved)).toBe(0);
    const changed = () => [...crowd.visits.bodies].find(([body]) => body.includes('Good night'))?.[1] ?? 0;
    const before = changed();
    await expect.poll(changed, { timeout: 60_000 }).toBeGreaterThan(before + 20);
    const { bodies, failures } = await crowd.leave();
    expect(failures).toEqual([]);
    expect([...bodies.keys()].map((body) => (JSON.parse(body) as { message: string }).message)).toEqual([
      'Good day, world',
      'Good night, world'
    ]);
    const steps = eventsOf(approved, 'step').filter(({ state }) => state === 'completed');
    expect(steps.map(({ stepId }) => stepId)).toEqual(expect.arrayContaining(['start-web', 'switch', 'retire']));
    expect(eventsOf(approved, 'run.state').at(-1)).toMatchObject({ state: 'completed' });
  });
});

describe('destroying it', () => {
  it('needs its name', async () => {
    const refused = await hydron(state, ['destroy', 'greeter', '--yes', 'greet']);
    expect(refused.code).toBe(1);
    expect((await read('greeter')).servers[0]).toMatchObject({ state: 'ready' });
  });

  it('releases its server and forgets it', async () => {
    const before = await sandboxNames();
    const destroyed = await hydron(state, ['destroy', 'greeter', '--yes', 'greeter']);
    expect(destroyed.code, account(destroyed)).toBe(0);
    expect((await findProject(client, 'greeter')).ok).toBe(false);
    expect(await sandboxNames()).toHaveLength(before.length - 1);
  });
});

describe('what cannot be deployed', () => {
  it.each([
    ['ext::sh -c id', 'Remote helpers'],
    ['https://me:secret@example.org/owner/name', 'credentials'],
    ['file:///etc', 'not allowed']
  ])('%s is refused at once', async (source, says) => {
    const refused = await hydron(state, ['deploy', source, '--yes']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(says);
  });

  it('is a repository that is not there, and says so', async () => {
    const refused = await hydron(state, ['deploy', `${gitUrl}/nothing.git`, '--yes']);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/Analysis failed: .*(not found|does not exist|no repository)/i);
  });

  it('is a private address that was not named in the settings', async () => {
    const refused = await hydron(state, ['deploy', 'http://127.0.0.1:9/owner/name', '--yes']);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/Analysis failed/);
  });
});
