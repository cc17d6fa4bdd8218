import type { Analysis } from '../../domain/analysis.ts';
import type { Bodies, Stage } from '../../domain/artifact.ts';
import type { InfrastructurePlan, PlannedServer } from '../../domain/infrastructure-plan.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { PlannedService, ProvisioningPlan } from '../../domain/provisioning-plan.ts';
import type { Service } from '../../domain/service.ts';
import type { Step } from '../../domain/step.ts';
import type { Tier } from '../../domain/tier.ts';
import { soundDockerfile } from './dockerfile.ts';
import type { Finding } from './finding.ts';
import { imageFindings } from './images.ts';
import { otherProtocol } from './ports.ts';
import { commandFindings, sourceFindings } from './services.ts';
import { leadsElsewhere } from './variables.ts';

const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);
const refused = (code: string, path: string, message: string): Finding => ({ code, path, message, severity: 'refuse' });
const forPerson = (code: string, path: string, message: string): Finding => ({
  code,
  path,
  message,
  severity: 'needs-person'
});
const byName = <T extends { name: string }>(list: T[], name: string): T | undefined =>
  list.find((each) => each.name === name);

/**
 * What is to be said against a plan's change from one body to the next; what was there before is not judged again. `tiers` is
 * what is on sale, null when nobody could be asked: a server that changes is refused then.
 */
export function judge<S extends Stage>(stage: S, before: Bodies[S], after: Bodies[S], tiers: Tier[] | null): Finding[] {
  if (stage === 'analysis') return ofAnalysis(before as Analysis, after as Analysis);
  if (stage === 'infrastructure')
    return ofInfrastructure(before as InfrastructurePlan, after as InfrastructurePlan, tiers);
  return ofProvisioning(before as ProvisioningPlan, after as ProvisioningPlan);
}

function ofAnalysis(before: Analysis, after: Analysis): Finding[] {
  const services = after.services.flatMap((service) => {
    const was = byName(before.services, service.name);
    const at = `/services/${service.name}`;
    return [
      ...commandFindings(service, was, at),
      ...(service.acceptance === 'accepted' && was?.acceptance !== 'accepted'
        ? [forPerson('service.accepted', `${at}/acceptance`, 'A person accepts what is deployed.')]
        : []),
      ...(service.image !== null && service.image !== was?.image
        ? imageFindings(service.image, `${at}/image`, was?.image ?? null)
        : []),
      ...dockerfileFindings(service, was, `${at}/dockerfile/text`),
      ...(service.port === (was?.port ?? null) ? [] : portFindings(service.port, `${at}/port`)),
      ...service.volumes
        .filter((path) => !was?.volumes.includes(path))
        .flatMap((path) => mountFindings(path, `${at}/volumes`)),
      ...(was?.volumes ?? []).filter((path) => !service.volumes.includes(path)).map(() => volumeGone(`${at}/volumes`)),
      ...service.env
        .filter((variable) => !same(variable.default, byName(was?.env ?? [], variable.name)?.default ?? null))
        .flatMap((variable) => valueFindings(variable, variable.default, `${at}/env/${variable.name}/default`))
    ];
  });
  return [...sourceFindings(before, after), ...services];
}

function ofInfrastructure(before: InfrastructurePlan, after: InfrastructurePlan, tiers: Tier[] | null): Finding[] {
  const sums = {
    totalMonthly: after.servers.reduce((sum, { price }) => sum + price.monthly, 0),
    totalSetup: after.servers.reduce((sum, { price }) => sum + price.setup, 0)
  };
  const totals = (['totalMonthly', 'totalSetup'] as const)
    .filter((total) => after[total] !== sums[total])
    .map((total) =>
      refused('total.differs', `/${total}`, `The servers add up to ${sums[total]}, not to ${after[total]}.`)
    );
  const bought = ({ vendor, tier, region, price, spec, ownServerId }: PlannedServer) => ({
    vendor,
    tier,
    region,
    price,
    spec,
    ownServerId
  });
  const servers = after.servers.flatMap((server) => {
    const was = byName(before.servers, server.name);
    return was && same(bought(was), bought(server)) ? [] : serverFindings(server, tiers);
  });
  return [...servers, ...totals];
}

