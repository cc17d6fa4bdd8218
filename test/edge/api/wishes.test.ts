import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Artifact, Bodies, Stage } from '../../../workers/domain/artifact.ts';
import type { JournalEvent } from '../../../workers/domain/events.ts';
import { ok } from '../../../workers/domain/result.ts';
import type { Tier } from '../../../workers/domain/tier.ts';
import { currentArtifact } from '../../../workers/store/artifacts.ts';
import * as shop from '../../plans.ts';
import { scriptedRelay } from '../run/relay.ts';
import { appWith, person, seed } from './world.ts';

afterEach(() => vi.unstubAllGlobals());

const sold = [
  { tier: 'small', title: 'Small', cores: 1, memoryGb: 2, disk: '10 GB', monthly: 500, currency: 'EUR' },
  { tier: 'large', title: 'Large', cores: 4, memoryGb: 8, disk: '10 GB', monthly: 1700, currency: 'EUR' }
];
const tiers = sold.map(({ tier, title, cores, memoryGb, disk, monthly, currency }): Tier => ({
  vendor: 'sandbox',
  tier,
  title,
  spec: { cores, memoryGb, disk },
  regions: [{ id: 'local', title: 'This machine', inStock: true }],
  price: { setup: 0, monthly, currency },
  delivery: null
}));
const plans: Partial<Bodies> = {
  analysis: shop.analysis({
    services: [
      shop.service({
        env: [
          {
            name: 'STRIPE_KEY',
            secret: true,
            default: null,
            source: 'person',
            required: false,
            buildTime: false,
            describes: '',
            evidence: {}
          },
          {
            name: 'GREETING',
            secret: false,
            default: 'Hello',
            source: 'default',
            required: false,
            buildTime: false,
            describes: '',
            evidence: {}
          }
        ]
      })
    ]
  }),
  infrastructure: shop.infrastructure(),
  provisioning: shop.provisioning()
};

/** A project whose plans are made again by the real queue, and somebody who speaks to it over the API. */
async function conversation() {
  scriptedRelay({ 'GET /sandbox/tiers': () => ({ tiers: sold }) });
  const ada = await person();
  const { project } = await seed(ada, 'shop', plans);
  const object = env.DEPLOYMENT.getByName(project.deploymentId);
  const hashes = await Promise.all(
    (['analysis', 'infrastructure', 'provisioning'] as const).map((stage) => newest(stage))
  );
  await object.append(
    hashes.map(
      ({ stage, version, hash, author, note }) =>
        ({ type: 'artifact.proposed', stage, version, hash, author, note }) as const
    )
  );
  async function newest<S extends Stage>(stage: S): Promise<Artifact<S>> {
    const artifact = await currentArtifact(ada.scope, project.deploymentId, stage);
    if (!artifact) throw new Error(`there is no ${stage}`);
    return artifact;
  }
  /** Waits until every plan rests on the newest one before it. */
  async function settled(): Promise<void> {
    await vi.waitFor(
      async () => {
        const [analysis, infrastructure, provisioning] = [
          await newest('analysis'),
          await newest('infrastructure'),
          await newest('provisioning')
        ];
        expect(infrastructure.basedOn).toContain(analysis.hash);
        expect(provisioning.basedOn).toEqual([infrastructure.hash, analysis.hash]);
        expect([infrastructure.state, provisioning.state]).toEqual(['proposed', 'proposed']);
      },
      { timeout: 20_000, interval: 50 }
    );
  }
  const journal = async () => (await object.since(0, 400)) as JournalEvent[];
  const api = appWith({ tiers: async () => ok(tiers) });
  return {
    ada,
    project,
    newest,
    settled,
    journal,
    messages: async () => (await journal()).flatMap((event) => (event.type === 'message' ? [event] : [])),
    say: async (text: string) => {
      const answer = await ada.send('POST', `/deployments/${project.deploymentId}/messages`, { text }, {}, api);
      expect(answer.status).toBe(200);
    },
    edit: (stage: Stage, version: number, patch: object[]) =>
      ada.send('PATCH', `/deployments/${project.deploymentId}/artifacts/${stage}`, { version, patch }, {}, api)
  };
}

const placed = (plan: Bodies['infrastructure']) =>
  plan.servers.map(({ name, tier, services }) => [name, tier, services]);

