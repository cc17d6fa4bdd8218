import { build } from '../../../workers/commands/images.ts';
import type { Container } from '../../../workers/commands/container.ts';
import { network } from '../../../workers/commands/network.ts';
import { runOnce } from '../../../workers/commands/release.ts';
import { startBeside } from '../../../workers/commands/start.ts';
import type { StepText } from '../../../workers/commands/text.ts';
import type { Step } from '../../../workers/domain/step.ts';
import type { Situation } from '../../../workers/repair/situation.ts';
import { analysis, provisioning, service, step } from '../../plans.ts';
import { database, situation, unit } from './situations.ts';

export const text = `FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22-slim
WORKDIR /app
COPY --from=build /app ./
USER node
CMD ["node", "server.js"]
`;

const folder = '/srv/hydron/shop/source/cccccccccccc';
const dockerfile = {
  origin: 'generated' as const,
  path: 'Dockerfile',
  context: '.',
  text,
  ignore: '.git\n',
  target: null
};
const made = (id: string, kind: Step['kind'], parts: StepText, changes: Partial<Step> = {}): Step =>
  step(id, { kind, phase: 'code-deploy', ...parts, ...changes });

export const container: Container = {
  project: 'shop',
  service: 'web',
  image: 'hydron/shop-web:cccccccccccc',
  network: 'shop',
  words: [],
  env: [{ name: 'DATABASE_URL', value: 'postgres://app:${SECRET:DB_PASSWORD}@db/app' }],
  volumes: [],
  published: [],
  health: null,
  memoryMb: 512,
  cpus: null
};

const steps = [
  made('network', 'network', network('shop', 'shop', null)),
  made('source', 'source', { check: 'false', apply: 'true', verify: 'true' }, { parameters: { folder } }),
  made(
    'build-web',
    'build',
    build({
      tag: container.image,
      source: folder,
      context: '.',
      dockerfile: 'Dockerfile',
      target: null,
      arguments: [],
      inputs: 'inputs'
    })
  ),
  made('release-web', 'release', runOnce({ ...container, words: ['npm run migrate'] })),
  made('start-web', 'start', startBeside(container, { kind: 'port', port: 3000, seconds: 60 }))
];

const web = unit({ dockerfile, volumes: [{ name: 'shop-web', path: '/data' }] });
const plan = provisioning({
  servers: [{ name: 'main', steps }],
  services: [web, database],
  env: [
    {
      service: 'db',
      name: 'POSTGRES_PASSWORD',
      value: '${SECRET:DB_PASSWORD}',
      secret: true,
      required: true,
      buildTime: false,
      origin: 'generated'
    },
    {
      service: 'web',
      name: 'PORT',
      value: '8080',
      secret: false,
      required: true,
      buildTime: false,
      origin: 'person'
    }
  ]
});

export const stepAt = (id: string): Step => steps.find((each) => each.id === id)!;

/** A failed step of a shop whose steps have their real text. */
export const failed = (id: string, output: string, changes: Partial<Situation> = {}): Situation =>
  situation('server', output, {
    step: stepAt(id),
    phase: 'code-deploy',
    plan,
    analysis: analysis({ services: [service({ dockerfile, releaseCommand: 'npm run migrate' })] }),
    ...changes
  });