function serverFindings(server: PlannedServer, tiers: Tier[] | null): Finding[] {
  const at = `/servers/${server.name}`;
  if (tiers === null)
    return [refused('catalogue.unknown', at, 'No vendor could be asked what it sells. Try again later.')];
  const tier = tiers.find((each) => each.vendor === server.vendor && each.tier === server.tier);
  if (!tier) return [refused('tier.unknown', `${at}/tier`, `${server.vendor} sells no ${server.tier} here.`)];
  const region = tier.regions.find((each) => each.id === server.region);
  const own = server.vendor === 'own' && server.ownServerId !== server.tier;
  return [
    ...(region ? [] : [refused('region.unknown', `${at}/region`, `${tier.title} is not sold in ${server.region}.`)]),
    ...(region && !region.inStock
      ? [forPerson('region.stock', `${at}/region`, `${tier.title} is out of stock in ${region.title}.`)]
      : []),
    ...(same(server.price, tier.price)
      ? []
      : [refused('price.differs', `${at}/price`, `The catalogue has another price for ${tier.title}.`)]),
    ...(same(server.spec, tier.spec)
      ? []
      : [refused('spec.differs', `${at}/spec`, `The catalogue says otherwise of what ${tier.title} has.`)]),
    ...(own ? [refused('server.other', `${at}/ownServerId`, 'A server of your own is its own tier.')] : [])
  ];
}

function ofProvisioning(before: ProvisioningPlan, after: ProvisioningPlan): Finding[] {
  const env = after.env.flatMap((value) => {
    const was = before.env.find((each) => each.service === value.service && each.name === value.name);
    const at = `/env/${value.service}.${value.name}/value`;
    return was?.value === value.value ? [] : valueFindings(value, value.value, at);
  });
  const probes = before.probes
    .filter((probe) => !same(probe, byName(after.probes, probe.name)))
    .map((probe) =>
      forPerson('probe.changed', `/probes/${probe.name}`, 'It judges whether the site is alive after a deploy.')
    );
  const proxy =
    same(before.proxy, after.proxy) || before.proxy === null
      ? []
      : [forPerson('proxy.changed', '/proxy', 'It decides which names and ports are open to everybody.')];
  return [
    ...after.services.flatMap((unit) => unitFindings(unit, byName(before.services, unit.name))),
    ...stepFindings(before, after),
    ...env,
    ...probes,
    ...proxy,
    ...(same(before.network, after.network)
      ? []
      : [forPerson('network.changed', '/network', 'All containers of the project talk over it.')]),
    ...before.secrets
      .filter((secret) => !same(secret, byName(after.secrets, secret.name)))
      .map(({ name }) => forPerson('secret.changed', `/secrets/${name}`, 'Values that are in use were made by it.'))
  ];
}

function unitFindings(unit: PlannedService, was: PlannedService | undefined): Finding[] {
  const at = `/services/${unit.name}`;
  const exposed = unit.ports.filter(
    (port) => !was?.ports.some((each) => same(each, port)) && !isInner(port.address ?? '127.0.0.1')
  );
  return [
    ...(unit.build || unit.image === was?.image ? [] : imageFindings(unit.image, `${at}/image`, was?.image ?? null)),
    ...exposed.map((port) =>
      forPerson(
        'port.public',
        `${at}/ports`,
        `Port ${port.host} would be open beyond the server; the proxy serves visitors.`
      )
    ),
    ...unit.volumes
      .filter((volume) => !was?.volumes.some((each) => each.path === volume.path))
      .flatMap((volume) => mountFindings(volume.path, `${at}/volumes/${volume.name}/path`)),
    ...(!was || same(unit.dockerfile, was.dockerfile)
      ? []
      : [forPerson('dockerfile.changed', `${at}/dockerfile`, 'Its steps go by the Dockerfile that the analysis has.')]),
    ...(was?.volumes ?? [])
      .filter((volume) => !unit.volumes.some((each) => same(each, volume)))
      .map((volume) => volumeGone(`${at}/volumes/${volume.name}`)),
    ...(same(unit.healthcheck, was?.healthcheck ?? null)
      ? []
      : [forPerson('health.changed', `${at}/healthcheck`, 'It judges whether the container works.')]),
    ...(unit.command === (was?.command ?? null)
      ? []
      : [forPerson('command.changed', `${at}/command`, 'It replaces what the image runs by itself.')])
  ];
}

/** Addresses that only the server itself, or the other servers of the plan, can reach. */
const isInner = (address: string) => /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$|^\$\{SERVER:[a-z0-9-]+\}$/.test(address);

