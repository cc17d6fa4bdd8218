import type { Analysis } from '../../domain/analysis.ts';
import type { Artifact, Stage } from '../../domain/artifact.ts';
import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type { ProvisioningPlan } from '../../domain/provisioning-plan.ts';

/** The newest plans, as far as they are there. */
export type Newest = { [S in Stage]: Artifact<S> | null };

/** The plans in short: what a wish is likely to be about. The rest is read by path. */
export function outlineOf({ analysis, infrastructure, provisioning }: Newest): string {
  return JSON.stringify(
    {
      analysis: analysis && { ...standing(analysis), ...ofAnalysis(analysis.body) },
      infrastructure: infrastructure && { ...standing(infrastructure), ...ofInfrastructure(infrastructure.body) },
      provisioning: provisioning && { ...standing(provisioning), ...ofProvisioning(provisioning.body) }
    },
    null,
    1
  ).slice(0, longest);
}

const longest = 40_000;

const standing = ({ version, state, author }: Artifact) => ({ version, state, author });

const ofAnalysis = ({ source, services, datastores, externals }: Analysis) => ({
  source,
  services: services.map(({ evidence: _, env, dockerfile, ...service }) => ({
    ...service,
    env: env.map(({ name }) => name),
    dockerfile: dockerfile && { origin: dockerfile.origin, path: dockerfile.path }
  })),
  datastores: datastores.map(({ evidence: _, ...datastore }) => datastore),
  externals: externals.map(({ name }) => name)
});

const ofInfrastructure = ({ servers, needs, totalMonthly, totalSetup, currency }: InfrastructurePlan) => ({
  servers,
  needs,
  totalMonthly,
  totalSetup,
  currency
});

const ofProvisioning = ({ servers, services, proxy, probes }: ProvisioningPlan) => ({
  servers: servers.map(({ name, steps }) => ({ name, steps: steps.map(({ id, title }) => ({ id, title })) })),
  services: services.map(({ name, server, image, build, port, ports, volumes, limits }) => ({
    name,
    server,
    image,
    build,
    port,
    ports,
    volumes,
    limits
  })),
  proxy,
  probes: probes.map(({ name }) => name)
});
