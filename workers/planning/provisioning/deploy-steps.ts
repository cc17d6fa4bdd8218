import { cron } from '../../commands/cron.ts';
import type { Container } from '../../commands/container.ts';
import type { Readiness } from '../../commands/readiness.ts';
import { runOnce } from '../../commands/release.ts';
import { retire } from '../../commands/retire.ts';
import { startBeside, startInstead } from '../../commands/start.ts';
import { build, trustingImages } from '../../commands/images.ts';
import { proxyRoot, switchRoutes } from '../../commands/proxy.ts';
import { source } from '../../commands/source.ts';
import { digest } from '../../commands/text.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { EnvironmentValue, PlannedService } from '../../domain/provisioning-plan.ts';
import type { Service } from '../../domain/service.ts';
import type { Step } from '../../domain/step.ts';
import { baseImages } from './base-images.ts';
import type { ServerWork } from './server-steps.ts';
import { step } from './steps.ts';
import { wordsOf } from './words.ts';

const phase = 'code-deploy';

export interface DeployWork extends ServerWork {
  analysis: Analysis;
  values: EnvironmentValue[];
  /** All units of the plan by name, to find the servers of others. */
  serverOf(unit: string): string;
}

/** What brings the commit live on a server whose ground is laid, in order. */
export function deploySteps(work: DeployWork): Step[] {
  const datastores = work.units.filter((unit) => unit.role === 'datastore');
  const services = work.units.filter((unit) => unit.role === 'service').sort((a, b) => a.startOrder - b.startOrder);
  return [
    ...sourceSteps(work, services),
    ...datastores.map((unit) => startStep(work, unit, null)),
    ...services.filter((unit) => unit.build).map((unit) => buildStep(work, unit)),
    ...services.flatMap((unit) => serviceSteps(work, unit)),
    ...switchSteps(work),
    step(
      { id: 'retire', title: 'Remove containers that were replaced', kind: 'script', phase, timeout: 300 },
      retire(
        work.layout.project.slug,
        work.units.map((unit) => unit.name)
      )
    )
  ];
}

const folderOf = (work: DeployWork) =>
  `/srv/hydron/${work.layout.project.slug}/source/${work.analysis.commit ?? 'local'}`;

function sourceSteps(work: DeployWork, services: PlannedService[]): Step[] {
  const built = services.filter((unit) => unit.build && unit.dockerfile !== null);
  if (built.length === 0) return [];
  const overlays = work.analysis.services
    .filter((service) => service.acceptance !== 'rejected')
    .flatMap(({ dockerfile }) => {
      if (!dockerfile || dockerfile.origin !== 'generated') return [];
      return [
        { path: dockerfile.path, text: dockerfile.text },
        ...(dockerfile.ignore === null ? [] : [{ path: `${dockerfile.path}.dockerignore`, text: dockerfile.ignore }])
      ];
    });
  const folder = folderOf(work);
  const commit = work.analysis.commit?.slice(0, 12) ?? 'the source';
  const parameters = {
    folder,
    services: built.map((unit) => unit.name),
    contexts: built.map((unit) => unit.dockerfile!.context),
    overlays: overlays.map((file) => file.path)
  };
  const images = [...new Set(built.flatMap((unit) => baseImages(unit.dockerfile!.text)))];
  const own = work.settings.extraAuthorities;
  return [
    step(
      { id: 'source', title: `Bring ${commit} to the server`, kind: 'source', phase, timeout: 900, parameters },
      source(folder, overlays)
    ),
    ...(own === null || images.length === 0
      ? []
      : [
          step(
            {
              id: 'trust',
              title: 'Let base images trust your certificate authorities',
              kind: 'pull',
              phase,
              timeout: 1800,
              parameters: { images }
            },
            trustingImages(images, own)
          )
        ])
  ];
}

function buildStep(work: DeployWork, unit: PlannedService): Step {
  const dockerfile = unit.dockerfile!;
  const buildArguments = work.values
    .filter((value) => value.service === unit.name && value.buildTime && value.value !== null)
    .map((value) => ({ name: value.name, value: value.value! }));
  const inputs = digest(JSON.stringify([work.analysis.commit, dockerfile, buildArguments]));
  return step(
    {
      id: `build-${unit.name}`,
      title: `Build the image of ${unit.name}`,
      kind: 'build',
      phase,
      timeout: 3600,
      parameters: { image: unit.image, dockerfile: dockerfile.path, context: dockerfile.context }
    },
    build({
      tag: unit.image,
      source: folderOf(work),
      context: dockerfile.context,
      dockerfile: dockerfile.path,
      target: dockerfile.target,
      arguments: buildArguments,
      inputs
    })
  );
}

