import type { Analysis } from '../workers/domain/analysis.ts';
import type { InfrastructurePlan, PlannedServer } from '../workers/domain/infrastructure-plan.ts';
import type { ProvisioningPlan } from '../workers/domain/provisioning-plan.ts';
import type { Service } from '../workers/domain/service.ts';
import type { Step } from '../workers/domain/step.ts';

/** Plans of a small shop that fit their schemas, for tests to vary. */

export const service = (changes: Partial<Service> = {}): Service => ({
  name: 'web',
  path: '.',
  kind: 'web',
  language: 'JavaScript',
  framework: 'Express',
  runtimeVersion: '24',
  packageManager: 'npm',
  buildCommand: null,
  startCommand: 'node server.js',
  releaseCommand: null,
  schedule: null,
  port: 3000,
  health: '/healthz',
  dockerfile: {
    origin: 'generated',
    path: 'Dockerfile',
    context: '.',
    text: 'FROM node:24\n',
    ignore: '.git\n',
    target: null
  },
  image: null,
  memoryMb: null,
  volumes: [],
  env: [],
  dependsOn: ['db'],
  acceptance: 'pending',
  evidence: {},
  ...changes
});

export const analysis = (changes: Partial<Analysis> = {}): Analysis => ({
  source: { kind: 'git', url: 'https://git.test/acme/shop', ref: null, subfolder: null },
  commit: 'c'.repeat(40),
  services: [service()],
  datastores: [
    { name: 'db', kind: 'postgres', version: '17', requirement: 'required', reason: 'pg is imported', evidence: {} }
  ],
  externals: [],
  filesRead: [],
  truncated: null,
  ...changes
});

export const plannedServer = (changes: Partial<PlannedServer> = {}): PlannedServer => ({
  name: 'main',
  vendor: 'sandbox',
  tier: 'small',
  spec: { cores: 1, memoryGb: 2, disk: '10 GB' },
  region: 'local',
  os: 'ubuntu-24.04',
  price: { setup: 0, monthly: 500, currency: 'EUR' },
  services: ['web', 'db'],
  rationale: 'Fits.',
  ownServerId: null,
  ...changes
});

export const infrastructure = (changes: Partial<InfrastructurePlan> = {}): InfrastructurePlan => ({
  servers: [plannedServer()],
  needs: [{ name: 'web', memoryMb: 256, reason: 'Node' }],
  alternatives: [],
  totalMonthly: 500,
  totalSetup: 0,
  currency: 'EUR',
  checkedAt: '2026-11-24T00:00:00.000Z',
  ...changes
});

export const step = (id: string, changes: Partial<Step> = {}): Step => ({
  id,
  title: `Do ${id}`,
  kind: 'script',
  parameters: {},
  check: 'false',
  apply: `echo ${id}`,
  verify: 'true',
  timeout: 60,
  idempotent: true,
  danger: 'none',
  after: [],
  phase: 'provisioning',
  ...changes
});

export const provisioning = (changes: Partial<ProvisioningPlan> = {}): ProvisioningPlan => ({
  servers: [{ name: 'main', steps: [step('docker'), step('start', { phase: 'code-deploy' })] }],
  services: [],
  network: { name: 'shop', subnet: null },
  proxy: {
    server: 'main',
    hostname: 'shop.localhost',
    publicPort: 8443,
    routes: [{ hostname: 'shop.localhost', path: '/', service: 'web', port: 3000 }],
    authority: 'internal',
    email: null
  },
  env: [
    {
      service: 'web',
      name: 'DATABASE_URL',
      value: 'postgres://db:${SECRET:DB_PASSWORD}@db/shop',
      secret: true,
      required: true,
      buildTime: false,
      origin: 'generated'
    }
  ],
  secrets: [{ name: 'DB_PASSWORD', kind: 'password', length: 32 }],
  probes: [{ name: 'web', hostname: 'shop.localhost', path: '/', expect: { from: 200, to: 399 }, timeout: 5 }],
  ...changes
});
