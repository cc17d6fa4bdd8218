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
import { moveRun } from '../store/runs.ts';
import { approvedFor, type Approved } from './approved.ts';
import { proxyAuthority } from './authority.ts';
import { executeStep, type StepOutcome } from './execute.ts';
import { machines, type Machines } from './machines.ts';
import { makeSecrets } from './secrets.ts';
import { executeSteps, type StepsResult } from './steps.ts';
import { probeOnce, type ProbeOutcome } from './probing.ts';

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
  sleep(name: string, seconds: number): Promise<void>;
  /** Waits while the run is paused; `stop` when it shall end. */
  checkpoint(name: string): Promise<'go' | 'stop'>;
  execute(phase: Phase, server: string, step: Step): Promise<StepOutcome>;
  executeSteps(phase: Step['phase']): Promise<StepsResult>;
  probe(probe: ProvisioningPlan['probes'][number], attempt: number): Promise<ProbeOutcome>;
  note(phase: Phase, text: string, server?: string): Promise<void>;
}

type Serializable = null | boolean | number | string | object;

const retries = { retries: { limit: 8, delay: 1000, backoff: 'exponential' as const }, timeout: 15 * 60 * 1000 };
const oneWeek = 7 * 24 * 3600;

/** Opens a run inside its Workflow instance: the only place that touches the engine's steps, sleeps and events. */
export async function openRun(env: Env, params: RunParams, engine: WorkflowStep) {
  const scope = { db: database(env.DB), teamId: params.teamId };
  const approved = await approvedFor(scope, params.deploymentId, params.runId);
  const object = env.DEPLOYMENT.getByName(params.deploymentId) as unknown as DeploymentRpc;
  const { runId, instanceId } = params;
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
    await moveRun(scope, runId, state, { reason, ...changes, ...(over ? { endedAt: Date.now() } : {}) });
    await append([{ type: 'run.state', runId, state, reason }]);
    return null;
  };
  const checkpoint: RunContext['checkpoint'] = async (name) => {
    for (let round = 0; ; round++) {
      const event = `resume-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}`;
      const wish = await once(`wish ${name} ${round}`, () => object.wish(runId, { instanceId, event }));
      if (wish !== 'pause') return wish;
      await once(`pause ${name} ${round}`, () => move('paused', null));
      const payload = await waitFor(`resume ${name} ${round}`, event, oneWeek);
      if (payload === null) return 'stop';
      await once(`go on ${name} ${round}`, async () =>
        (await object.wish(runId, null)) === 'go' ? move('in progress', null) : null
      );
    }
  };
  const context: RunContext = {
    approved,
    localDomain: configOf(env).localDomain,
    machines: machines(env, scope, approved, append),
    once,
    sleep: (name, seconds) => engine.sleep(name, seconds * 1000),
    checkpoint,
    execute: (phase, server, step) =>
      executeStep({ env, scope, approved, context, object, params, waitFor }, phase, server, step),
    executeSteps: (phase) => executeSteps(context, phase),
    probe: (probe, attempt) =>
      once(`probe ${probe.name} ${attempt}`, () => probeOnce({ env, approved, object }, probe)),
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
    crash: (error: unknown) =>
      once('ends in an error', () =>
        move('failed', `The run met an error of Hydron's own: ${String(error).slice(0, 300)}`)
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
        return move('completed', null, { url });
      })
  };
}
