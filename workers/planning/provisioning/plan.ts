import { routable } from '../../commands/caddyfile.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type { EnvironmentValue, PlannedService, ProvisioningPlan } from '../../domain/provisioning-plan.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { filledBy, storesOn, type AddedStore } from './added-stores.ts';
import { deploySteps, type DeployWork } from './deploy-steps.ts';
import { environmentOf, generatedSecrets, type GivenVariable } from './environment.ts';
import { connectionsFrom, layOut, probesOf, type Layout, type PlannedProject } from './layout.ts';
import { provisioningSteps } from './server-steps.ts';
import type { Settings } from './settings.ts';
import { datastoreEnvironment, datastoreUnit, serviceUnit, startOrder } from './units.ts';

export interface ProvisioningInput {
  analysis: Analysis;
  infrastructure: InfrastructurePlan;
  project: PlannedProject;
  settings: Settings;
  variables: GivenVariable[];
  /** Datastores of kinds that the analysis has no word for. */
  stores?: AddedStore[];
}

const proxyImage = 'caddy:2';

/**
 * The provisioning plan by rules: what runs, with which values, and every command of every server as the text that will run.
 * Refuses when a service has no server, no port, or an address that the proxy cannot take.
 */
export function planProvisioning(input: ProvisioningInput): Result<ProvisioningPlan> {
  const laid = layOut(input.analysis, input.infrastructure, input.project);
  if (!laid.ok) return laid;
  const layout = laid.value;
  const unroutable = layout.routes.find((route) => !routable(route));
  if (unroutable) return refuse('plan.hostname', `${unroutable.hostname} cannot be the name of a site.`);
  const stores = storesOn(input.stores ?? [], input.infrastructure);
  const services = [...stores.map(({ unit }) => unit), ...unitsOf(input, layout)];
  const env = [
    ...layout.services.flatMap((service) => environment(service, input, layout)).map(filledBy(stores)),
    ...layout.connections.flatMap((each) => datastoreEnvironment(each).values),
    ...stores.flatMap(({ values }) => values)
  ];
  const proxy = proxyOf(input, layout);
  const network = { name: input.project.slug, subnet: null };
  const secrets = [
    ...layout.connections.flatMap((each) => datastoreEnvironment(each).secrets),
    ...stores.flatMap((each) => each.secrets),
    ...generatedSecrets(env.filter((value) => layout.services.some((service) => service.name === value.service)))
  ];
  const servers = input.infrastructure.servers.map(({ name }) => {
    const work: DeployWork = {
      server: name,
      layout,
      settings: input.settings,
      units: services.filter((unit) => unit.server === name),
      proxy: layout.proxyServer === name ? proxy : null,
      proxyImage,
      network,
      otherServers: input.infrastructure.servers.map((server) => server.name).filter((other) => other !== name),
      analysis: input.analysis,
      values: env,
      serverOf: layout.serverOf
    };
    return { name, steps: [...provisioningSteps(work), ...deploySteps(work)] };
  });
  return ok({ servers, services, network, proxy, env, secrets: uniqueByName(secrets), probes: probesOf(layout) });
}

const uniqueByName = <T extends { name: string }>(list: T[]): T[] => [
  ...new Map(list.map((each) => [each.name, each])).values()
];

function environment(
  service: Layout['services'][number],
  input: ProvisioningInput,
  layout: Layout
): EnvironmentValue[] {
  return environmentOf(service, {
    services: layout.services,
    main: layout.main,
    connections: connectionsFrom(layout, service),
    publicUrl: layout.publicUrl,
    internalUrl: layout.internalUrl,
    hostnames: layout.hostnames,
    given: input.variables,
    fromImage: service.image !== null
  });
}

function unitsOf(input: ProvisioningInput, layout: Layout): PlannedService[] {
  const { analysis, infrastructure } = input;
  return [
    ...layout.connections.map((connection) => datastoreUnit(connection, layout, infrastructure)),
    ...startOrder(layout.services).map((service, index) =>
      serviceUnit(service, layout, infrastructure, analysis.commit, index + 1)
    )
  ];
}

function proxyOf({ project, settings }: ProvisioningInput, layout: Layout): ProvisioningPlan['proxy'] {
  if (layout.proxyServer === null) return null;
  return {
    server: layout.proxyServer,
    hostname: project.hostname,
    publicPort: project.publicPort,
    routes: layout.routes,
    authority: authorityOf(project, settings),
    email: settings.acmeEmail
  };
}

/** Names of this machine are signed by the proxy itself; others by the directory that is set, or Let's Encrypt. */
function authorityOf(project: PlannedProject, settings: Settings): string {
  if (settings.acmeDirectory !== null && (project.customDomain !== null || !settings.localDomain))
    return settings.acmeDirectory;
  return settings.localDomain && project.customDomain === null ? 'internal' : 'public';
}
