import type { WorkflowStep } from 'cloudflare:workers';
import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { RunParams } from '../../durable-objects/runs.ts';
import type { EventBody } from '../domain/events.ts';
import type { Phase, PhaseOutcome } from '../domain/phase.ts';
import type { ProvisioningPlan } from '../domain/provisioning-plan.ts';
import type { RunState } from '../domain/run.ts';
import type { Step } from '../domain/step.ts';
import { configOf, type Env } from '../env.ts';
import { database } from '../store/database.ts';
import { updateProject } from '../store/projects.ts';
import { moveRun, runById } from '../store/runs.ts';
import { approvedFor, type Approved } from './approved.ts';
import { proxyAuthority } from './authority.ts';
import { executeStep, type StepOutcome } from './execute.ts';
import { machines, type Machines } from './machines.ts';
import { makeSecrets } from './secrets.ts';
import { offerFixes } from './offer-fixes.ts';
import { executeSteps, type Place, type StepsResult } from './steps.ts';
import { probeOnce, type ProbeOutcome } from './probing.ts';
import { waiting } from './waiting.ts';

/** The door by which a phase was left, and a note for people. */
export interface PhaseResult {
  outcome: PhaseOutcome;
  note: string | null;
}

/** All that a phase sees beside the domain. Whatever touches the world goes through `once`, which a replay does not repeat. */
export interface RunContext {
  readonly approved: Approved;
  readonly localDomain: boolean;
  readonly machines: Machines;
  /** Does a piece of work once; what it answers is kept (at most 1 MiB of JSON). A throw is tried again with growing waits. */
  once<T extends Serializable>(name: string, work: () => Promise<T>): Promise<T>;
  /** Waits while the run is paused; `stop` when it shall end. `lane` is what waits (a server, a probe), `name` is used once in a run. */
  checkpoint(lane: string, name: string): Promise<'go' | 'stop'>;
  /** A checkpoint, then some seconds of waiting that a signal cuts short. */
  rest(lane: string, name: string, seconds: number): Promise<'go' | 'stop'>;
  execute(phase: Phase, server: string, step: Step, place: Place): Promise<StepOutcome>;
  executeSteps(phase: Step['phase']): Promise<StepsResult>;
  probe(probe: ProvisioningPlan['probes'][number], attempt: number): Promise<ProbeOutcome>;
  note(phase: Phase, text: string, server?: string): Promise<void>;
  /** Moves the run to another state and tells why; call it within `once`. */
  move(state: RunState, reason: string | null): Promise<null>;
}

type Serializable = null | boolean | number | string | object;

const retries = { retries: { limit: 8, delay: 1000, backoff: 'exponential' as const }, timeout: 15 * 60 * 1000 };

/** Opens a run inside its Workflow instance: the only place that touches the engine's steps, sleeps and events. */
export async function openRun(env: Env, params: RunParams, engine: WorkflowStep) {
  const scope = { db: database(env.DB), teamId: params.teamId };
  const approved = await approvedFor(scope, params.deploymentId, params.runId);
  const object = env.DEPLOYMENT.getByName(params.deploymentId) as unknown as DeploymentRpc;
  const { runId } = params;
  const append = (bodies: EventBody[]) => object.append(bodies);
  const once: RunContext['once'] = async (name, work) => (await engine.do(name, retries, work as never)) as never;
  const waitFor = async (name: string, type: string, seconds: number): Promise<unknown> => {
    try {
      return (await engine.waitForEvent<object>(name, { type, timeout: seconds * 1000 })).payload;
    } catch {
      return null;
    }
  };
  const move = async (state: RunState, reason: string | null, changes: { url?: string } = {}) => {
    const over = state === 'completed' || state === 'failed' || state === 'stopped';
    const moved = await moveRun(scope, runId, state, { reason, ...changes, ...(over ? { endedAt: Date.now() } : {}) });
    // A step that is tried again finds the move made and only its event missing; any other illegal move is somebody else's word.
    if (moved || (await runById(scope, runId))?.state === state)
      await append([{ type: 'run.state', runId, state, reason }]);
    return null;
  };
  const { checkpoint, rest } = waiting({ params, object, once, waitFor, move });
  const context: RunContext = {
    approved,
    localDomain: configOf(env).localDomain,
    machines: machines(env, scope, approved, append),
    once,
    checkpoint,
    rest,
    move,
    execute: (phase, server, step, place) =>
      executeStep({ env, scope, approved, context, object, params, waitFor }, phase, server, step, place),
    executeSteps: (phase) => executeSteps(context, phase),
    probe: (probe, attempt) =>
      once(`probe ${probe.name} ${attempt}`, () =>
        probeOnce({ env, approved, object, machines: context.machines }, probe)
      ),
    note: async (phase, text, server) => {
      await once(`note ${phase} ${server ?? ''} ${text}`, () =>
        append([{ type: 'note', runId, phase, server: server ?? null, text }])
      );
    }
  };
  return {
    context,
    begin: () =>
      once('begin', async () => {
        const vault = { ...scope, owner: approved.project.id, key: configOf(env).secretKey };
        await makeSecrets(vault, approved.provisioning.secrets);
        return move('in progress', null);
      }),
    /** Runs one phase between its two events. */
    async phase(
      name: Phase,
      work: (context: RunContext) => Promise<PhaseResult>,
      good: (outcome: PhaseOutcome) => boolean
    ): Promise<PhaseResult> {
      await once(`${name} starts`, () => append([{ type: 'phase.started', runId, phase: name }]));
      const result = await work(context);
      await once(`${name} ends`, () =>
        append([
          {
            type: 'phase.ended',
            runId,
            phase: name,
            outcome: result.outcome,
            ok: good(result.outcome),
            note: result.note
          }
        ])
      );
      return result;
    },
    fail: (phase: Phase, result: PhaseResult) =>
      once('ends badly', () =>
        result.outcome === 'stopped'
          ? move('stopped', `Stopped during ${phase}.`)
          : move('failed', `${phase}: ${result.note ?? result.outcome}`)
      ),
    complete: (url: string) =>
      once('ends well', async () => {
        await updateProject(scope, approved.project.id, { liveUrl: url });
        await append([
          {
            type: 'live',
            runId,
            url,
            authority: approved.provisioning.proxy?.authority === 'internal' ? await proxyAuthority(object) : null
          }
        ]);
        await offerFixes(object, runId);
        return move('completed', null, { url });
      })
  };
}

export type OpenRun = Awaited<ReturnType<typeof openRun>>;

/** Ends a run that cannot go on: its plans are not what was approved, or something outside failed for longer than it was tried again. */
export async function endInError(env: Env, params: RunParams, engine: WorkflowStep, error: unknown): Promise<void> {
  const scope = { db: database(env.DB), teamId: params.teamId };
  const object = env.DEPLOYMENT.getByName(params.deploymentId) as unknown as DeploymentRpc;
  const reason = `The run could not go on: ${error instanceof Error ? error.message : String(error)}`.slice(0, 400);
  await engine.do('ends in an error', retries, async () => {
    const moved = await moveRun(scope, params.runId, 'failed', { reason, endedAt: Date.now() });
    if (moved || (await runById(scope, params.runId))?.state === 'failed')
      await object.append([{ type: 'run.state', runId: params.runId, state: 'failed', reason }]);
    return null;
  });
}
