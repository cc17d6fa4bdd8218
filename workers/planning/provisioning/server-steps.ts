import { authorities } from '../../commands/authorities.ts';
import { docker } from '../../commands/docker.ts';
import { firewall } from '../../commands/firewall.ts';
import { pull } from '../../commands/images.ts';
import { network, volumes } from '../../commands/network.ts';
import { packages } from '../../commands/packages.ts';
import { proxy } from '../../commands/proxy.ts';
import { ssh } from '../../commands/ssh.ts';
import { system, user } from '../../commands/system.ts';
import { slugify } from '../../domain/ids.ts';
import type { PlannedService, ProvisioningPlan } from '../../domain/provisioning-plan.ts';
import type { Step } from '../../domain/step.ts';
import type { Layout } from './layout.ts';
import type { Settings } from './settings.ts';
import { step } from './steps.ts';

const phase = 'provisioning';
const tools = ['ca-certificates', 'curl', 'jq', 'ufw', 'iproute2', 'iptables', 'util-linux', 'tar', 'gzip'];

export interface ServerWork {
  server: string;
  layout: Layout;
  settings: Settings;
  units: PlannedService[];
  proxy: ProvisioningPlan['proxy'];
  proxyImage: string;
  network: ProvisioningPlan['network'];
  otherServers: string[];
}

/** What makes a bare server ready to run the project's containers, in order. */
export function provisioningSteps(work: ServerWork): Step[] {
  return [...systemSteps(work), ...engineSteps(work), ...imageSteps(work), ...proxySteps(work)];
}

function systemSteps({ settings }: ServerWork): Step[] {
  const own = settings.extraAuthorities;
  return [
    ...(own === null
      ? []
      : [
          step(
            { id: 'authorities', title: 'Trust your certificate authorities', kind: 'script', phase, timeout: 300 },
            authorities(own)
          )
        ]),
    step(
      {
        id: 'base',
        title: 'Install base utilities',
        kind: 'packages',
        phase,
        timeout: 900,
        parameters: { packages: tools }
      },
      packages(tools)
    ),
    step({ id: 'system', title: 'Set clock, swap and log limits', kind: 'script', phase, timeout: 300 }, system())
  ];
}

function engineSteps({ layout, settings, units, proxy, otherServers, network: net }: ServerWork): Step[] {
  const { slug } = layout.project;
  const open = proxy === null ? [] : [80, 443];
  const peers = units
    .flatMap((unit) => unit.ports)
    .flatMap(({ host }) => otherServers.map((name) => ({ port: host, from: `\${SERVER:${name}}` })));
  const names = units.flatMap((unit) => unit.volumes.map((volume) => volume.name));
  return [
    step(
      {
        id: 'docker',
        title: 'Install the Docker engine with log rotation',
        kind: 'docker',
        phase,
        timeout: 1200,
        parameters: { mirror: settings.registryMirror }
      },
      docker({ mirror: settings.registryMirror })
    ),
    step(
      {
        id: 'firewall',
        title: `Deny what comes in, except SSH${open.length > 0 ? `, ${open.join(' and ')}` : ''}`,
        kind: 'firewall',
        phase,
        timeout: 120,
        danger: 'network',
        parameters: { open, peers }
      },
      firewall({ ports: open, peers })
    ),
    step({ id: 'ssh', title: 'Switch password sign-in off', kind: 'script', phase, timeout: 60, danger: 'ssh' }, ssh()),
    step(
      {
        id: 'user',
        title: 'Create the application user',
        kind: 'user',
        phase,
        timeout: 60,
        parameters: { name: 'hydron' }
      },
      user('hydron', `/srv/hydron/${slug}`)
    ),
    step(
      {
        id: 'network',
        title: `Create the network ${net.name}`,
        kind: 'network',
        phase,
        timeout: 60,
        parameters: { ...net }
      },
      network(net.name, slug, net.subnet)
    ),
    ...(names.length === 0
      ? []
      : [
          step(
            {
              id: 'volumes',
              title: `Create ${names.length === 1 ? 'the volume' : 'volumes'} ${names.join(', ')}`,
              kind: 'volume',
              phase,
              timeout: 60,
              parameters: { names }
            },
            volumes(names, slug)
          )
        ])
  ];
}

function imageSteps({ units, proxy, proxyImage }: ServerWork): Step[] {
  const images = new Map(units.filter((unit) => !unit.build).map((unit) => [unit.image, unit.name]));
  if (proxy !== null) images.set(proxyImage, 'proxy');
  return [...images].map(([image, name]) =>
    step(
      {
        id: `pull-${slugify(name)}`,
        title: `Pull ${image}`,
        kind: 'pull',
        phase,
        timeout: 1800,
        parameters: { image }
      },
      pull(image)
    )
  );
}

function proxySteps({ layout, settings, proxy: planned, proxyImage, network: net }: ServerWork): Step[] {
  if (planned === null) return [];
  const text = proxy({
    project: layout.project.slug,
    image: proxyImage,
    network: net.name,
    routes: planned.routes.map((route) => ({
      hostname: route.hostname,
      path: route.path,
      unit: route.service,
      port: portBehind(layout, route.service, route.port)
    })),
    publicPort: planned.publicPort,
    authority: planned.authority,
    email: planned.email,
    acmeRoot: settings.acmeAuthority
  });
  return [
    step(
      {
        id: 'proxy',
        title: `Start Caddy for ${planned.hostname}`,
        kind: 'proxy',
        phase,
        timeout: 180,
        parameters: { hostname: planned.hostname, routes: planned.routes }
      },
      text
    )
  ];
}

/** The port that the proxy dials: the container's own beside it, the published one on another server. */
const portBehind = (layout: Layout, unit: string, port: number) =>
  layout.serverOf(unit) === layout.proxyServer ? port : (layout.peerPort(unit) ?? port);
