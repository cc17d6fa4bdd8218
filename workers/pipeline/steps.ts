import type { Step } from '../domain/step.ts';
import type { RunContext } from './context.ts';
import type { StepOutcome } from './execute.ts';

export interface StepsResult {
  state: 'done' | 'failed' | 'stopped';
  note: string | null;
}

type PlanPhase = Step['phase'];
type Server = RunContext['approved']['provisioning']['servers'][number];

/** How one step of several that run at once is told apart: the lane in which it waits, and the turn in which its failure is looked at. */
export interface Place {
  lane: string;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** What needs the engine and nothing of one another: most of a pull's time is the network's, most of a datastore's is waiting. */
const groundKinds = new Set<Step['kind']>(['user', 'network', 'volume', 'pull']);
const standsAlone = (step: Step): boolean =>
  step.danger === 'none' &&
  (groundKinds.has(step.kind) || (step.kind === 'start' && step.parameters.datastore === true));

/** A build may go on beside them, after what its base images need; a second one would fight it for memory. */
const mayJoin = (batch: Step[], step: Step): boolean =>
  batch.every(standsAlone) &&
  (standsAlone(step) || (step.kind === 'build' && !batch.some((each) => each.kind === 'pull'))) &&
  !step.after.some((id) => batch.some((each) => each.id === id));

/** The steps of one phase in order, those that may run at once together. */
export function batchesOf(steps: Step[], phase: PlanPhase): Step[][] {
  const batches: Step[][] = [];
  for (const step of steps.filter((each) => each.phase === phase)) {
    const last = batches.at(-1);
    if (last && mayJoin(last, step)) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

/** Runs pieces of work one after another, in the order in which they were handed in. */
function turns(): Place['inTurn'] {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work, work);
    before = mine;
    return mine;
  };
}

/**
 * The approved steps of one phase, servers side by side, each server's in order, those of a batch at once. A step that names others in
 * `after` (`server/step`, or the id of one of its own server) waits for those; when one fails, nothing new is started anywhere.
 */
export async function executeSteps(run: RunContext, phase: PlanPhase): Promise<StepsResult> {
  const servers = run.approved.provisioning.servers;
  const gates = new Map<string, PromiseWithResolvers<void>>();
  for (const server of servers)
    for (const step of server.steps) gates.set(`${server.name}/${step.id}`, Promise.withResolvers<void>());
  const open = (server: Server, step: Step) => gates.get(`${server.name}/${step.id}`)?.resolve();
  let ended: StepsResult | null = null;

  const one = async (server: Server, step: Step, place: Place): Promise<void> => {
    const awaited = step.after.map((name) => gates.get(name.includes('/') ? name : `${server.name}/${name}`)?.promise);
    await Promise.all(awaited);
    if (ended) return;
    const outcome = await run.execute(phase, server.name, step, place);
    ended ??= endBy(server, step, outcome);
    if (!ended) open(server, step);
  };
  const allOf = async (server: Server): Promise<void> => {
    for (const step of server.steps) if (step.phase !== phase) open(server, step);
    for (const batch of batchesOf(server.steps, phase)) {
      const inTurn = turns();
      const lane = (index: number) => (index === 0 ? server.name : `${server.name} beside ${index}`);
      await Promise.all(batch.map((step, index) => one(server, step, { lane: lane(index), inTurn })));
      if (ended) break;
    }
    for (const step of server.steps) open(server, step);
  };
  await Promise.all(servers.map(allOf));
  return ended ?? { state: 'done', note: null };
}

function endBy(server: Server, step: Step, outcome: StepOutcome): StepsResult | null {
  if (outcome.state === 'stopped') return { state: 'stopped', note: null };
  if (outcome.state !== 'failed') return null;
  return { state: 'failed', note: `${step.title} failed on ${server.name}: ${outcome.reason ?? 'no reason given'}` };
}
