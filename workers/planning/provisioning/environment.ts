import type { Service } from '../../domain/service.ts';
import type { EnvironmentValue, GeneratedSecret } from '../../domain/provisioning-plan.ts';
import { secretName, secretReference, secretsIn } from '../../domain/shell.ts';
import { ownAddressIn } from '../analysis/env/own-address.ts';
import { connectionValue, url, type Connection } from './connections.ts';
import { isGenerated, secretFor, secretNameOf } from './secrets.ts';

/** A value that a person gave; secret ones are known by name alone. */
export interface GivenVariable {
  name: string;
  secret: boolean;
  value: string | null;
}

/** What a service's values are derived from. `publicUrl` and `internalUrl` answer null for services without an address. */
export interface Surroundings {
  services: Service[];
  main: Service | null;
  connections: Connection[];
  publicUrl(service: Service): string | null;
  internalUrl(service: Service, from: Service): string | null;
  hostnames(service: Service): string[];
  given: GivenVariable[];
  fromImage: boolean;
}

type Value = Pick<EnvironmentValue, 'value' | 'origin'> & { secret?: boolean };
const derived = (value: string | null): Value | null => (value === null ? null : { value, origin: 'derived' });

const production = new Map([
  ['NODE_ENV', 'production'],
  ['APP_ENV', 'production'],
  ['FLASK_ENV', 'production'],
  ['RAILS_ENV', 'production'],
  ['RACK_ENV', 'production'],
  ['ENVIRONMENT', 'production'],
  ['ENV', 'production'],
  ['GO_ENV', 'production'],
  ['GIN_MODE', 'release'],
  ['ASPNETCORE_ENVIRONMENT', 'Production'],
  ['DEBUG', 'false'],
  ['FLASK_DEBUG', '0'],
  ['DJANGO_DEBUG', 'false'],
  ['APP_DEBUG', 'false']
]);

const browserPrefix = /^(?:NEXT_PUBLIC|VITE|PUBLIC|NUXT_PUBLIC|REACT_APP|GATSBY|EXPO_PUBLIC)_/;
const ownAddress =
  /^(?:APP|BASE|PUBLIC|SITE|SERVER|ROOT|HOST|WEB|EXTERNAL|CANONICAL|NEXTAUTH|AUTH|BETTER_AUTH|DEPLOY|URL)?_?(?:URL|ORIGIN|BASE_URL|SITE_URL|APP_URL|PUBLIC_URL|SERVER_URL)$/;
const visitorsAddress =
  /^(?:FRONTEND|CLIENT|WEB|UI|CORS|ALLOWED|CSRF_TRUSTED|DJANGO_CSRF_TRUSTED|CORS_ALLOWED|DJANGO_CORS_ALLOWED|WEBAPP|DASHBOARD)_?(?:URL|ORIGINS?|HOST_URL|BASE_URL|APP_URL)$/;
const hostnames =
  /^(?:DJANGO_)?(?:ALLOWED_HOSTS?|TRUSTED_HOSTS)$|^(?:APP_|PUBLIC_)?(?:DOMAIN|DOMAIN_NAME|FQDN|VIRTUAL_HOST)$/;

/** Addresses: a service's own, the visitors', and other services' by their names. */
function addressValue(variable: Service['env'][number], service: Service, around: Surroundings): string | null {
  const name = variable.name.toUpperCase();
  const own = around.publicUrl(service) ?? (around.main ? around.publicUrl(around.main) : null);
  const visible = browserPrefix.test(name);
  const bare = name.replace(browserPrefix, '');
  const other = around.services.find((each) => each !== service && otherAddress(bare, each.name));
  if (other) return visible ? around.publicUrl(other) : (around.internalUrl(other, service) ?? around.publicUrl(other));
  const api = /^(?:API|BACKEND|SERVER)_?(?:BASE_?)?(?:URL|URI|HOST_URL|ENDPOINT|ORIGIN)$/.test(bare)
    ? apiBeside(service, around)
    : null;
  if (api) return visible ? around.publicUrl(api) : (around.internalUrl(api, service) ?? around.publicUrl(api));
  if (visitorsAddress.test(bare)) return around.main ? around.publicUrl(around.main) : own;
  const filled = ownAddressIn(variable);
  if (ownAddress.test(bare) || filled === 'url') return own;
  if (hostnames.test(bare) || filled === 'host') return around.hostnames(service).join(',') || null;
  return null;
}

const otherAddress = (name: string, service: string) => {
  const prefix = service.toUpperCase().replaceAll('-', '_');
  return new RegExp(`^${prefix}(?:_SERVICE)?_(?:URL|URI|BASE_URL|ENDPOINT|ORIGIN|API_URL)$`).test(name);
};

/** The service that a front end means by "the API": one with a port that is named so, or the only other one. */
function apiBeside(service: Service, around: Surroundings): Service | null {
  const others = around.services.filter((each) => each !== service && each.port !== null && each.kind === 'web');
  return others.find((each) => /api|backend|server/.test(each.name)) ?? (others.length === 1 ? others[0]! : null);
}

/** Where a service is told to listen. */
function listenValue(name: string, service: Service): string | null {
  if (
    service.port !== null &&
    /^(?:PORT|APP_PORT|SERVER_PORT|HTTP_PORT|NITRO_PORT|API_PORT|WEB_PORT|LISTEN_PORT)$/.test(name)
  )
    return String(service.port);
  if (/^(?:HOST|BIND|BIND_HOST|LISTEN_HOST|NITRO_HOST)$/.test(name)) return '0.0.0.0';
  if (name === 'HOSTNAME' && service.framework?.toLowerCase().startsWith('next')) return '0.0.0.0';
  return null;
}

