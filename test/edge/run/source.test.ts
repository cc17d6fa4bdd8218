import { afterEach, expect, it, vi } from 'vitest';
import type { ExecRequest } from '../../../relay/protocol.ts';
import type { Bodies } from '../../../workers/domain/artifact.ts';
import * as plans from '../api/plans.ts';
import { scriptedRelay, type Called, type Handed } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const [web] = plans.analysis.services;
if (!web) throw new Error('the smallest analysis has a service');
const dockerfile = (text: string) => ({
  origin: 'generated' as const,
  path: '.hydron/web.Dockerfile',
  context: '.',
  text,
  ignore: '.git\n',
  target: null
});
const unit = {
  name: 'web',
  server: 'main',
  role: 'service' as const,
  image: 'hydron/shop-web:1',
  build: true,
  dockerfile: dockerfile('FROM node:24\nRUN apt-get install -y libzbar0\n'),
  command: null,
  volumes: [],
  port: 3000,
  ports: [],
  healthcheck: null,
  limits: { memoryMb: 256, cpus: null },
  startOrder: 1
};

/** A plan whose Dockerfile has a package more than that of the analysis. */
function withPackage(): Partial<Bodies> {
  const source = step('source', {
    kind: 'source',
    phase: 'code-deploy',
    check: 'ls step-look',
    parameters: { folder: '/srv/shop' }
  });
  const bodies = plansWith([step('prepare'), source]);
  return {
    ...bodies,
    analysis: { ...plans.analysis, services: [{ ...web!, image: null, dockerfile: dockerfile('FROM node:24\n') }] },
    provisioning: { ...bodies.provisioning!, services: [unit] }
  };
}

const inProgress = { state: 'in progress', exitCode: null, result: null, bytes: 0, tail: '', problem: null };
const under = (body: unknown): Pick<Handed, 'execId' | 'request'> => {
  const request = { ...(body as ExecRequest & { execId: string }), offset: 0 };
  return { execId: request.execId, request };
};

it('lays the Dockerfiles of the approved plan over the source, with the packages that were added to them there', async () => {
  const checkout = ({ body }: Called) => ({
    id: (body as { id: string }).id,
    commit: plans.analysis.commit,
    ref: 'main',
    tree: [],
    truncated: false
  });
  const relay = scriptedRelay({
    'POST /checkouts': checkout,
    'POST /checkouts/': ({ body }) => ({ execId: under(body).execId, ...inProgress })
  });
  const { start, reaches } = await approvedProject(withPackage());
  const runId = await start();
  await relay.play(await relay.running('prepare'));
  await relay.play(await relay.running('look'), { exitCode: 2 });
  const [sent] = await vi.waitFor(() => {
    const calls = relay.called('POST /checkouts/');
    expect(calls).toHaveLength(1);
    return calls;
  }, 20_000);
  await relay.play({ ...under(sent?.body), step: 'source', part: 'archive', times: 1 });
  await relay.play(await relay.running('source'));
  await reaches(runId, 'completed');
  expect([sent]).toMatchObject([
    {
      body: {
        folder: '/srv/shop',
        files: [
          { path: '.hydron/web.Dockerfile', text: unit.dockerfile.text },
          { path: '.hydron/web.Dockerfile.dockerignore', text: '.git\n' }
        ]
      }
    }
  ]);
  expect(relay.unexpected).toEqual([]);
});
