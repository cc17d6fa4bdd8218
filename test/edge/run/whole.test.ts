import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { phases } from '../../../workers/domain/phase.ts';
import { listServers } from '../../../workers/store/servers.ts';
import { scriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const twoSteps = plansWith([step('prepare'), step('launch', { phase: 'code-deploy' })]);

describe('a run', () => {
  it('goes through the seven phases and executes the approved texts once', async () => {
    const relay = scriptedRelay();
    const { ada, start, reaches, events } = await approvedProject(twoSteps);
    const runId = await start();
    await relay.play(await relay.running('prepare'));
    await relay.play(await relay.running('launch'), {}, 2);
    const run = await reaches(runId, 'completed');

    expect((await events('phase.ended')).map(({ phase, ok }) => [phase, ok])).toEqual(
      phases.map((name) => [name, true])
    );
    expect((await events('output')).map(({ text }) => text)).toEqual(['ran prepare\n', 'ran launch\n']);
    expect(relay.called('PUT /sandbox/orders/')).toHaveLength(1);
    expect(relay.execs().map(({ times }) => times)).toEqual([1, 1]);
    expect(relay.execs()[0]?.request.script).toContain('echo step-prepare');
    expect(await listServers(ada.scope)).toMatchObject([{ name: 'main', state: 'ready', tier: 'small' }]);
    expect(run.endedAt).not.toBeNull();
    expect(relay.unexpected).toEqual([]);
  });

  it('ends at the step that fails, by its name, and goes no further', async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(twoSteps);
    const runId = await start();
    await relay.play(await relay.running('prepare'), { text: 'E: no space\n', exitCode: 100 });
    const run = await reaches(runId, 'failed');
    expect(run.reason).toBe('provisioning: Do prepare failed on main: exit 100');
    expect((await events('step')).at(-1)).toMatchObject({ stepId: 'prepare', state: 'failed', exitCode: 100 });
    expect(relay.execs()).toHaveLength(1);
  });

  it('fails by the name of the probe that does not pass', async () => {
    const relay = scriptedRelay({
      'POST /probes': () => ({
        status: 502,
        headers: {},
        body: '',
        timings: { connect: 1, tls: 1, firstByte: 1, total: 3 },
        certificate: null,
        problem: null
      })
    });
    const { start, reaches } = await approvedProject(plansWith([step('prepare')]));
    const runId = await start();
    await relay.play(await relay.running('prepare'));
    const run = await reaches(runId, 'failed');
    expect(run.reason).toContain('probe home (https://shop.test/): status 502, expected 200 to 299');
  });

  it('stops before it orders anything when the price rose', async () => {
    const dearer = { tier: 'small', title: 'S', cores: 1, memoryGb: 1, disk: '1', monthly: 1291, currency: 'EUR' };
    const relay = scriptedRelay({ 'GET /sandbox/tiers': () => ({ tiers: [dearer] }) });
    const { start, reaches, events } = await approvedProject(twoSteps);
    const run = await reaches(await start(), 'failed');
    expect(run.reason).toContain('small now costs EUR 12.91 a month; EUR 12.90 was approved');
    expect((await events('phase.ended')).at(-1)).toMatchObject({ phase: 'purchase', outcome: 'price rose' });
    expect(relay.called('PUT /sandbox/orders/')).toEqual([]);
  });

  it('waits for a server that is delivered late, and says what the vendor says', async () => {
    let looks = 0;
    const relay = scriptedRelay({
      'GET /sandbox/orders/': ({ path }) => ({
        key: path.split('/').at(-1),
        state: ++looks < 3 ? 'placed' : 'delivered',
        serverId: looks < 3 ? null : 'box-1',
        problem: looks < 3 ? { code: 'x', message: 'It is being racked.' } : null
      })
    });
    const { start, reaches, events } = await approvedProject(plansWith([step('prepare')], []));
    const runId = await start();
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
    expect((await events('note')).filter(({ text }) => text === 'It is being racked.')).toHaveLength(1);
    expect(relay.called('PUT /sandbox/orders/')).toHaveLength(1);
  });

  it('skips what is in place on a server that is there, and buys nothing', async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(plansWith([step('prepare')], []));
    const first = await start();
    await relay.play(await relay.running('prepare'));
    await reaches(first, 'completed');
    const second = await start();
    await relay.play(await relay.running('prepare'), { text: 'Already in place.\n', exitCode: 222 });
    await reaches(second, 'completed');
    const outcomes = (await events('phase.ended')).filter(({ runId }) => runId === second);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['in place', 'delivered', 'skipped', 'done'])
    );
    expect((await events('step')).at(-1)).toMatchObject({ state: 'skipped', reason: 'already in place' });
    expect(relay.called('PUT /sandbox/orders/')).toHaveLength(1);
  });

  it('takes the relay at its word when the callback of an end never comes', { timeout: 90_000 }, async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(plansWith([step('prepare')], []));
    const runId = await start();
    relay.endSilently(await relay.running('prepare'), 'the last words\n');
    await vi.waitFor(async () => expect((await events('output')).at(-1)?.text).toBe('the last words\n'), {
      timeout: 80_000,
      interval: 500
    });
    await reaches(runId, 'completed');
  });
});

describe('a run that may not go on', () => {
  it('does not start without three approvals', async () => {
    scriptedRelay();
    const { ada, seeded, object } = await approvedProject(twoSteps);
    const patch = [{ op: 'replace', path: '/services/web/port', value: 4000 }];
    await ada.send('PATCH', `/deployments/${seeded.project.deploymentId}/artifacts/analysis`, { version: 1, patch });
    const refused = await object.startRun({ userId: ada.user.id });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'approval.missing' } });
  });

  it('starts once, however often it is asked for at a time', async () => {
    const relay = scriptedRelay();
    const { ada, object, signal, reaches } = await approvedProject(twoSteps);
    const answers = await Promise.all(Array.from({ length: 4 }, () => object.startRun({ userId: ada.user.id })));
    const started = answers.flatMap((answer) => (answer.ok ? [answer.value.runId] : []));
    expect(started).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.problem.code === 'run.under-way')).toHaveLength(3);
    await relay.running('prepare');
    await signal(started[0] ?? '', 'stop');
    await reaches(started[0] ?? '', 'stopped');
  });

  it('executes nothing when what was approved reads otherwise now', async () => {
    const relay = scriptedRelay();
    const { seeded, start, reaches } = await approvedProject(twoSteps);
    await env.DB.prepare(
      "UPDATE artifacts SET body = replace(body, 'step-launch', 'step-evil') WHERE deployment_id = ?"
    )
      .bind(seeded.project.deploymentId)
      .run();
    const run = await reaches(await start(), 'failed');
    expect(run.reason).toContain('the provisioning differs from what was approved');
    expect(relay.calls).toEqual([]);
  });
});
