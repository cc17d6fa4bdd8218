import { deployedServices } from '../../../domain/analysis.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import type { PlannedServer } from '../../../domain/infrastructure-plan.ts';
import type { EnvironmentValue, PlannedService, ProvisioningPlan } from '../../../domain/provisioning-plan.ts';
import { ok, type Result } from '../../../domain/result.ts';
import { secretReference } from '../../../domain/shell.ts';
import { no } from '../../dropping.ts';
import { groupNeed } from '../../infrastructure/placement.ts';
import { plausibleHealthCheck } from '../../validate/dockerfile.ts';
import { leadsElsewhere } from '../../validate/variables.ts';
import { isOpen, type AddedStore } from '../added-stores.ts';
import { passwordName } from '../connections.ts';
import type { ProvisioningInput } from '../plan.ts';
import { limitFor, volumeName } from '../units.ts';
import type { WantedStore } from './answer.ts';
import { storeImage } from './store-images.ts';

const word = String.raw`[\w.:/@+-]*`;
/** A value of the store's own: plain words, and the name, the port and the password that are made up. */
const told = new RegExp(`^(?:${word}|\\{host\\}|\\{port\\}|\\{password\\})*$`);
/** A value that leads to the store: an address of it, a part of one, or a plain name. */
const leading =
  /^(?:(?:[a-z][a-z0-9+.-]{0,30}:\/\/(?:[\w.-]{0,40}:\{password\}@)?)?\{host\}(?::\{port\})?(?:\/[\w./-]*)?|\{port\}|\{password\}|[\w.-]{1,60})$/;

/** The input with a datastore that rules have no recipe for, on the server of the services that use it. */
export function withStore(
  input: ProvisioningInput,
  wanted: WantedStore,
  evidence: Evidence[],
  plan: ProvisioningPlan
): Result<ProvisioningInput> {
  const { analysis } = input;
  if ([...analysis.services, ...analysis.datastores, ...plan.services].some(({ name }) => name === wanted.name))
    return no('its name is taken');
  const image = storeImage(wanted.image);
  if (!image.ok) return image;
  const spoken = [wanted.name, image.value.image.split('/').at(-1)!];
  if (!evidence.some(({ excerpt }) => spoken.some((each) => excerpt.toLowerCase().includes(each))))
    return no('the lines named do not speak of it');
  const health = wanted.health === null ? ok(null) : plausibleHealthCheck(wanted.health);
  if (!health.ok) return no(`its health command is refused: ${health.problem.message}`);
  const server = serverFor(wanted, input);
  if (!server.ok) return server;
  const problem = ownValues(wanted) ?? usedValues(wanted, plan);
  if (problem !== null) return no(problem);
  return ok({ ...input, stores: [...(input.stores ?? []), storeOf(wanted, server.value, input.project.slug)] });
}

/** The server on which all that use it run, where it has room. */
function serverFor({ used, memoryMb }: WantedStore, input: ProvisioningInput): Result<PlannedServer> {
  const { analysis, infrastructure, stores = [] } = input;
  const users = new Set(used.map(({ service }) => service));
  if (deployedServices(analysis).filter(({ name }) => users.has(name)).length < users.size)
    return no('a service that would use it is not there');
  const homes = infrastructure.servers.filter(({ services }) => services.some((name) => users.has(name)));
  const [home] = homes;
  if (!home || homes.length > 1) return no('the services that use it run on several servers');
  const beside = stores.filter(({ unit }) => unit.server === home.name);
  const needMb = groupNeed(home.services, infrastructure.needs, analysis) + memoryMb;
  const held = beside.reduce((sum, { unit }) => sum + unit.limits.memoryMb, 0);
  return needMb + held <= home.spec.memoryGb * 1024
    ? ok(home)
    : no(`${home.name} has no ${memoryMb} MB left for it; choose a larger server`);
}

function ownValues({ env }: WantedStore): string | null {
  const wrong = env.find(({ name, value }) => !told.test(value) || leadsElsewhere(name, value));
  return wrong ? `${wrong.name} cannot be told so` : null;
}

function usedValues({ used, env }: WantedStore, plan: ProvisioningPlan): string | null {
  const locked = env.some(({ value }) => value.includes('{password}'));
  for (const { service, variable, value } of used) {
    const row = plan.env.find((each) => each.service === service && each.name === variable);
    if (!row) return `${service} has no variable ${variable.slice(0, 60)}`;
    if (!isOpen(row)) return `${variable} is set already`;
    if (!leading.test(value)) return `${variable} would lead elsewhere`;
    if (value.includes('{password}') && !locked) return 'it has no password';
  }
  return used.some(({ value }) => value.includes('{host}')) ? null : 'nothing leads to it';
}

function storeOf(wanted: WantedStore, server: PlannedServer, slug: string): AddedStore {
  const password = passwordName(wanted);
  const filled = (template: string) =>
    template
      .replaceAll('{host}', wanted.name)
      .replaceAll('{port}', String(wanted.port))
      .replaceAll('{password}', secretReference(password));
  const values = wanted.env.map(({ name, value }): EnvironmentValue => {
    const secret = value.includes('{password}');
    return {
      service: wanted.name,
      name,
      value: filled(value),
      secret,
      required: true,
      buildTime: false,
      origin: secret ? 'generated' : 'derived'
    };
  });
  const locked = values.some(({ secret }) => secret);
  return {
    unit: unitOf(wanted, server, slug),
    values,
    secrets: locked ? [{ name: password, kind: 'password', length: 32 }] : [],
    used: wanted.used.map((each) => ({ ...each, value: filled(each.value) }))
  };
}

const unitOf = (wanted: WantedStore, server: PlannedServer, slug: string): PlannedService => ({
  name: wanted.name,
  server: server.name,
  role: 'datastore',
  image: wanted.image,
  build: false,
  dockerfile: null,
  command: null,
  volumes: wanted.data === null ? [] : [{ name: volumeName(slug, wanted.name, 0), path: wanted.data }],
  port: wanted.port,
  ports: [],
  healthcheck:
    wanted.health === null
      ? null
      : { test: wanted.health, interval: 5, timeout: 5, retries: 6, startPeriod: wanted.startSeconds },
  limits: { memoryMb: limitFor(wanted.memoryMb, server.spec.memoryGb), cpus: null },
  startOrder: 0
});
