import { env } from 'cloudflare:workers';
import { expect, inject, vi } from 'vitest';
import { stages, type Bodies, type Stage } from '../../../workers/domain/artifact.ts';
import type { EventBody, JournalEvent, SocketFrame } from '../../../workers/domain/events.ts';
import { artifactVersion, currentArtifact } from '../../../workers/store/artifacts.ts';
import { setModelKey } from '../../../workers/store/model-key.ts';
import { setProjectModel } from '../../../workers/store/projects.ts';
import type { Scenario } from '../../harness/messages-server.ts';
import * as plans from '../api/plans.ts';
import { person, seed } from '../api/world.ts';
import { relayOrigin } from '../run/relay.ts';
import { playing } from '../scripted.ts';

export const sonnet = 'claude-sonnet-5-5';

const sold = (tier: string, memoryGb: number, monthly: number) => ({
  ...{ tier, title: tier, cores: 1, memoryGb, disk: '10 GB', monthly, currency: 'EUR' }
});

/** A relay that sells two tiers and does nothing else; whatever goes to the scripted model's server goes there. */
function tiersAlone(): void {
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (request.url.startsWith(inject('messagesUrl'))) return real(request);
    if (request.url === `${relayOrigin}/sandbox/tiers`)
      return Response.json({ tiers: [sold('small', 1, 1290), sold('medium', 2, 2580)] });
    return Response.json({ error: { code: 'relay.unscripted', message: 'Nobody expected this.' } }, { status: 422 });
  });
}

const [server] = plans.infrastructure.servers;
export const mediumServer = {
  ...server!,
  tier: 'medium',
  region: 'local',
  spec: { cores: 1, memoryGb: 2, disk: '10 GB' },
  price: { setup: 0, monthly: 2580, currency: 'EUR' }
};
export const infrastructure = { ...plans.infrastructure, servers: [mediumServer], totalMonthly: 2580 };

const [web] = plans.analysis.services;

/** Plans with a database, an own Dockerfile and a published port, for wishes to be about. */
export const shop: Partial<Bodies> = {
  analysis: {
    ...plans.analysis,
    services: [
      { ...web!, image: null, dependsOn: ['db'], dockerfile: generated('FROM node:24\nCMD ["node", "server.js"]\n') }
    ],
    datastores: [
      { name: 'db', kind: 'postgres', version: '17', requirement: 'required', reason: 'pg is imported', evidence: {} }
    ]
  },
  infrastructure: {
    ...infrastructure,
    servers: [{ ...mediumServer, services: ['web', 'db'] }],
    needs: [...plans.infrastructure.needs, { name: 'db', memoryMb: 256, reason: 'a small database' }]
  },
  provisioning: { ...plans.provisioning, services: [publishing(8080)] }
};

function generated(text: string) {
  return { origin: 'generated' as const, path: 'Dockerfile', context: '.', text, ignore: null, target: null };
}

function publishing(port: number): Bodies['provisioning']['services'][number] {
  return {
    name: 'web',
    server: 'main',
    role: 'service',
    image: 'shop-web:1',
    build: true,
    dockerfile: null,
    command: null,
    volumes: [],
    port: 3000,
    ports: [{ host: port, container: 3000, address: null }],
    healthcheck: null,
    limits: { memoryMb: 256, cpus: null },
    startOrder: 1
  };
}

export type Talk = Awaited<ReturnType<typeof conversation>>;

/** An edit has the plans that rest on it made again; their calls may come before a test is over, and change nothing. */
const plansAgain: Scenario = [
  {
    name: 'servers planned again',
    when: { system: ['You look over the choice of servers'] },
    expect: { model: sonnet, tools: [] },
    reply: { json: { needs: [], placement: null, servers: [], rationale: [] } },
    times: 'any'
  }
];

/** A project whose model plays a scenario, and what people see and do in its conversation. */
export async function conversation(scenario: Scenario, bodies: Partial<Bodies> = {}) {
  tiersAlone();
  const ada = await person();
  const { project, hashes } = await seed(ada, 'shop', { infrastructure, ...bodies });
  const key = scenario.length > 0 ? await playing([...scenario, ...plansAgain]) : 'sk-ant-that-plays-nothing';
  await setModelKey(ada.scope, env.HYDRON_SECRET_KEY ?? '', key);
  await setProjectModel(ada.scope, project.id, { model: sonnet });
  const { deploymentId } = project;
  const at = `/deployments/${deploymentId}`;
  const object = env.DEPLOYMENT.getByName(deploymentId);
  for (const stage of stages)
    await object.append([
      { type: 'artifact.proposed', stage, version: 1, hash: hashes[stage], author: 'rules', note: '' }
    ]);
  const journal = async () => (await object.since(0, 400)) as JournalEvent[];
  const of = async <T extends EventBody['type']>(type: T) =>
    (await journal()).filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
  const messages = async () => (await of('message')).map(({ author, text }) => `${author}: ${text}`);
  return {
    ada,
    project,
    hashes,
    key,
    object,
    journal,
    of,
    messages,
    say: (text: string) => ada.send('POST', `${at}/messages`, { text }),
    stop: async () => (await ada.send('POST', `${at}/messages/stop`, {})).json<{ stopped: boolean }>(),
    now: <S extends Stage>(stage: S) => currentArtifact(ada.scope, deploymentId, stage),
    version: (stage: Stage, version: number) => artifactVersion(ada.scope, deploymentId, stage, version),
    answers: (text: string) => vi.waitFor(async () => expect(await messages()).toContain(text), { timeout: 15_000 }),
    watch: async (): Promise<{ frames: SocketFrame[]; partials(): string[]; close(): void }> => {
      const response = await ada.send('GET', `${at}/socket`, undefined, { upgrade: 'websocket' });
      const frames: SocketFrame[] = [];
      response.webSocket?.addEventListener('message', ({ data }) =>
        frames.push(JSON.parse(String(data)) as SocketFrame)
      );
      response.webSocket?.accept();
      return {
        frames,
        partials: () => frames.flatMap((frame) => (frame.kind === 'partial' ? [frame.text] : [])),
        close: () => response.webSocket?.close()
      };
    }
  };
}
