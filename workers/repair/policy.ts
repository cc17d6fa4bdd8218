import { actSchema, fixLimits, type Act, type DockerfileEdit, type Fix, type Remedy } from '../domain/fix.ts';
import { parseDockerfile } from '../domain/dockerfile.ts';
import { namesVersion } from '../domain/image-tag.ts';
import type { Problem } from '../domain/result.ts';
import { secretsIn } from '../domain/shell.ts';
import { buildFrom, dockerfileOf, startWith, stepOf } from './amend.ts';
import { strangerAmong, strangerIn } from './own-hosts.ts';
import { fixesOfStep, unitOf, type FixRecord, type Situation } from './situation.ts';

const no = (code: string, message: string): Problem => ({ code: `fix.${code}`, message });
const same = (one: Fix, other: Fix) => JSON.stringify(one) === JSON.stringify(other);

/** Remedies that change what somebody else set up, or data: a person agrees first. */
const careful = new Set<Remedy['name']>([
  'set-source-aside',
  'remove-conflicting-engine',
  'switch-web-server-off',
  'align-password',
  'release-again'
]);

/** Folders that nobody misses when a container is replaced. */
const passing = /(?:^|\/)(?:\.?cache|\.next|logs?|run|sessions?|static|staticfiles|te?mp)(?:\/|$)/;

/**
 * Edits that a person should know of: an application may keep files where the next deployment takes them away, or be built with
 * a value that is made up.
 */
const telling = (edit: DockerfileEdit): boolean =>
  edit.edit === 'stand-in' || (edit.edit === 'own-folders' && edit.paths.some((path) => !passing.test(path)));

/** Whether a person must agree before a fix is made. `ask` and `script` wait for one by what they are. */
export const needsPerson = (fix: Fix): boolean =>
  fix.kind === 'ask' ||
  fix.kind === 'script' ||
  (fix.kind === 'remedy' && careful.has(fix.remedy.name)) ||
  (fix.kind === 'dockerfile' && fix.edits.some(telling));

/** Packages that hold up the server itself: a repair must not touch the ground that it stands on. */
const ground =
  /^(?:docker|containerd|podman|runc|openssh|ssh$|sudo$|systemd|linux-|grub|ufw$|iptables|nftables|libc6$|apt$|dpkg$)/;
/** Names that Alpine uses; each with what Debian calls it. */
const alpine: Record<string, string> = {
  'build-base': 'build-essential',
  'openssl-dev': 'libssl-dev',
  'postgresql-dev': 'libpq-dev',
  'libffi-dev-static': 'libffi-dev',
  'musl-dev': 'libc6-dev',
  'jpeg-dev': 'libjpeg-dev',
  'zlib-dev': 'zlib1g-dev',
  'mariadb-dev': 'libmariadb-dev',
  'vips-dev': 'libvips-dev'
};

const packageProblem = (names: string[]): Problem | null => {
  const foreign = names.find((name) => Object.hasOwn(alpine, name));
  if (foreign) return no('package', `${foreign} is Alpine's name; Debian and Ubuntu call it ${alpine[foreign]}.`);
  const holding = names.find((name) => ground.test(name));
  return holding ? no('package', `${holding} holds up the server and is not installed by a fix.`) : null;
};

/** Packages that open a service, or a way in or out: on the server itself containers serve, and the line to it is SSH alone. */
const opening =
  /(?:-server|-daemon|-kernel-server)$|^(?:netcat|ncat|nmap|socat|cryptcat|telnet|inetutils|rsh-|xinetd|tor$|squid|stunnel|frp|ngrok|autossh|sshpass|apache2|nginx|lighttpd|caddy|haproxy|postgresql(?:-\d|$)|mysql|mariadb|redis|memcached|mosquitto|rabbitmq|samba|nfs-|rpcbind|proftpd|vsftpd|pure-ftpd|xrdp|tightvnc|cockpit|webmin|minerd|xmrig)|[^g]telnetd$/;

const serverPackageProblem = (names: string[]): Problem | null => {
  const problem = packageProblem(names);
  const open = names.find((name) => opening.test(name) && !/-dev$/.test(name));
  return (
    problem ?? (open ? no('package', `${open} would open the server to others; services run in containers.`) : null)
  );
};

/** What a limit says against one more fix, or null. */
export function limitProblem(situation: Situation, signature: string | null): Problem | null {
  const ofStep = fixesOfStep(situation);
  if (situation.fixes.length >= fixLimits.run)
    return no('limit-run', `This run has had ${fixLimits.run} fixes already.`);
  if (ofStep.length >= fixLimits.step) return no('limit-step', `This step has had ${fixLimits.step} fixes already.`);
  const known = signature === null ? 0 : ofStep.filter((record) => record.signature === signature).length;
  return known >= fixLimits.signature
    ? no('limit-signature', `The same failure was met ${fixLimits.signature} times at this step.`)
    : null;
}

/**
 * Why a fix cannot be made here, whoever proposes it: the code is one of `fix.*`, the message says what is wrong. Null for one that
 * can. What is said of limits counts fixes that change something; giving up is always possible.
 */