const privileged =
  /--privileged|--cap-add|--security-opt\b(?![= ]+["']?no-new-privileges\b)|--device\b|--(?:net|network|pid|ipc|userns|uts)[= ]+host\b|docker\.sock|(?:-v|--volume|--mount)[= ]+["']?(?:\S*(?:source|src)=)?\/(?:(?:etc|proc|sys|root|boot|dev)(?:\/\S*?)?)?[:,]/;

function stepFindings(before: ProvisioningPlan, after: ProvisioningPlan): Finding[] {
  return [...new Set([...before.servers, ...after.servers].map((server) => server.name))].flatMap((name) => {
    const [old, now] = [byName(before.servers, name)?.steps ?? [], byName(after.servers, name)?.steps ?? []];
    const gone = old.filter((step) => !now.some((each) => each.id === step.id));
    return [
      ...gone.map(({ id }) => forPerson('step.removed', `/servers/${name}/steps/${id}`, 'A later step may need it.')),
      ...now.flatMap((step) =>
        stepChange(
          step,
          old.find((each) => each.id === step.id),
          `/servers/${name}/steps/${step.id}`
        )
      )
    ];
  });
}

function stepChange(step: Step, was: Step | undefined, at: string): Finding[] {
  if (was && same(was, step)) return [];
  const texts = ['check', 'apply', 'verify'] as const;
  const others =
    !was || same({ ...was, check: '', apply: '', verify: '' }, { ...step, check: '', apply: '', verify: '' });
  const risky = texts.filter((part) => privileged.test(step[part]) && !(was && privileged.test(was[part])));
  return [
    ...risky.map((part) =>
      refused('step.privileged', `${at}/${part}`, 'It would give a container power over the whole server.')
    ),
    ...texts
      .filter((part) => step[part] !== was?.[part])
      .map((part) => forPerson('step.text', `${at}/${part}`, 'It is shell text that runs as root.')),
    ...(was && was.danger !== 'none' && step.danger !== was.danger
      ? [refused('step.danger', `${at}/danger`, 'A step that can cut the line to the server keeps its timed revert.')]
      : []),
    ...(others
      ? []
      : [forPerson('step.facts', at, 'What a step says of itself, its limits and its order are judged by a person.')])
  ];
}

const forbiddenMounts =
  /^\/+(?:(?:etc|proc|sys|dev|boot|run)(?:\/|$)|var\/run(?:\/|$)|$)|docker\.sock|(?:^|\/)\.\.(?:\/|$)/;

const mountFindings = (path: string, at: string): Finding[] =>
  forbiddenMounts.test(path) ? [refused('mount.privileged', at, `${path} belongs to the system, not to data.`)] : [];

const secretForm =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk-[\w-]{20,}|[sr]k_live_\w{10,}|xox[abprs]-[\w-]{10,})/;

const volumeGone = (at: string): Finding =>
  forPerson('volume.gone', at, 'What it holds would be left behind, and the app would begin without it.');

function dockerfileFindings({ dockerfile }: Service, was: Service | undefined, at: string): Finding[] {
  if (!dockerfile || dockerfile.text === was?.dockerfile?.text) return [];
  const judged = soundDockerfile(dockerfile.text, was?.dockerfile?.text ?? '');
  return judged.ok ? [] : [forPerson(judged.problem.code, at, judged.problem.message)];
}

function portFindings(port: number | null, at: string): Finding[] {
  const other = port === null ? null : otherProtocol(port);
  return other === null ? [] : [forPerson('port.other', at, `Port ${port} is for ${other}, and no web server's.`)];
}

/** What is to be said against a variable's new value. */
function valueFindings(
  { name, secret }: { name: string; secret: boolean },
  value: string | null,
  at: string
): Finding[] {
  const leads = value !== null && leadsElsewhere(name, value);
  return [
    ...secretFindings(secret, value, at),
    ...(leads ? [forPerson('env.leads', at, `${name} can lead to other code, or to other people's packages.`)] : [])
  ];
}

/** A secret's value written out: it stands in the vault, and in a plan by its name alone. */
function secretFindings(secret: boolean, value: string | null, at: string): Finding[] {
  if (value === null || value === '') return [];
  const literal = secret && !value.includes('${SECRET:') && !value.includes('${SERVER:');
  if (!literal && !secretForm.test(value)) return [];
  return [refused('env.secret', at, 'A secret is not written into a plan. Set it under Variables.')];
}
