import { actSchema, type Act, type Fix, type Remedy } from '../domain/fix.ts';
import type { Step } from '../domain/step.ts';
import {
  alignPassword,
  awaitDatastore,
  createDatabase,
  forgetRelease,
  freePort,
  ownVolume,
  pruneNetworks,
  removeContainer,
  restartDocker
} from '../commands/container-remedies.ts';
import { switchAptMirror } from '../commands/apt-mirror.ts';
import * as system from '../commands/remedies.ts';
import { amended, dockerfileOf, stepOf } from './amend.ts';
import { diffOf } from './diff.ts';
import { passwordOf, record } from './policy.ts';
import { unitOf, type Applied, type FixRecord, type Situation } from './situation.ts';

type Script = NonNullable<Applied['remedy']>;
const script = (text: string, timeout = 900): Script => ({ script: text, timeout });

/** The project as its containers are labelled, from the text of an approved start. */
function projectOf({ plan }: Situation): string {
  for (const { steps } of plan.servers)
    for (const { apply } of steps) {
      const label = /^ *--label hydron\.project=([a-z0-9-]{1,60})$/m.exec(apply);
      if (label) return label[1]!;
    }
  return plan.network.name;
}

function needed(situation: Situation, id: string): Step {
  const step = stepOf(situation, id);
  if (!step) throw new Error(`the plan has no step ${id} on ${situation.server}`);
  return step;
}

const plain: Partial<Record<Remedy['name'], Script>> = {
  'wait-for-apt': script(system.waitForApt, 1500),
  'finish-dpkg': script(system.finishDpkg, 1800),
  'refresh-package-lists': script(system.refreshLists),
  'reinstall-archive-keys': script(system.reinstallKeys),
  'remove-conflicting-engine': script(system.removeConflictingEngine),
  'free-disk': script(system.freeDisk, 1800),
  'sync-clock': script(system.syncClock, 180),
  'restart-resolver': script(system.restartResolver, 120),
  'prefer-ipv4': script(system.preferIpv4, 60),
  'restart-docker': script(restartDocker, 300),
  'prune-networks': script(pruneNetworks, 300),
  'raise-inotify': script(
    system.setKernel('inotify', { 'fs.inotify.max_user_watches': 524_288, 'fs.inotify.max_user_instances': 1024 }),
    60
  ),
  'allow-overcommit': script(system.setKernel('overcommit', { 'vm.overcommit_memory': 1 }), 60),
  'raise-map-count': script(system.setKernel('map-count', { 'vm.max_map_count': 262_144 }), 60),
  'switch-web-server-off': script(system.switchWebServerOff, 120)
};

function remedyScript(remedy: Remedy, situation: Situation, fixes: FixRecord[]): Script {
  const project = projectOf(situation);
  switch (remedy.name) {
    case 'set-source-aside':
      return script(system.setSourceAside(remedy.host));
    case 'create-network': {
      const step = needed(situation, 'network');
      return script(step.apply, step.timeout);
    }
    case 'own-volume': {
      const unit = situation.plan.services.find(({ name }) => name === remedy.service);
      return script(ownVolume(remedy.volume, unit?.image ?? ''), 600);
    }
    case 'remove-container':
      return script(removeContainer(project, remedy.container), 120);
    case 'await-datastore':
      return script(awaitDatastore(project, remedy.datastore), 300);
    case 'align-password':
      return script(alignPassword(project, remedy.datastore, passwordOf(remedy.datastore, situation) ?? ''), 120);
    case 'create-database':
      return script(createDatabase(project, remedy.datastore), 120);
    case 'release-again': {
      const step = amended(needed(situation, `release-${remedy.service}`), situation, fixes);
      return script(`${forgetRelease(project, remedy.service)}\n${step.apply}`, step.timeout);
    }
    default: {
      const known = plain[remedy.name];
      if (!known) throw new Error(`nothing is known to do for ${remedy.name}`);
      return known;
    }
  }
}

/** What runs on the server before the step is tried again. A Dockerfile that changes at a start is built there first. */
function before(fix: Act, situation: Situation, fixes: FixRecord[]): Script | null {
  switch (fix.kind) {
    case 'packages':
      return script(system.installPackages(fix.names), 1800);
    case 'swap':
      return script(system.addSwap(fix.megabytes), 600);
    case 'free-port': {
      const unit = unitOf(situation);
      const others = situation.plan.services.map(({ name }) => name).filter((name) => name !== unit?.name);
      return script(freePort(projectOf(situation), fix.port, others), 120);
    }
    case 'dockerfile': {
      if (situation.step?.kind === 'build') return null;
      const build = amended(needed(situation, `build-${fix.service}`), situation, fixes);
      return script(build.apply, build.timeout);
    }
    case 'mirror':
      return script(switchAptMirror(fix.choice));
    case 'remedy':
      return remedyScript(fix.remedy, situation, fixes);
    default:
      return null;
  }
}

/** The Dockerfile that a fix leads to, and how it differs from the one that was built last. */
function overlayOf(fix: Act, situation: Situation, fixes: FixRecord[]): Pick<Applied, 'overlay' | 'diff'> {
  const unit = unitOf(situation);
  if (!unit || (fix.kind !== 'dockerfile' && fix.kind !== 'parallelism')) return { overlay: null, diff: null };
  const [old, now] = [dockerfileOf(unit, situation.fixes), dockerfileOf(unit, fixes)];
  if (old === null || now === null) return { overlay: null, diff: null };
  return { overlay: { service: unit.name, dockerfile: now }, diff: diffOf(old, now) };
}

/**
 * What carrying out a fix comes to, beside the fixes that were made in this run before. The fix must be one that `refusalOf` lets
 * pass. Throws on `ask` and `give-up`, which change nothing, and where no step failed.
 */
export function applyFix(fix: Fix, situation: Situation): Applied {
  if (!situation.step) throw new Error('no step failed, so there is none to try again');
  const fixes = [...situation.fixes, record(fix, situation)];
  const step = amended(situation.step, situation, fixes);
  if (fix.kind === 'script') return { waitSeconds: 0, remedy: script(fix.text), step, overlay: null, diff: null };
  const act = actSchema.parse(fix);
  return {
    waitSeconds: act.kind === 'retry' ? act.seconds : 0,
    remedy: before(act, situation, fixes),
    step,
    ...overlayOf(act, situation, fixes)
  };
}