export function refusalOf(fix: Fix, situation: Situation, signature: string | null = null): Problem | null {
  if (fix.kind === 'give-up') return null;
  if (!situation.step) return no('no-step', 'No step failed, so there is none to repair; start a new run.');
  const limit = limitProblem(situation, signature);
  if (limit) return limit;
  if (fix.kind === 'script') return scriptProblem(fix.text);
  if (fix.kind === 'ask') {
    const refused = fix.options.map((option) => refusalOf(option.fix, situation, signature)).find((each) => each);
    return refused ?? null;
  }
  return fixesOfStep(situation).some((record) => same(record.fix, fix))
    ? no('repeated', 'This very fix was made at this step already and did not help.')
    : actProblem(fix, situation);
}

/** A person agrees to the text that they see: nothing in it may be hidden from sight, or stand for what is not shown. */
function scriptProblem(text: string): Problem | null {
  if (/[^\P{C}\n\t]/u.test(text)) return no('hidden', 'The script holds characters that cannot be seen.');
  return secretsIn(text).length > 0 ? no('secret', 'The script would read a secret.') : null;
}

function actProblem(fix: Act, situation: Situation): Problem | null {
  const parsed = actSchema.safeParse(fix);
  if (!parsed.success) return no('form', parsed.error.issues[0]?.message ?? 'not a fix');
  switch (fix.kind) {
    case 'retry':
      return null;
    case 'packages':
      return situation.step?.kind === 'build'
        ? no('place', "A build does not see the server's packages; they belong into the Dockerfile.")
        : serverPackageProblem(fix.names);
    case 'dockerfile':
      return dockerfileProblem(fix, situation);
    case 'parallelism':
      return situation.step?.kind === 'build'
        ? overlayProblem(unitOf(situation)?.name ?? '', fix, situation)
        : no('place', 'Only builds have a number of jobs.');
    case 'variable':
    case 'memory':
      return containerProblem(fix, situation);
    case 'swap':
      return swapProblem(fix.megabytes, situation);
    case 'free-port':
      return situation.step?.kind === 'proxy' || (situation.step?.kind === 'start' && unitOf(situation))
        ? null
        : no('place', 'Ports are freed for a container that is being started, and none is here.');
    case 'mirror':
      return fix.of === 'apt'
        ? null
        : no('not-possible', 'No other registry mirror is set up; set one in the installation and deploy again.');
    case 'remedy':
      return remedyProblem(fix.remedy, situation);
  }
}

function dockerfileProblem(fix: Extract<Act, { kind: 'dockerfile' }>, situation: Situation): Problem | null {
  const kind = situation.step?.kind;
  if (unitOf(situation)?.name !== fix.service || (kind !== 'build' && kind !== 'start' && kind !== 'release'))
    return no('place', `The step at hand neither builds nor starts ${fix.service}.`);
  for (const edit of fix.edits) {
    const problem = editProblem(edit, fix.service, situation);
    if (problem) return problem;
  }
  return overlayProblem(fix.service, fix, situation);
}

function editProblem(edit: DockerfileEdit, service: string, situation: Situation): Problem | null {
  if (edit.edit === 'add-packages') return packageProblem(edit.names);
  if (edit.edit === 'base-image') return imageProblem(edit, service, situation);
  return edit.edit === 'set-arg' ? argumentProblem(edit, service, situation) : null;
}

/** Build arguments are those that the plan knows: any other name could lead a package manager to other people's packages. */
function argumentProblem(
  { name, value }: Extract<DockerfileEdit, { edit: 'set-arg' }>,
  service: string,
  { plan }: Situation
): Problem | null {
  const known = plan.env.find((each) => each.service === service && each.name === name && each.buildTime);
  if (!known) return no('argument', `${name} is no build argument of ${service} in the plan.`);
  if (known.secret) return no('secret', `${name} holds a secret and gets its value from the plan alone.`);
  if (known.value !== null && known.origin === 'person')
    return no('given', `${name} has a value that a person gave; change it in the plan.`);
  const stranger = strangerIn(value, plan);
  return stranger === null ? null : no('host', `${stranger} is no host of this deployment.`);
}

function imageProblem(
  { image, tag }: Extract<DockerfileEdit, { edit: 'base-image' }>,
  service: string,
  { plan }: Situation
): Problem | null {
  if (!namesVersion(tag))
    return no('image-tag', `${image}:${tag} names no version, so it may be another image tomorrow.`);
  const text = plan.services.find(({ name }) => name === service)?.dockerfile?.text ?? '';
  const { stages } = parseDockerfile(text);
  const used = stages
    .filter(({ base }) => !stages.some(({ name }) => name === base.toLowerCase()))
    .map(({ base }) => base.replace(/(?::[^/:@]*)?(?:@.*)?$/, ''));
  return used.includes(image)
    ? null
    : no('image-family', `${service} does not build on ${image}; only its tag may change.`);
}

