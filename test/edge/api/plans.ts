import type { Analysis } from '../../../workers/domain/analysis.ts';
import type { InfrastructurePlan } from '../../../workers/domain/infrastructure-plan.ts';
import type { ProvisioningPlan } from '../../../workers/domain/provisioning-plan.ts';

/** The smallest plans that say something: one web service on one server, in one step. */
export const analysis: Analysis = {
  source: { kind: 'git', url: 'https://git.test/owner/shop', ref: null, subfolder: null },
  commit: 'a'.repeat(40),
  services: [
    {
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
      dockerfile: null,
      image: 'shop:1',
      memoryMb: null,
      volumes: [],
      env: [],
      dependsOn: [],
      acceptance: 'accepted',
      evidence: {}
    }
  ],
  datastores: [],
  externals: [],
  filesRead: [],
  truncated: null
};

const price = { setup: 0, monthly: 1290, currency: 'EUR' };

export const infrastructure: InfrastructurePlan = {
  servers: [
    {
      name: 'main',
      vendor: 'sandbox',
      tier: 'small',
      spec: { cores: 1, memoryGb: 1, disk: '10 GB' },
      region: 'here',
      os: 'ubuntu-24.04',
      price,
      services: ['web'],
      rationale: 'The smallest that fits.',
      ownServerId: null
    }
  ],
  needs: [{ name: 'web', memoryMb: 200, reason: 'a small server of Node' }],
  alternatives: [],
  totalMonthly: price.monthly,
  totalSetup: 0,
  currency: 'EUR',
  checkedAt: '2026-11-24T00:00:00.000Z'
};

export const provisioning: ProvisioningPlan = {
  servers: [
    {
      name: 'main',
      steps: [
        {
          id: 'greet',
          title: 'Greet',
          kind: 'script',
          parameters: {},
          check: 'false',
          apply: 'echo hello',
          verify: 'true',
          timeout: 60,
          idempotent: true,
          danger: 'none',
          after: [],
          phase: 'provisioning'
        }
      ]
    }
  ],
  services: [],
  network: { name: 'shop', subnet: null },
  proxy: null,
  env: [],
  secrets: [],
  probes: []
};
