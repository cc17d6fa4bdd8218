import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type { EnvironmentValue, GeneratedSecret, PlannedService } from '../../domain/provisioning-plan.ts';
import type { Service } from '../../domain/service.ts';
import { secretReference } from '../../domain/shell.ts';
import { passwordName, type Connection } from './connections.ts';
import { datastoreImage } from './datastores.ts';
import type { Layout } from './layout.ts';

/** The name of a volume: of its project, its unit and, where a unit has several, its number. */
export const volumeName = (slug: string, unit: string, index: number) =>
  `${slug}-${unit}${index === 0 ? '' : `-${index + 1}`}`;

/** Twice the expected need, so that a peak is no crash, and never so much that the others starve. In MiB. */
function memoryLimit(unit: string, infrastructure: InfrastructurePlan): number {
  const need = infrastructure.needs.find((each) => each.name === unit)?.memoryMb ?? 256;
  const server = infrastructure.servers.find((each) => each.services.includes(unit));
  return limitFor(need, server?.spec.memoryGb ?? 2);
}

/** The limit of a container that is expected to hold `needMb` on a server of that size. */
export const limitFor = (needMb: number, memoryGb: number): number =>
  Math.max(64, Math.min(Math.floor(memoryGb * 1024 * 0.75), Math.max(256, needMb * 2)));

const published = (layout: Layout, unit: string, port: number | null): PlannedService['ports'] => {
  const host = layout.peerPort(unit);
  return host === null || port === null
    ? []
    : [{ host, container: port, address: `\${SERVER:${layout.serverOf(unit)}}` }];
};

/** A datastore's container. */
export function datastoreUnit(
  connection: Connection,
  layout: Layout,
  infrastructure: InfrastructurePlan
): PlannedService {
  const { datastore, recipe } = connection;
  return {
    name: datastore.name,
    server: layout.serverOf(datastore.name),
    role: 'datastore',
    image: datastoreImage(recipe, datastore.version),
    build: false,
    dockerfile: null,
    command: recipe.command,
    volumes:
      recipe.data === null ? [] : [{ name: volumeName(layout.project.slug, datastore.name, 0), path: recipe.data }],
    port: recipe.port,
    ports: published(layout, datastore.name, recipe.port),
    healthcheck:
      recipe.health === ''
        ? null
        : { test: recipe.health, interval: 5, timeout: 5, retries: 6, startPeriod: recipe.startPeriod },
    limits: { memoryMb: memoryLimit(datastore.name, infrastructure), cpus: null },
    startOrder: 0
  };
}

/** What a datastore's container is told, and the password that is made up for it. */
export function datastoreEnvironment(connection: Connection): {
  values: EnvironmentValue[];
  secrets: GeneratedSecret[];
} {
  const { datastore, recipe } = connection;
  const name = passwordName(datastore);
  const values = Object.entries(recipe.env).map(([variable, template]): EnvironmentValue => {
    const secret = template.includes('{password}');
    const value = template.replace('{password}', secret ? secretReference(name) : '').replace('{host}', datastore.name);
    return {
      service: datastore.name,
      name: variable,
      value,
      secret,
      required: true,
      buildTime: false,
      origin: secret ? 'generated' : 'derived'
    };
  });
  return { values, secrets: recipe.password === null ? [] : [{ name, ...recipe.password }] };
}

/**
 * Whether a start command replaces the image's own: where a compose file states it, or a person (nothing in the repository speaks
 * for it then), not where it was read from the Dockerfile.
 */
function commandOf(service: Service): string | null {
  if (service.startCommand === null) return null;
  if (service.dockerfile?.origin === 'generated') return null;
  const from = service.evidence['startCommand']?.path;
  return from === undefined || from !== service.dockerfile?.path ? service.startCommand : null;
}

/** A service's container. `commit` names the image that is built. */
export function serviceUnit(
  service: Service,
  layout: Layout,
  infrastructure: InfrastructurePlan,
  commit: string | null,
  startOrder: number
): PlannedService {
  const { slug } = layout.project;
  return {
    name: service.name,
    server: layout.serverOf(service.name),
    role: 'service',
    image: service.image ?? `hydron/${slug}-${service.name}:${(commit ?? 'local').slice(0, 12)}`,
    build: service.image === null,
    dockerfile: service.dockerfile,
    command: commandOf(service),
    volumes: service.volumes.map((path, index) => ({ name: volumeName(slug, service.name, index), path })),
    port: service.port,
    ports: published(layout, service.name, service.port),
    healthcheck: null,
    limits: { memoryMb: service.memoryMb ?? memoryLimit(service.name, infrastructure), cpus: null },
    startOrder
  };
}

/** Services in the order in which they start: after what they depend on; a circle is broken where it was entered. */
export function startOrder(services: Service[]): Service[] {
  const order: Service[] = [];
  const visit = (service: Service, path: Service[]) => {
    if (order.includes(service) || path.includes(service)) return;
    for (const name of service.dependsOn) {
      const needed = services.find((each) => each.name === name);
      if (needed) visit(needed, [...path, service]);
    }
    order.push(service);
  };
  const ranked = [...services].sort((a, b) => rank(a) - rank(b));
  ranked.forEach((service) => visit(service, []));
  return order;
}

/** Those with migrations go first, so that nothing else meets an empty database. */
const rank = (service: Service) => (service.releaseCommand === null ? 1 : 0);