function overlayProblem(service: string, fix: Act, situation: Situation): Problem | null {
  const unit = situation.plan.services.find(({ name, server }) => name === service && server === situation.server);
  if (!unit) return no('service', `There is no service ${service} on ${situation.server}.`);
  if (unit.dockerfile?.origin !== 'generated')
    return no('repository-dockerfile', `${service}'s Dockerfile is the repository's own and is not changed.`);
  const build = stepOf(situation, `build-${service}`);
  const before = dockerfileOf(unit, situation.fixes);
  const after = dockerfileOf(unit, [...situation.fixes, record(fix, situation)]);
  if (after === before || after === null)
    return no('no-change', `This would change nothing in ${service}'s Dockerfile.`);
  return build && buildFrom(build, unit, after, situation)
    ? null
    : no('not-possible', `The approved build of ${service} cannot read another Dockerfile.`);
}

/** A fix as the run would note it. */
export const record = (fix: Fix, { step, server }: Situation): FixRecord => ({
  server,
  stepId: step?.id ?? '',
  signature: null,
  author: 'rules',
  fix
});

function containerProblem(fix: Extract<Act, { kind: 'variable' | 'memory' }>, situation: Situation): Problem | null {
  const { step, plan, facts } = situation;
  const unit = unitOf(situation);
  if (unit?.name !== fix.service || (step?.kind !== 'start' && step?.kind !== 'release'))
    return no('place', `The step at hand does not start ${fix.service}.`);
  if (!startWith(step, [])) return no('not-possible', `The approved start of ${fix.service} cannot be told more.`);
  if (fix.kind === 'variable') {
    const known = plan.env.find(({ service, name }) => service === fix.service && name === fix.name);
    const stranger = /_(?:HOSTS|ORIGINS)$/.test(fix.name) ? strangerAmong(fix.value, plan) : null;
    if (stranger !== null) return no('host', `${stranger} is no host of this deployment.`);
    return known && known.value !== null && (known.secret || known.origin === 'person')
      ? no('given', `${fix.name} has a value that a person gave or that is secret; change it in the plan.`)
      : null;
  }
  if (fix.megabytes <= unit.limits.memoryMb) return no('no-change', `${fix.service} may use that much memory already.`);
  if (facts?.memoryMb && fix.megabytes > facts.memoryMb * 0.9)
    return no('memory', `The server has ${facts.memoryMb} MB of memory in all; take a larger tier.`);
  return !facts?.memoryMb && fix.megabytes > unit.limits.memoryMb * 4
    ? no('memory', 'How much memory the server has is not known, and this is more than four times what it was given.')
    : null;
}

function swapProblem(megabytes: number, { facts }: Situation): Problem | null {
  if (facts?.container) return no('not-possible', 'The server is a container and has the swap space of its host.');
  if (facts?.swapMb && facts.swapMb >= megabytes)
    return no('no-change', 'The server has that much swap space already.');
  return facts?.diskFreeMb && facts.diskFreeMb < megabytes + 1024
    ? no('disk', `Only ${facts.diskFreeMb} MB of disk are free; there is no room for that much swap space.`)
    : null;
}

function remedyProblem(remedy: Remedy, situation: Situation): Problem | null {
  const { plan, server, analysis } = situation;
  const here = plan.services.filter((unit) => unit.server === server);
  switch (remedy.name) {
    case 'own-volume':
      return here.some(
        ({ name, volumes }) => name === remedy.service && volumes.some((each) => each.name === remedy.volume)
      )
        ? null
        : no('volume', `${remedy.service} has no volume ${remedy.volume} on ${server}.`);
    case 'remove-container':
      return here.some((unit) => remedy.container.startsWith(`${plan.network.name}-${unit.name}`))
        ? null
        : no('container', `${remedy.container} is no container of this project.`);
    case 'align-password':
    case 'create-database':
    case 'await-datastore': {
      const unit = here.find(({ name, role }) => name === remedy.datastore && role === 'datastore');
      if (!unit) return no('service', `There is no datastore ${remedy.datastore} on ${server}.`);
      const kind = analysis.datastores.find(({ name }) => name === remedy.datastore)?.kind;
      if (remedy.name === 'await-datastore') return null;
      if (kind !== 'postgres') return no('not-possible', 'This is done for PostgreSQL alone.');
      return remedy.name === 'create-database' || passwordOf(remedy.datastore, situation)
        ? null
        : no('secret', `No secret of the plan is the password of ${remedy.datastore}.`);
    }
    case 'release-again':
      return stepOf(situation, `release-${remedy.service}`)
        ? null
        : no('service', `${remedy.service} has no release command on ${server}.`);
    case 'sync-clock':
      return situation.facts?.container
        ? no('not-possible', "The server is a container and has its host's clock.")
        : null;
    case 'create-network':
      return stepOf(situation, 'network') ? null : no('no-step', 'The plan has no step that creates a network here.');
    default:
      return null;
  }
}

/** The placeholder of a PostgreSQL's password, where one secret is all of its value. */
export function passwordOf(datastore: string, { plan }: Pick<Situation, 'plan'>): string | null {
  const value =
    plan.env.find(({ service, name }) => service === datastore && name === 'POSTGRES_PASSWORD')?.value ?? '';
  return /^\$\{SECRET:[A-Z][A-Z0-9_]*\}$/.test(value) ? value : null;
}