function containerOf(work: DeployWork, unit: PlannedService): Container {
  return {
    project: work.layout.project.slug,
    service: unit.name,
    image: unit.image,
    network: work.network.name,
    words: unit.command === null ? [] : wordsOf(unit.command),
    env: work.values
      .filter((value) => value.service === unit.name && value.value !== null)
      .map((value) => ({ name: value.name, value: value.value! })),
    volumes: unit.volumes,
    published: unit.ports.map((port) => ({
      address: port.address ?? '127.0.0.1',
      host: port.host,
      container: port.container
    })),
    health: unit.healthcheck,
    memoryMb: unit.limits.memoryMb,
    cpus: unit.limits.cpus
  };
}

function readinessOf(unit: PlannedService, service: Service | null): Readiness {
  if (unit.healthcheck !== null) return { kind: 'health', test: unit.healthcheck.test, seconds: 180 };
  if (unit.port === null || service?.kind === 'worker') return { kind: 'running', seconds: 30 };
  if (service?.health) return { kind: 'http', port: unit.port, path: service.health, seconds: 120 };
  const visited = service?.kind === 'web' || service?.kind === 'static';
  return { kind: visited ? 'answer' : 'port', port: unit.port, seconds: 120 };
}

function startStep(work: DeployWork, unit: PlannedService, service: Service | null): Step {
  const container = containerOf(work, unit);
  const alone =
    unit.role === 'datastore' ||
    unit.volumes.length > 0 ||
    unit.ports.length > 0 ||
    service === null ||
    service.kind === 'worker';
  const readiness = readinessOf(unit, service);
  return step(
    {
      id: `start-${unit.name}`,
      title: `Start ${unit.name}`,
      kind: 'start',
      phase,
      timeout: 300,
      after: elsewhere(work, service),
      parameters: { image: unit.image, ...(unit.role === 'datastore' ? { datastore: true } : {}) }
    },
    alone ? startInstead(container, readiness) : startBeside(container, readiness)
  );
}

/** Steps on other servers that must be over before a service starts: the start of what it depends on there. */
function elsewhere(work: DeployWork, service: Service | null): string[] {
  return (service?.dependsOn ?? [])
    .filter(
      (name) =>
        work.layout.connections.some((connection) => connection.datastore.name === name) ||
        work.layout.services.some((each) => each.name === name)
    )
    .filter((name) => work.serverOf(name) !== work.server)
    .map((name) => `${work.serverOf(name)}/start-${name}`);
}

function serviceSteps(work: DeployWork, unit: PlannedService): Step[] {
  const service = work.layout.services.find((each) => each.name === unit.name)!;
  const container = containerOf(work, unit);
  const release = service.releaseCommand;
  return [
    ...(release === null
      ? []
      : [
          step(
            {
              id: `release-${unit.name}`,
              title: `Run the release command of ${unit.name}`,
              kind: 'release',
              phase,
              timeout: 1800,
              after: elsewhere(work, service),
              parameters: { command: release }
            },
            runOnce({ ...container, words: [release], volumes: unit.volumes, published: [], health: null })
          )
        ]),
    service.kind === 'cron' && service.schedule !== null
      ? step(
          {
            id: `start-${unit.name}`,
            title: `Schedule ${unit.name} (${service.schedule})`,
            kind: 'start',
            phase,
            timeout: 120,
            parameters: { schedule: service.schedule }
          },
          cron(container, service.schedule)
        )
      : startStep(work, unit, service)
  ];
}

function switchSteps(work: DeployWork): Step[] {
  const { proxy, layout } = work;
  if (proxy === null) return [];
  const targets = proxy.routes.map((route) => {
    const home = layout.serverOf(route.service);
    return {
      hostname: route.hostname,
      path: route.path,
      unit: route.service,
      port: route.port,
      address: home === work.server ? null : `\${SERVER:${home}}`
    };
  });
  const after = proxy.routes
    .filter((route) => layout.serverOf(route.service) !== work.server)
    .map((route) => `${layout.serverOf(route.service)}/start-${route.service}`);
  const { slug } = layout.project;
  return [
    step(
      {
        id: 'switch',
        title: 'Hand visitors over to the new containers',
        kind: 'proxy',
        phase,
        timeout: 400,
        after: [...new Set(after)],
        parameters: { routes: proxy.routes }
      },
      switchRoutes(slug, targets, 120)
    ),
    ...(proxy.routes.some((route) => signsItself(proxy.authority, route.hostname))
      ? [
          step(
            { id: 'authority', title: 'Show the root certificate of the proxy', kind: 'proxy', phase, timeout: 60 },
            proxyRoot(slug)
          )
        ]
      : [])
  ];
}

/** Caddy signs names of this machine itself, whatever authority is set. */
const signsItself = (authority: string, hostname: string) =>
  authority === 'internal' || hostname === 'localhost' || hostname.endsWith('.localhost');
