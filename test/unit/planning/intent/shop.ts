import { parseBody, type Bodies, type Stage } from '../../../../workers/domain/artifact.ts';
import { applyPatch, changesBetween } from '../../../../workers/domain/patch.ts';
import { preferencesSchema } from '../../../../workers/domain/project.ts';
import type { EnvironmentVariable } from '../../../../workers/domain/service.ts';
import type { Tier } from '../../../../workers/domain/tier.ts';
import { settlePlan } from '../../../../workers/planning/infrastructure/settle.ts';
import { understand, type Situation, type Understood } from '../../../../workers/planning/intent.ts';
import { analysis, infrastructure, plannedServer, service } from '../../../plans.ts';

const tier = (
  vendor: Tier['vendor'],
  name: string,
  memoryGb: number,
  monthly: number,
  regions: Tier['regions']
): Tier => ({
  vendor,
  tier: name,
  title: `${name.replace('-', ' ').toUpperCase()}, for tests`,
  spec: { cores: memoryGb, memoryGb, disk: '40 GB' },
  regions,
  price: { setup: 0, monthly, currency: 'EUR' },
  delivery: null
});
const here = [{ id: 'local', title: 'This machine', inStock: true }];
const abroad = [
  { id: 'fsn1', title: 'Falkenstein, Germany', inStock: true },
  { id: 'hel1', title: 'Helsinki, Finland', inStock: false },
  { id: 'ash', title: 'Ashburn, USA', inStock: true },
  { id: 'hil', title: 'Hillsboro, USA', inStock: true }
];

export const tiers: Tier[] = [
  tier('sandbox', 'sandbox-s', 2, 490, here),
  tier('sandbox', 'sandbox-m', 4, 890, here),
  tier('sandbox', 'sandbox-l', 8, 1690, here),
  tier('hetzner', 'cx22', 4, 450, abroad.slice(0, 2)),
  tier('hetzner', 'cpx31', 8, 1500, abroad)
];

export const variable = (name: string, changes: Partial<EnvironmentVariable> = {}): EnvironmentVariable => ({
  name,
  secret: false,
  default: null,
  source: 'person',
  required: false,
  buildTime: false,
  describes: '',
  evidence: {},
  ...changes
});

const dockerfile = (...lines: string[]) =>
  ({
    origin: 'generated',
    path: 'Dockerfile',
    context: '.',
    text: `${lines.join('\n')}\n`,
    ignore: null,
    target: null
  }) as const;

export const web = service({
  dockerfile: dockerfile(
    'FROM node:24-slim AS build',
    'RUN npm ci',
    '',
    'FROM node:24-slim',
    'ENV NODE_ENV=production PORT=3000',
    'USER node',
    'EXPOSE 3000',
    'CMD ["node", "server.js"]'
  ),
  env: [
    variable('GREETING', { default: 'hi', source: 'default' }),
    variable('STRIPE_KEY', { secret: true }),
    variable('DATABASE_URL', { secret: true, source: 'reference' })
  ],
  dependsOn: ['db', 'cache'],
  evidence: { port: { path: 'server.js', line: 4, excerpt: 'listen(3000)', confidence: 1 } }
});
export const worker = service({
  name: 'worker',
  path: 'worker',
  kind: 'worker',
  language: 'Python',
  framework: null,
  runtimeVersion: '3.12',
  startCommand: 'python jobs.py',
  port: null,
  health: null,
  dockerfile: dockerfile('FROM python:3.12-slim', 'USER app', 'CMD ["python", "jobs.py"]'),
  env: [variable('GREETING', { default: 'hi', source: 'default' })],
  dependsOn: ['db', 'web'],
  evidence: { startCommand: { path: 'Procfile', line: 1, excerpt: 'python jobs.py', confidence: 1 } }
});
export const docs = service({
  name: 'docs',
  path: 'docs',
  kind: 'static',
  language: 'HTML',
  framework: null,
  runtimeVersion: null,
  startCommand: null,
  port: 8000,
  health: null,
  dockerfile: dockerfile(
    'FROM caddy:2',
    "RUN printf '%s\\n' ':8000 {' 'root * /srv' '}' > /etc/caddy/Caddyfile",
    'EXPOSE 8000'
  ),
  dependsOn: []
});

