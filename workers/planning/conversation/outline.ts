import type { Analysis } from '../../domain/analysis.ts';
import type { Artifact, Stage } from '../../domain/artifact.ts';
import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type { ProvisioningPlan } from '../../domain/provisioning-plan.ts';

/** The newest plans, as far as they are there. */
export type Newest = { [S in Stage]: Artifact<S> | null };

const longest = 40_000;
const mostNames = 200;

/** The plans in short: what a wish is likely to be about, in less detail where they are large. The rest is read by path. At most 40,000 characters of JSON. */
export function outlineOf(newest: Newest): string {
  const inShort = [whole, withoutSteps].map((view) => inText(view(newest))).find((text) => text.length <= longest);
  return inShort ?? inText(onlyNames(newest)).slice(0, longest);
}

const inText = (view: object) => JSON.stringify(view, null, 1);

const whole = ({ analysis, infrastructure, provisioning }: Newest) => ({
  analysis: analysis && { ...standing(analysis), ...ofAnalysis(analysis.body) },
  infrastructure: infrastructure && { ...standing(infrastructure), ...ofInfrastructure(infrastructure.body) },
  provisioning: provisioning && { ...standing(provisioning), ...ofProvisioning(provisioning.body) }
});

const withoutSteps = (newest: Newest) => ({
  ...whole(newest),
  provisioning: newest.provisioning && {
    ...standing(newest.provisioning),
    detail: 'too long for here, read it by path'
  }
});

const named = (parts: { name: string }[]) => parts.slice(0, mostNames).map(({ name }) => name);

const onlyNames = ({ analysis, infrastructure, provisioning }: Newest) => ({
  detail: 'too long for here, read it by path',
  analysis: analysis && {
    ...standing(analysis),
    services: named(analysis.body.services),
    datastores: named(analysis.body.datastores)
  },
  infrastructure: infrastructure && { ...standing(infrastructure), servers: named(infrastructure.body.servers) },
  provisioning: provisioning && standing(provisioning)
});

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
