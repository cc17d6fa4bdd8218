import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import type { RunParams } from '../../durable-objects/runs.ts';
import { succeeded, type Phase } from '../domain/phase.ts';
import { urlOf } from '../domain/provisioning-plan.ts';
import type { Env } from '../env.ts';
import { endInError, openRun, type OpenRun, type PhaseResult, type RunContext } from './context.ts';
import { availability } from './phases/availability.ts';
import { codeDeploy } from './phases/code-deploy.ts';
import { domain } from './phases/domain.ts';
import { osInstall } from './phases/os-install.ts';
import { postDeploy } from './phases/post-deploy.ts';
import { provisioning } from './phases/provisioning.ts';
import { purchase } from './phases/purchase.ts';

const story: [Phase, (run: RunContext) => Promise<PhaseResult>][] = [
  ['purchase', purchase],
  ['availability', availability],
  ['domain', domain],
  ['os-install', osInstall],
  ['provisioning', provisioning],
  ['code-deploy', codeDeploy],
  ['post-deploy', postDeploy]
];

/** One per run: the seven phases in order. The first that is not left by a good door ends it, and an error ends it too. */
export class RunWorkflow extends WorkflowEntrypoint<Env, RunParams> {
  override async run(event: Readonly<WorkflowEvent<RunParams>>, step: WorkflowStep): Promise<void> {
    try {
      await carryOut(await openRun(this.env, event.payload, step));
    } catch (error) {
      await endInError(this.env, event.payload, step, error);
    }
  }
}

async function carryOut(run: OpenRun): Promise<void> {
  await run.begin();
  for (const [phase, work] of story) {
    const result = await run.phase(phase, work, succeeded);
    if (!succeeded(result.outcome)) return void (await run.fail(phase, result));
  }
  const { project, provisioning: plan } = run.context.approved;
  await run.complete(
    urlOf(
      project.customDomain ?? project.hostname,
      project.customDomain ? 443 : (plan.proxy?.publicPort ?? project.publicPort)
    )
  );
}