const needs = (names: string[]) => names.map((name) => ({ name, memoryMb: 200, reason: 'a guess' }));
const server = plannedServer({
  tier: 'sandbox-m',
  spec: { cores: 4, memoryGb: 4, disk: '40 GB' },
  price: { setup: 0, monthly: 890, currency: 'EUR' },
  services: ['web', 'worker', 'docs', 'db', 'cache']
});

/** A shop of three services and two datastores, planned on one server of the middle size. */
export const shop = (changes: Partial<Situation> = {}): Situation => ({
  analysis: analysis({
    services: [web, worker, docs],
    datastores: [
      {
        name: 'db',
        kind: 'postgres',
        version: '17',
        requirement: 'required',
        reason: 'pg is imported',
        evidence: { kind: { path: 'package.json', line: 9, excerpt: '"pg": "8"', confidence: 1 } }
      },
      {
        name: 'cache',
        kind: 'redis',
        version: '8',
        requirement: 'required',
        reason: 'ioredis is imported',
        evidence: {}
      }
    ]
  }),
  infrastructure: infrastructure({ servers: [server], needs: needs(server.services), totalMonthly: 890 }),
  provisioning: null,
  tiers,
  preferences: preferencesSchema.parse({}),
  ...changes
});

/** A shop of one Node service alone. */
export const kiosk = (): Situation =>
  shop({
    analysis: analysis({ services: [{ ...web, dependsOn: [] }], datastores: [] }),
    infrastructure: infrastructure({
      servers: [{ ...server, services: ['web'] }],
      needs: needs(['web']),
      totalMonthly: 890
    })
  });

/** The shop with its datastores on a server of their own. */
export const splitShop = (): Situation =>
  shop({
    infrastructure: infrastructure({
      servers: [
        { ...server, services: ['web', 'worker', 'docs'] },
        { ...server, name: 'data', services: ['db', 'cache'] }
      ],
      needs: needs(server.services),
      totalMonthly: 1780
    })
  });

/** The plans after an answer's edits, made as a person's edits are. Throws where one does not apply. */
export function edited(situation: Situation, understood: Understood): Situation {
  let after = situation;
  for (const { stage, patch } of understood.kind === 'edit' ? understood.edits : []) {
    const body = after[stage];
    const patched = applyPatch<unknown>(body, patch);
    if (!patched.ok) throw new Error(patched.problem.message);
    const parsed = parseBody<Stage>(stage, patched.value);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const [plan, before] = [parsed.value, body] as [Bodies['infrastructure'], Bodies['infrastructure']];
    const whole =
      stage === 'infrastructure' ? settlePlan(plan, before, { ...after, analysis: after.analysis! }) : parsed;
    if (!whole.ok) throw new Error(whole.problem.message);
    after = { ...after, [stage]: whole.value };
  }
  return after;
}

/** What a message leaves of the plans. */
export const after = (text: string, situation = shop()): Situation => edited(situation, understand(text, situation));

const derived = /\/(?:spec|price|rationale|os|ownServerId)\b|^\/(?:alternatives|total\w+|currency)/;

/** What a message changes, as `path: before -> after`, beside what follows from it in the catalogue. */
export function changesOf(text: string, situation = shop()): string[] {
  const then = after(text, situation);
  return (['analysis', 'infrastructure'] as const)
    .flatMap((stage) => changesBetween(situation[stage], then[stage]))
    .filter(({ path }) => !derived.test(path))
    .map(({ path, before, after: now }) => `${path}: ${JSON.stringify(before)} -> ${JSON.stringify(now)}`);
}

/** What is answered to a message. */
export const replyTo = (text: string, situation = shop()): string => understand(text, situation).reply;
export const kindOf = (text: string, situation = shop()): Understood['kind'] => understand(text, situation).kind;
export const buttonsOf = (text: string, situation = shop()): string[] =>
  (understand(text, situation).actions ?? []).map(({ command }) => command);
