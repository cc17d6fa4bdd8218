import type { Fix } from '../../domain/fix.ts';
import { isRunVariable, type RunVariable } from '../../domain/fix-values.ts';
import { variableNameSchema } from '../../domain/service.ts';
import { cleanText } from '../lines.ts';
import type { Signature } from '../signature.ts';
import { serviceOf, unitOf, type Situation } from '../situation.ts';
import { edit, remedy } from '../ways.ts';

const variable = (service: string, name: RunVariable, value: string): Fix => ({
  kind: 'variable',
  service,
  name,
  value
});

/** How frameworks are told the address to listen on; those that a service is known to read come first. */
function everywhere(situation: Situation): RunVariable[] {
  const service = serviceOf(situation);
  const read = (service?.env ?? []).map(({ name }) => name).filter(isRunVariable);
  const addresses: RunVariable[] = ['HOST', 'HOSTNAME', 'BIND_ADDRESS', 'SERVER_HOST'];
  const python: RunVariable[] = ['UVICORN_HOST', 'FLASK_RUN_HOST', 'GUNICORN_CMD_ARGS'];
  const order = service?.language === 'Python' ? [...python, ...addresses] : [...addresses, 'NITRO_HOST' as const];
  return [...order.filter((name) => read.includes(name)), ...order.filter((name) => !read.includes(name))];
}

const loopback = /^(?:127\.0\.0\.1|\[::1\]|\[::ffff:127\.0\.0\.1\]):\d{1,5}$/;
const portOf = (address: string) => Number(/:(\d{1,5})$/.exec(address)?.[1]);
const addressesIn = (text: string) => text.split(/\s+/).filter((address) => portOf(address) > 0);

/** Whether the last lines say that it listens somewhere, and not where visitors are sent to. They may not speak of it at all. */
function listensElsewhere(situation: Situation): boolean {
  const said = /^It listens on: ([^\n]{0,400})$/m.exec(situation.output.slice(-64 * 1024));
  if (!said) return true;
  const addresses = addressesIn(said[1]!);
  const port = unitOf(situation)?.port;
  return addresses.length > 0 && !addresses.some((address) => portOf(address) === port && !loopback.test(address));
}

/** Telling an application to listen on all addresses, or on the port that visitors are sent to. */
function listening(match: RegExpExecArray, situation: Situation): Fix[] {
  const unit = unitOf(situation);
  const port = unit?.port;
  if (!unit || !port || match[1] === undefined) return [];
  return addressesIn(match[1]).some((address) => portOf(address) === port)
    ? everywhere(situation).map((name) =>
        variable(unit.name, name, name === 'GUNICORN_CMD_ARGS' ? `--bind=0.0.0.0:${port}` : '0.0.0.0')
      )
    : [variable(unit.name, 'PORT', String(port))];
}

/** The names that a Django project reads its allowed hosts from, set to the host that was refused. */
function allow(match: RegExpExecArray, situation: Situation): Fix[] {
  const unit = unitOf(situation);
  const host = match[1]?.toLowerCase();
  if (!unit || host === undefined) return [];
  const read = (serviceOf(situation)?.env ?? []).map(({ name }) => name);
  return (['ALLOWED_HOSTS', 'DJANGO_ALLOWED_HOSTS'] as const)
    .filter((name) => read.includes(name))
    .map((name) => variable(unit.name, name, host));
}

/** Whether what could not be loaded is a package, and not a file of the repository's own. */
const missesPackage = ({ output }: Situation): boolean =>
  /Cannot find (?:module|package) '[^'./]/.test(cleanText(output).slice(-64 * 1024));

/** Builds that insist on a variable mostly read it without need: one may stand in for it there, and there alone. */
function standIn(match: RegExpExecArray, situation: Situation): Fix[] {
  const name = variableNameSchema.safeParse(match.slice(1).find((each) => each !== undefined));
  return situation.step?.kind === 'build' && name.success ? edit(situation, { edit: 'stand-in', name: name.data }) : [];
}

/** What applications say as they start, and how they answer. */
export const application: Signature[] = [
  {
    id: 'env_missing',
    places: ['build', 'container'],
    pattern:
      /Environment variable not found: (\w{1,100})|Missing required environment variables?:? ?(\w{1,100})?|\b(\w{1,100}) is (?:not defined|required) in (?:the )?environment|^KeyError: '([A-Z][A-Z0-9_]{2,100})'|Invalid environment variables/i,
    act: 'propose',
    cause: 'The application needs a variable that has no value.',
    advice: 'Give the variable that the message names a value in the plan, then deploy again.',
    fixes: standIn
  },
  {
    id: 'module_missing',
    places: ['build', 'container'],
    pattern:
      /Cannot find (?:module|package) '[^']{1,300}'|ERR_MODULE_NOT_FOUND|Module not found: (?:Error: )?Can't resolve/,
    general: true,
    act: 'auto',
    cause: 'A file or a package that the code loads is not in the image.',
    advice: 'Check upper and lower case of the path, the folder that the build writes to, and package.json.',
    fixes: (_, situation) => (missesPackage(situation) ? edit(situation, { edit: 'keep-development' }) : [])
  },
  {
    id: 'django_hosts',
    places: ['container', 'probe'],
    pattern: /Invalid HTTP_HOST header: '([A-Za-z0-9.-]{1,253})(?::\d{1,5})?'|DisallowedHost at /i,
    act: 'propose',
    cause: 'Django does not answer to this host name.',
    advice: 'Add the host name to ALLOWED_HOSTS, or read it from a variable.',
    fixes: allow
  },
  {
    id: 'migration',
    places: ['container'],
    pattern:
      /relation "[^"]{1,200}" does not exist|no such table: |Table '[^']{1,200}' doesn't exist|\bP2021\b|PendingMigrationError|^You have \d{1,5} unapplied migration/i,
    act: 'propose',
    cause: 'The database lacks tables: its migrations were not run.',
    advice: "Set the service's release command to the one that migrates the database.",
    fixes: (_, situation) => {
      const service = serviceOf(situation);
      return service?.releaseCommand ? [remedy({ name: 'release-again', service: service.name })] : [];
    }
  },
  {
    id: 'bind_localhost',
    places: ['container', 'probe'],
    pattern:
      /^It listens on: ([^\n]{0,400})$|502 Bad Gateway|dial tcp \S{1,60}: connect: connection refused|connect\(\) failed \(111/i,
    general: true,
    act: 'auto',
    cause: 'The application listens on its own container alone, or on another port than visitors are sent to.',
    advice: 'Let it listen on 0.0.0.0 and on the port that the variable PORT names.',
    evidence: listensElsewhere,
    fixes: listening
  },
  {
    id: 'redirect_loop',
    places: ['probe'],
    pattern: /ERR_TOO_MANY_REDIRECTS|Maximum \(\d{1,4}\) redirects followed|redirect count exceeded/i,
    act: 'human',
    cause: 'The application sends visitors to HTTPS again and again, not knowing that they come by it.',
    advice: 'Let the application trust the X-Forwarded-Proto header of the proxy.',
    fixes: () => []
  },
  {
    id: 'cf_52x',
    places: ['probe'],
    pattern: /(?:error code:?|status|answered|HTTP\/[\d.]{1,3}) 52[1-6]\b/i,
    act: 'human',
    cause: 'The network before the server cannot reach it or does not trust its certificate.',
    advice: 'Open port 443 and set the encryption mode of that network to full (strict).',
    fixes: () => []
  }
];
