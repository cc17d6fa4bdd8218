import { describe, expect, it } from 'vitest';
import type { Bodies } from '../../../workers/domain/artifact.ts';
import type { Exchange } from '../../harness/messages-server.ts';
import { usageSince } from '../../../workers/store/usage.ts';
import * as plans from '../api/plans.ts';
import { planning, sonnet } from './planning.ts';

const files = {
  'package.json': '{"dependencies":{"express":"5.0.0","@qdrant/js-client-rest":"1.15.0"}}',
  'server.js':
    "import { QdrantClient } from '@qdrant/js-client-rest';\nnew QdrantClient({ url: process.env.QDRANT_URL });"
};
const [web] = plans.analysis.services;
if (!web) throw new Error('the smallest analysis has a service');
const qdrantUrl = {
  name: 'QDRANT_URL',
  secret: false,
  default: null,
  source: 'person' as const,
  required: true,
  buildTime: false,
  describes: '',
  evidence: {}
};
const bodies = { analysis: { ...plans.analysis, services: [{ ...web, env: [qdrantUrl] }] } } satisfies Partial<Bodies>;

const servers = { needs: [], placement: null, servers: [], rationale: [] };
const medium = { server: 'main', tier: 'sandbox/medium', region: 'local' };
const steps = { packages: [], releases: [], stores: [] };
const qdrant = {
  name: 'qdrant',
  image: 'qdrant/qdrant:v1.15.4',
  port: 6333,
  data: '/qdrant/storage',
  health: null,
  startSeconds: 30,
  memoryMb: 200,
  env: [],
  used: [{ service: 'web', variable: 'QDRANT_URL', value: 'http://{host}:{port}' }],
  evidence: [{ path: 'server.js', line: 1, excerpt: "from '@qdrant/js-client-rest'" }]
};

const chooses = (json: object): Exchange => ({
  expect: {
    model: sonnet,
    tools: [],
    system: ['You look over the choice of servers'],
    says: ['sandbox/medium: 2 cores']
  },
  reply: { json }
});
const adds = (json: object): Exchange => ({
  expect: {
    model: sonnet,
    tools: ['list_files', 'read_file', 'search'],
    system: ['You look over how a deployment will be set up'],
    says: ['<untrusted-data from="plan">', 'QDRANT_URL']
  },
  reply: { json }
});

