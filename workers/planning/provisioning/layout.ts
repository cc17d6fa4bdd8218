import { deployedServices, placedDatastores, type Analysis } from '../../domain/analysis.ts';
import { serverOf, type InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import { urlOf, type ProvisioningPlan, type Route } from '../../domain/provisioning-plan.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import type { Service } from '../../domain/service.ts';
import { connectionTo, type Connection } from './connections.ts';
import { datastoreRecipes } from './datastores.ts';

export interface PlannedProject {
  slug: string;
  hostname: string;
  publicPort: number;
  customDomain: string | null;
}

/** A name of the user's own leads to the server's address itself, whatever port the default name is published on. */
const customDomainPort = 443;

/** Who runs where, and how each reaches the others. */
export interface Layout {
  project: PlannedProject;
  services: Service[];
  connections: Connection[];
  main: Service | null;
  proxyServer: string | null;
  routes: Route[];
  serverOf(unit: string): string;
  /** The port on a server's peer address under which other servers reach a unit, or null where none needs to. */
  peerPort(unit: string): number | null;
  publicUrl(service: Service): string | null;
  internalUrl(service: Service, from: Service): string | null;
  hostnames(service: Service): string[];
}

const isWeb = (service: Service) => service.kind === 'web' || service.kind === 'static';

/** How much a service looks like the one that visitors mean: by its name first, then by its framework. */
function prominence(service: Service): number {
  const framework = service.framework?.toLowerCase() ?? '';
  let score = 0;
  if (/^(?:web|www|frontend|front|site|website|app|client|ui|web-app|webapp|landing)$/.test(service.name)) score += 4;
  if (/^(?:api|backend|server|admin|docs|storybook|gateway)$/.test(service.name)) score -= 2;
  if (service.kind === 'static' || /^(?:next|nuxt|sveltekit|astro|vite|remix|react|vue|angular|gatsby)/.test(framework))
    score += 2;
  return score;
}

/** The service that gets the project's own hostname: the most prominent, the first among equals. */
export const mainService = (services: Service[]): Service | null =>
  services
    .filter((service) => isWeb(service) && service.port !== null)
    .sort((a, b) => prominence(b) - prominence(a))[0] ?? null;

/** Places everything, or says what is missing. */
export function layOut(
  analysis: Analysis,
  infrastructure: InfrastructurePlan,
  project: PlannedProject
): Result<Layout> {
  const services = deployedServices(analysis);
  const datastores = placedDatastores(analysis).filter((datastore) => datastoreRecipes[datastore.kind]);
  if (services.length === 0)
    return refuse('plan.empty', 'No service is left to deploy. Accept at least one in the analysis.');
  const units = [...services, ...datastores].map((unit) => unit.name);
  const homeless = units.find((unit) => serverOf(infrastructure, unit) === null);
  if (homeless)
    return refuse('plan.unplaced', `${homeless} runs on no server. Put it on one in the infrastructure plan.`);
  const portless = services.find((service) => isWeb(service) && service.port === null);
  if (portless)
    return refuse('plan.port', `Nothing says which port ${portless.name} listens on. Set its port in the analysis.`);
  const serverOfUnit = (unit: string) => serverOf(infrastructure, unit) ?? infrastructure.servers[0]!.name;
  const main = mainService(services);
  const proxyServer = main ? serverOfUnit(main.name) : null;
  const peerPorts = portsForPeers(services, datastores, serverOfUnit, proxyServer);
  const hostnamesOf = hostnamesBy(main, project);
  const layout: Layout = {
    project,
    services,
    main,
    proxyServer,
    connections: datastores.flatMap((datastore) => {
      const connection = connectionTo(datastore, datastore.name);
      return connection ? [connection] : [];
    }),
    routes: services
      .filter((service) => isWeb(service))
      .flatMap((service) =>
        hostnamesOf(service).map((hostname) => ({ hostname, path: '/', service: service.name, port: service.port! }))
      ),
    serverOf: serverOfUnit,
    peerPort: (unit) => peerPorts.get(unit) ?? null,
    hostnames: hostnamesOf,
    publicUrl: (service) => publicUrl(hostnamesOf(service), project),
    internalUrl: (service, from) => internalUrl(service, from, serverOfUnit, peerPorts)
  };
  return ok(layout);
}

/** The main service has the project's hostnames, every other web service `<service>-<hostname>`, workers none. */
const hostnamesBy =
  (main: Service | null, project: PlannedProject) =>
  (service: Service): string[] => {
    if (!isWeb(service) || service.port === null) return [];
    const own = [project.hostname, ...(project.customDomain === null ? [] : [project.customDomain])];
    if (service === main) return own;
    return [`${service.name}-${project.hostname}`];
  };

function publicUrl(hostnames: string[], project: PlannedProject): string | null {
  if (project.customDomain !== null && hostnames.includes(project.customDomain))
    return urlOf(project.customDomain, customDomainPort, '');
  return hostnames[0] ? urlOf(hostnames[0], project.publicPort, '') : null;
}

function internalUrl(
  service: Service,
  from: Service,
  serverOfUnit: (unit: string) => string,
  peerPorts: Map<string, number>
): string | null {
  if (service.port === null) return null;
  const home = serverOfUnit(service.name);
  if (home === serverOfUnit(from.name)) return `http://${service.name}:${service.port}`;
  const port = peerPorts.get(service.name);
  return port === undefined ? null : `http://\${SERVER:${home}}:${port}`;
}

/** Ports to publish for other servers: of what services elsewhere depend on, and of what the proxy elsewhere hands visitors to. */
function portsForPeers(
  services: Service[],
  datastores: Analysis['datastores'],
  serverOfUnit: (unit: string) => string,
  proxyServer: string | null
): Map<string, number> {
  const ports = new Map<string, number>();
  const taken = new Set<string>();
  const all = [
    ...services
      .filter((service) => service.port !== null)
      .map((service) => ({ name: service.name, port: service.port!, web: isWeb(service) })),
    ...datastores.map((datastore) => ({
      name: datastore.name,
      port: datastoreRecipes[datastore.kind]!.port,
      web: false
    }))
  ];
  for (const unit of all) {
    const home = serverOfUnit(unit.name);
    const needed =
      services.some((service) => serverOfUnit(service.name) !== home && service.dependsOn.includes(unit.name)) ||
      (unit.web && proxyServer !== home);
    if (!needed) continue;
    let port = unit.port < 1024 ? unit.port + 20000 : unit.port;
    while (taken.has(`${home}:${port}`)) port++;
    taken.add(`${home}:${port}`);
    ports.set(unit.name, port);
  }
  return ports;
}

/** The connections as one service sees them: by name on its own server, by peer address and published port elsewhere. */
export const connectionsFrom = (layout: Layout, service: Service): Connection[] =>
  layout.connections.map((connection) => {
    const home = layout.serverOf(connection.datastore.name);
    const port = layout.peerPort(connection.datastore.name);
    return home === layout.serverOf(service.name) || port === null
      ? connection
      : { ...connection, host: `\${SERVER:${home}}`, port };
  });

/**
 * Requests that show the deploy to be alive: a known health path must succeed; else a page must, and an API must not fail. A custom
 * domain has a probe of its own, which gives the certificate time to be issued.
 */
export function probesOf(layout: Layout): ProvisioningPlan['probes'] {
  const { customDomain } = layout.project;
  return layout.services.flatMap((service) =>
    layout.hostnames(service).map((hostname) => {
      const front = service.kind === 'static' || prominence(service) > 0;
      const custom = hostname === customDomain;
      return {
        name: custom ? customProbe(layout.services) : service.name,
        hostname,
        path: service.health ?? '/',
        expect: { from: 200, to: service.health || front ? 399 : 499 },
        timeout: custom ? 180 : 60
      };
    })
  );
}

const customProbe = (services: Service[]): string =>
  services.some((service) => service.name === 'custom-domain') ? 'own-custom-domain' : 'custom-domain';
