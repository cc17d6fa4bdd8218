import type { DockerfileEdit } from '../domain/fix.ts';
import type { PlannedService } from '../domain/provisioning-plan.ts';
import { command, quote, secretsIn, serversIn, writeFile } from '../domain/shell.ts';
import type { Step } from '../domain/step.ts';
import { editDockerfile } from './dockerfile.ts';
import { unitOf, type FixRecord, type Situation } from './situation.ts';

type Ground = Pick<Situation, 'plan' | 'server'>;

/** The approved step of a server by its id. */
export const stepOf = ({ plan, server }: Ground, id: string): Step | null =>
  plan.servers.find(({ name }) => name === server)?.steps.find((step) => step.id === id) ?? null;

const fewer = (jobs: number): DockerfileEdit[] => [
  { edit: 'set-env', stage: 'build', name: 'MAKEFLAGS', value: `-j${jobs}` },
  { edit: 'set-env', stage: 'build', name: 'CARGO_BUILD_JOBS', value: String(jobs) },
  { edit: 'set-env', stage: 'build', name: 'CMAKE_BUILD_PARALLEL_LEVEL', value: String(jobs) },
  { edit: 'set-env', stage: 'build', name: 'npm_config_jobs', value: String(jobs) }
];

/** The edits that fixes of a run make to a service's Dockerfile, in order. */
const editsOf = (service: string, fixes: FixRecord[]): DockerfileEdit[] =>
  fixes.flatMap(({ fix, stepId }) => {
    if (fix.kind === 'dockerfile' && fix.service === service) return fix.edits;
    return fix.kind === 'parallelism' && stepId === `build-${service}` ? fewer(fix.jobs) : [];
  });

/** The Dockerfile that a service is built from once the fixes of a run are made; null for one that is not Hydron's. */
export function dockerfileOf(unit: PlannedService, fixes: FixRecord[]): string | null {
  if (unit.dockerfile?.origin !== 'generated') return null;
  return editDockerfile(unit.dockerfile.text, editsOf(unit.name, fixes));
}

/** Where the checkout lies on the server, as its step says. */
function folderOf({ plan, server }: Ground): string | null {
  const steps = plan.servers.find(({ name }) => name === server)?.steps ?? [];
  const folder = steps.find(({ kind }) => kind === 'source')?.parameters['folder'];
  return typeof folder === 'string' && /\/source\/[^/]+$/.test(folder) ? folder : null;
}

/**
 * A build that reads another Dockerfile, written beside the checkouts. Check and verify compare the label, which is made from what
 * was approved, and stay. Null where the approved text is not as expected or the Dockerfile would be filled in like a step.
 */
export function buildFrom(step: Step, unit: PlannedService, text: string, ground: Ground): Step | null {
  const folder = folderOf(ground);
  if (folder === null || !unit.dockerfile) return null;
  const ignore = unit.dockerfile.ignore;
  if ([text, ignore ?? ''].some((each) => secretsIn(each).length > 0 || serversIn(each).length > 0)) return null;
  const line = `  ${command('--file', `${folder}/${unit.dockerfile.path}`)}`;
  const lines = step.apply.split('\n');
  if (lines.filter((each) => each === line).length !== 1) return null;
  const path = `${folder.replace(/\/source\/[^/]+$/, '')}/overlays/${unit.name}/Dockerfile`;
  const apply = [
    writeFile(path, text),
    ...(ignore === null ? [] : [writeFile(`${path}.dockerignore`, ignore)]),
    ...lines.map((each) => (each === line ? `  ${command('--file', path)}` : each))
  ].join('\n');
  return { ...step, apply };
}

/** What fixes of a run tell `docker run` beside the approved options: the later one of two wins. */
export function optionsOf(service: string, fixes: FixRecord[]): string[] {
  return fixes.flatMap(({ fix }) => {
    if (fix.kind === 'variable' && fix.service === service) return [`--env ${quote(`${fix.name}=${fix.value}`)}`];
    return fix.kind === 'memory' && fix.service === service ? [command('--memory', `${fix.megabytes}m`)] : [];
  });
}

/**
 * A start or release that tells docker more. The label of the container stays the one of the approved configuration, so check and
 * verify stay too. Null where the approved text is not as expected.
 */
export function startWith(step: Step, options: string[]): Step | null {
  const lines = step.apply.split('\n');
  const at = lines.findIndex((line) => line.startsWith('config=$('));
  if (at < 0 || lines.filter((line) => line.startsWith('config=$(')).length > 1) return null;
  const added = options.map((option) => `options+=(${option})`);
  return { ...step, apply: lines.toSpliced(at + 1, 0, ...added).join('\n') };
}

/**
 * An approved step as it is tried after the fixes of a run, its check and verify unchanged: builds read the edited Dockerfile, starts
 * and releases get the variables and the memory. Steps that no fix reaches are returned as they are, and so are those whose
 * approved text a fix cannot reach.
 */
export function amended(step: Step, ground: Ground, fixes: FixRecord[]): Step {
  const unit = unitOf({ step, ...ground });
  if (!unit) return step;
  const here = fixes.filter(({ server }) => server === ground.server);
  if (step.kind === 'build') {
    const text = dockerfileOf(unit, here);
    return text === null || text === unit.dockerfile?.text ? step : (buildFrom(step, unit, text, ground) ?? step);
  }
  const options = optionsOf(unit.name, here);
  return (step.kind === 'start' || step.kind === 'release') && options.length > 0
    ? (startWith(step, options) ?? step)
    : step;
}