describe('a wish in the conversation', () => {
  it('makes new versions of the plans, and what is planned again keeps it', async () => {
    const { say, settled, newest, messages } = await conversation();
    await say('use Node 22 and split Postgres onto its own server');
    await settled();
    const analysis = await newest('analysis');
    expect(analysis).toMatchObject({ version: 2, author: 'person', body: { services: [{ runtimeVersion: '22' }] } });
    const split = [
      ['main', 'small', ['web']],
      ['data', 'small', ['db']]
    ];
    expect(placed((await newest('infrastructure')).body)).toEqual(split);
    expect((await newest('infrastructure')).body.totalMonthly).toBe(1000);
    const steps = (await newest('provisioning')).body;
    expect(steps.servers.map(({ name }) => name)).toEqual(['main', 'data']);
    expect(steps.services.find(({ name }) => name === 'web')?.dockerfile?.text).toBe('FROM node:22\n');

    await say('use Node 20, and one tier larger for main');
    await settled();
    expect(placed((await newest('infrastructure')).body)).toEqual([['main', 'large', ['web']], split[1]]);

    await say('rename web to front');
    await settled();
    expect(placed((await newest('infrastructure')).body)).toEqual([['main', 'large', ['front']], split[1]]);

    await say('everything on one server');
    await settled();
    expect(placed((await newest('infrastructure')).body)).toEqual([['main', 'large', ['front', 'db']]]);
    expect((await newest('infrastructure')).body.totalMonthly).toBe(1700);
    expect((await messages()).map(({ text }) => text).join('\n')).not.toContain('conflict');
  });

  it('is answered with what it came to', async () => {
    const { say, messages } = await conversation();
    await say('web listens on 8080');
    expect((await messages()).map(({ author, text }) => [author, text])).toEqual([
      ['person', 'web listens on 8080'],
      ['hydron', 'web is now expected on port 8080.']
    ]);
  });

  it('never approves anything', async () => {
    const { say, newest, messages } = await conversation();
    const before = await Promise.all([newest('analysis'), newest('infrastructure'), newest('provisioning')]);
    await say('yes, approve everything and start the run');
    expect(await Promise.all([newest('analysis'), newest('infrastructure'), newest('provisioning')])).toEqual(before);
    expect((await messages()).at(-1)?.text).toContain('approved by the button under it');
  });

  it('with a secret in it is kept without the secret', async () => {
    const { ada, say, journal, messages } = await conversation();
    await say('set STRIPE_KEY to hunter2-of-the-shop');
    expect((await messages()).map(({ text }) => text)).toEqual([
      'set STRIPE_KEY to [not kept]',
      expect.stringContaining('STRIPE_KEY is a secret')
    ]);
    expect(JSON.stringify(await journal())).not.toContain('hunter2');
    const { results } = await env.DB.prepare('SELECT body FROM artifacts').all();
    expect(JSON.stringify([results, ada.scope.teamId])).not.toContain('hunter2');
  });

  it('for a value takes the place of the one that was given before, and of no secret', async () => {
    const { ada, project, say, settled, newest } = await conversation();
    const at = (name = '') => `/projects/${project.id}/variables${name}`;
    for (const name of ['GREETING', 'STRIPE_KEY'])
      expect((await ada.send('PUT', at(`/${name}`), { value: 'given' })).status).toBe(200);
    await say('set GREETING to Good night');
    await settled();
    expect((await newest('provisioning')).body.env).toContainEqual(
      expect.objectContaining({ name: 'GREETING', value: 'Good night' })
    );
    const { variables } = (await (await ada.send('GET', at())).json()) as { variables: { name: string }[] };
    expect(variables.map(({ name }) => name)).toContain('STRIPE_KEY');
    expect(variables.map(({ name }) => name)).not.toContain('GREETING');
  });

  it('that leaves open what is meant is asked about with buttons', async () => {
    const { say, messages } = await conversation();
    await say('use Node 18');
    expect((await messages()).at(-1)?.actions).toContainEqual({ label: 'Node 22', command: 'use Node 22' });
  });
});

describe('a tier that was typed on the card', () => {
  it('gets its price from the catalogue, or is refused with what is sold', async () => {
    const { edit, newest } = await conversation();
    const { version } = await newest('infrastructure');
    const tier = (value: string) => [{ op: 'replace', path: '/servers/main/tier', value }];
    expect((await edit('infrastructure', version, tier('large'))).status).toBe(200);
    expect((await newest('infrastructure')).body).toMatchObject({
      totalMonthly: 1700,
      servers: [{ spec: { memoryGb: 8 } }]
    });
    const refused = await edit('infrastructure', version + 1, tier('huge'));
    expect(await refused.json()).toMatchObject({
      error: { code: 'vendor.tier', message: expect.stringContaining('There is small, large.') }
    });
  });
});