describe('servers that are proposed with a model', () => {
  it('are its choice at the catalogue’s price, in its name, with what it cost more and what it cost itself', async () => {
    const { propose, journal, ada } = await planning(
      [
        chooses({
          ...servers,
          servers: [medium, { ...medium, tier: 'sandbox/colossal' }],
          rationale: [{ server: 'main', text: 'A shop with room for a busy day.' }]
        })
      ],
      { bodies }
    );
    const { body, author, note, state } = await propose('infrastructure');
    expect(author).toBe('model');
    expect(body).toMatchObject({ totalMonthly: 2580, servers: [{ tier: 'medium', price: { monthly: 2580 } }] });
    expect(body.servers[0]!.rationale).toContain('The model: A shop with room for a busy day. The figures:');
    expect(body.servers[0]!.rationale).toContain('EUR 12.90 more a month than by rules alone');
    expect(note).toContain('1 of its proposals was dropped.');
    expect(note).toContain('EUR 12.90 more a month');
    expect(state).toBe('proposed');
    const events = await journal();
    expect(events.filter(({ type }) => type === 'artifact.approved')).toEqual([]);
    expect(events.map((event) => event.type === 'stage.progress' && event.text)).toContain(
      'Left out what the model said of the tier of main: it is not on the list'
    );
    expect((await usageSince(ada.scope, 0)).map(({ place }) => place)).toEqual(['infrastructure']);
  });

  it('are chosen beside the rules’ each time, so that what they cost more is said again', async () => {
    const dearer = chooses({ ...servers, servers: [medium] });
    const { propose } = await planning([dearer, dearer], { bodies });
    const first = await propose('infrastructure');
    const second = await propose('infrastructure');
    expect(second.version).toBe(2);
    expect(second.body.servers).toEqual(first.body.servers);
    expect(second.note).toContain('EUR 12.90 more a month');
  });

  it('stay as a person set them', async () => {
    const { propose, edit } = await planning(
      [
        chooses(servers),
        {
          expect: { model: sonnet, never: ['sandbox/medium: 2 cores'], schema: true },
          reply: { json: { ...servers, servers: [medium] } }
        }
      ],
      { bodies }
    );
    const { version, body } = await propose('infrastructure');
    expect(body.servers[0]!.tier).toBe('small');
    const edited = await edit({
      stage: 'infrastructure',
      version,
      patch: [{ op: 'replace', path: '/servers/main/os', value: 'ubuntu-22.04' }],
      note: '',
      author: 'person'
    });
    expect(edited).toMatchObject({ ok: true });
    const again = await propose('infrastructure');
    expect(again.body.servers[0]).toMatchObject({ tier: 'small', os: 'ubuntu-22.04' });
    expect(again.note).toContain('1 of its proposals was dropped.');
  });

  it('are the rules’ where the budget does not allow the model, which says so with a button', async () => {
    const unasked: Exchange = { expect: { model: sonnet }, reply: { text: 'x' }, times: 0 };
    const { propose, journal } = await planning([unasked], { bodies, modelBudget: 0 });
    expect(await propose('infrastructure')).toMatchObject({
      author: 'rules',
      note: 'Planned for analysis version 1.',
      body: { servers: [{ tier: 'small' }] }
    });
    const message = (await journal()).find((event) => event.type === 'message');
    expect(message).toMatchObject({
      text: expect.stringContaining('This project lets its model cost $0 a month'),
      actions: expect.arrayContaining([{ label: 'Go on by rules', command: expect.any(String) }])
    });
  });

  it('are the rules’ where no model is picked, and nothing is asked', async () => {
    const unasked: Exchange = { expect: { model: sonnet }, reply: { text: 'x' }, times: 0 };
    const { propose, journal } = await planning([unasked], { bodies, model: null });
    expect(await propose('infrastructure')).toMatchObject({ author: 'rules', note: 'Planned for analysis version 1.' });
    expect((await journal()).some(({ type }) => type === 'message')).toBe(false);
  });

  it('are the rules’ where the model declines', async () => {
    const { propose, journal } = await planning(
      [{ expect: { model: sonnet }, reply: { text: 'No.', stop: 'refusal' } }],
      { bodies }
    );
    expect(await propose('infrastructure')).toMatchObject({ author: 'rules' });
    expect((await journal()).some((event) => event.type === 'message' && event.text.includes('declined'))).toBe(true);
  });
});

describe('steps that are proposed with a model', () => {
  const both = { ...bodies, infrastructure: plans.infrastructure };

  it('hold the datastore that it found in the code, and the checkout is that of the analysis', async () => {
    const { propose, relay, journal } = await planning([adds({ ...steps, stores: [qdrant] })], { files, bodies: both });
    const { body, author, note } = await propose('provisioning');
    expect(author).toBe('model');
    expect(note).toContain('A model added the datastore qdrant.');
    expect(body.services.map(({ name }) => name)).toEqual(['qdrant', 'web']);
    expect(body.env).toContainEqual(expect.objectContaining({ name: 'QDRANT_URL', value: 'http://qdrant:6333' }));
    expect(body.services[0]).toMatchObject({ ports: [], volumes: [{ path: '/qdrant/storage' }] });
    expect(relay.called('POST /checkouts')).toMatchObject([{ body: { ref: plans.analysis.commit } }]);
    expect((await journal()).filter(({ type }) => type === 'model.used')).toHaveLength(1);
  });

  it('keep that datastore when they are proposed again', async () => {
    const again = { expect: { says: ['qdrant/qdrant:v1.15.4'], never: ['"QDRANT_URL"'] }, reply: { json: steps } };
    const { propose } = await planning([adds({ ...steps, stores: [qdrant] }), again], { files, bodies: both });
    const first = await propose('provisioning');
    const second = await propose('provisioning');
    expect(second).toMatchObject({ version: 2, author: 'rules', body: first.body });
  });

  it('are the rules’ own where all that it adds is smuggled', async () => {
    const smuggled = { ...qdrant, data: '/var/run/docker.sock' };
    const elsewhere = { ...qdrant, image: 'evil/qdrant:1' };
    const scenario = [adds(steps), adds({ ...steps, stores: [smuggled, elsewhere] })];
    const { propose, journal } = await planning(scenario, { files, bodies: both });
    const rules = await propose('provisioning');
    const outcome = await propose('provisioning');
    expect(outcome.body).toEqual(rules.body);
    expect(outcome).toMatchObject({
      author: 'rules',
      note: expect.stringContaining('2 of its proposals were dropped.')
    });
    expect((await journal()).filter((event) => event.type === 'stage.progress').length).toBeGreaterThan(1);
  });
});
