import type { Service } from '../../../workers/domain/service.ts';
import type { PlannedService } from '../../../workers/domain/provisioning-plan.ts';
import type { Place } from '../../../workers/repair/signature.ts';
import type { Situation } from '../../../workers/repair/situation.ts';
import { analysis, provisioning, service, step } from '../../plans.ts';

/** The container of a service, for tests to vary. */
export const unit = (changes: Partial<PlannedService> = {}): PlannedService => ({
  name: 'web',
  server: 'main',
  role: 'service',
  image: 'hydron/shop-web:cccccccccccc',
  build: true,
  dockerfile: service().dockerfile,
  command: null,
  volumes: [],
  port: 3000,
  ports: [],
  healthcheck: null,
  limits: { memoryMb: 512, cpus: null },
  startOrder: 0,
  ...changes
});

/** A service whose Dockerfile Hydron wrote, or that of its repository, with `text`. */
export const withDockerfile = (text: string, origin: 'generated' | 'repository' = 'generated') => {
  const dockerfile: Service['dockerfile'] = {
    origin,
    path: 'Dockerfile',
    context: '.',
    text,
    ignore: '.git\n',
    target: null
  };
  return {
    analysis: analysis({ services: [service({ dockerfile })] }),
    plan: provisioning({ services: [unit({ dockerfile }), database] })
  };
};

export const database = unit({
  name: 'db',
  role: 'datastore',
  image: 'postgres:17',
  build: false,
  dockerfile: null,
  port: 5432,
  volumes: [{ name: 'shop-db', path: '/var/lib/postgresql/data' }]
});

const steps: Record<Place, Partial<Situation>> = {
  server: { step: step('docker', { kind: 'docker' }), phase: 'provisioning' },
  build: { step: step('build-web', { kind: 'build', phase: 'code-deploy' }) },
  container: { step: step('start-web', { kind: 'start', phase: 'code-deploy' }) },
  connection: { step: step('docker', { kind: 'docker' }), phase: 'provisioning', exitCode: null },
  purchase: { step: null, phase: 'purchase' },
  certificate: { step: null, phase: 'domain' },
  probe: { step: null, phase: 'post-deploy' }
};

/** A failed attempt that shows at a place with an output. */
export const situation = (place: Place, output: string, changes: Partial<Situation> = {}): Situation => ({
  step: null,
  phase: 'code-deploy',
  server: 'main',
  output,
  exitCode: 1,
  result: null,
  facts: { os: 'debian 13', arch: 'x86_64', memoryMb: 4096, swapMb: 0, diskFreeMb: 9000, cores: 2, container: false },
  analysis: analysis(),
  plan: provisioning({ services: [unit(), database] }),
  fixes: [],
  ...steps[place],
  ...changes
});