/** Nothing but a person's edit gives a value to a variable whose value a person provides; it wins over all that is derived. */
const isSetByHand = ({ source, secret, default: value }: Service['env'][number]) =>
  source === 'person' && !secret && value !== null;

function valueOf(variable: Service['env'][number], service: Service, around: Surroundings): Value {
  const given = around.given.find((each) => each.name === variable.name || each.name === secretNameOf(variable.name));
  if (given?.value !== undefined && given.value !== null) return { value: given.value, origin: 'person' };
  if (given) return { value: secretReference(secretNameOf(variable.name)), origin: 'person', secret: true };
  if (isSetByHand(variable)) return { value: variable.default, origin: 'person' };
  const own = around.connections.filter((connection) => service.dependsOn.includes(connection.datastore.name));
  const connections = [...own, ...around.connections.filter((connection) => !own.includes(connection))];
  const name = variable.name.toUpperCase();
  return (
    derived(listenValue(name, service)) ??
    derived(connectionValue(variable.name, connections, variable.default)) ??
    derived(production.get(name) ?? null) ??
    derived(addressValue(variable, service, around)) ??
    (isGenerated(
      variable,
      service.env.map((each) => each.name)
    )
      ? ({ value: secretReference(secretNameOf(variable.name)), origin: 'generated', secret: true } satisfies Value)
      : null) ??
    (variable.default !== null && variable.source !== 'person'
      ? ({ value: variable.default, origin: 'default' } satisfies Value)
      : null) ??
    ({
      value: variable.required ? null : variable.default,
      origin: variable.default !== null && !variable.required ? 'default' : 'person'
    } satisfies Value)
  );
}

/** Variables that a framework needs though nothing in the repository names them. */
function additions(service: Service, around: Surroundings): { name: string; value: string }[] {
  if (around.fromImage) return [];
  const [language, framework] = [service.language?.toLowerCase() ?? '', service.framework?.toLowerCase() ?? ''];
  const list: { name: string; value: string | null }[] = [
    { name: 'PORT', value: service.port === null ? null : String(service.port) }
  ];
  if (/node|javascript|typescript|bun|deno/.test(language)) list.push({ name: 'NODE_ENV', value: 'production' });
  if (language === 'python') list.push({ name: 'PYTHONUNBUFFERED', value: '1' });
  if (framework === 'sveltekit') list.push({ name: 'ORIGIN', value: around.publicUrl(service) });
  if (framework.startsWith('next')) list.push({ name: 'HOSTNAME', value: '0.0.0.0' });
  if (/^(?:nuxt|astro)/.test(framework)) list.push({ name: 'HOST', value: '0.0.0.0' });
  return list.filter((each): each is { name: string; value: string } => each.value !== null);
}

/** Standard names for datastores that a service depends on, where none of its own variables speaks of them. */
function fallbacks(
  service: Service,
  around: Surroundings,
  values: EnvironmentValue[]
): { name: string; value: string }[] {
  return around.connections
    .filter((connection) => service.dependsOn.includes(connection.datastore.name))
    .filter(
      (connection) => !values.some((value) => value.origin !== 'default' && value.value?.includes(connection.host))
    )
    .map((connection) => ({
      name:
        connection.recipe.database === null || connection.recipe.scheme === 'http'
          ? `${connection.recipe.prefixes[0]}_URL`
          : 'DATABASE_URL',
      value: url(connection)
    }));
}

/** All values of a service, in the order of its variables, then what was added. Secrets stand as references. */
export function environmentOf(service: Service, around: Surroundings): EnvironmentValue[] {
  const rows = service.env.map((variable): EnvironmentValue => {
    const value = valueOf(variable, service, around);
    const secret = value.secret ?? (variable.secret || secretsIn(value.value ?? '').length > 0);
    return {
      service: service.name,
      name: variable.name,
      value: value.value,
      origin: value.origin,
      secret,
      required: variable.required,
      buildTime: variable.buildTime
    };
  });
  const add = ({ name, value }: { name: string; value: string }) => {
    if (rows.some((row) => row.name === name)) return;
    rows.push({
      service: service.name,
      name,
      value,
      secret: secretsIn(value).length > 0,
      required: false,
      buildTime: false,
      origin: 'derived'
    });
  };
  additions(service, around).forEach(add);
  fallbacks(service, around, rows).forEach(add);
  for (const given of around.given) {
    if (rows.some((row) => secretNameOf(row.name) === secretNameOf(given.name)) || around.services.length !== 1)
      continue;
    const value = given.value ?? (secretName.test(given.name) ? secretReference(given.name) : null);
    rows.push({
      service: service.name,
      name: given.name,
      value,
      secret: given.secret,
      required: false,
      buildTime: false,
      origin: 'person'
    });
  }
  return rows;
}

/** The secrets to make up for these values. */
export function generatedSecrets(values: EnvironmentValue[]): GeneratedSecret[] {
  const names = values.filter((value) => value.origin === 'generated').map((value) => value.name);
  return [...new Map(names.map((name) => [secretNameOf(name), secretFor(name)])).values()];
}
