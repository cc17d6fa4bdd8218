import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { TalkTurn } from '../../durable-objects/talk.ts';
import type { Project } from '../domain/project.ts';
import { ownWords } from '../domain/quotation.ts';
import { refuse, type Problem, type Result } from '../domain/result.ts';
import type { Tier } from '../domain/tier.ts';
import type { Env } from '../env.ts';
import { modelOf } from '../model-of.ts';
import type { Model } from '../models/model.ts';
import { converse, type Said } from '../planning/conversation/converse.ts';
import type { Newest } from '../planning/conversation/outline.ts';
import { understand } from '../planning/intent.ts';
import { currentArtifact } from '../store/artifacts.ts';
import { database, type Scope } from '../store/database.ts';
import { owningProject } from '../store/projects.ts';
import { listServers } from '../store/servers.ts';
import { vendorsFor } from '../vendors/for-team.ts';
import { telling } from './telling.ts';

/** One message being answered. */
interface Work {
  env: Env;
  scope: Scope;
  project: Project;
  object: DeploymentRpc;
  turn: TalkTurn;
  said: Said[];
  tiers: Tier[];
}

/**
 * Has a project's model answer a message. Where there is none, or it fails, the rules answer and the conversation says why. Delivered
 * again, it begins anew, and edits that were made stay made once.
 */
export async function answerMessage(env: Env, deploymentId: string, messageId: string, attempt: number): Promise<void> {
  const db = database(env.DB);
  const project = await owningProject(db, deploymentId);
  if (!project) return;
  const object = env.DEPLOYMENT.getByName(deploymentId) as unknown as DeploymentRpc;
  const begun = await object.beginTalk(messageId);
  if (!begun) return;
  const scope = { db, teamId: project.teamId };
  const work: Work = { env, scope, project, object, ...begun, tiers: await tiersFor(env, scope) };
  try {
    const model = await modelFor(work);
    if (model.ok) await answer(work, model.value);
    else await fail(work, model.problem);
  } catch (error) {
    if (attempt >= 3) await fail(work, bug(error));
    throw error;
  }
}

const bug = (error: unknown): Problem => ({
  code: 'bug',
  message: `Hydron met an error of its own: ${String(error).slice(0, 300)}`
});

const fail = ({ object, turn, tiers }: Work, problem: Problem) => object.failTalk(turn, problem, tiers);

async function modelFor({ env, scope, project, object }: Work): Promise<Result<Model>> {
  const model = await modelOf(env, scope, project, (bodies) => object.append(bodies));
  if (!model.ok) return model;
  return model.value
    ? { ok: true, value: model.value }
    : refuse('model.none', 'There is no key for the model that this project has picked, so the rules answer.');
}

/** What is on sale now; a vendor that does not answer is left out. */
async function tiersFor(env: Env, scope: Scope): Promise<Tier[]> {
  const vendors = vendorsFor(env, await listServers(scope));
  const catalogues = await Promise.all(vendors.map((vendor) => vendor.tiers()));
  return catalogues.flatMap((catalogue) => (catalogue.ok ? catalogue.value : []));
}

async function newest({ scope, project: { deploymentId } }: Work): Promise<Newest> {
  const [analysis, infrastructure, provisioning] = await Promise.all([
    currentArtifact(scope, deploymentId, 'analysis'),
    currentArtifact(scope, deploymentId, 'infrastructure'),
    currentArtifact(scope, deploymentId, 'provisioning')
  ]);
  return {
    analysis: analysis ?? null,
    infrastructure: infrastructure ?? null,
    provisioning: provisioning ?? null
  };
}

async function answer(work: Work, model: Model): Promise<void> {
  const { object, turn, tiers, said } = work;
  const [plans, progress] = await Promise.all([newest(work), object.progress()]);
  const told = telling(object, turn);
  const answered = await converse(model, {
    ground: {
      tiers,
      newest: () => newest(work),
      lastOutput: (stepId) => object.lastOutput(stepId),
      propose: (edits) => object.proposeEdits(turn, edits, tiers)
    },
    said,
    reading: understand(ownWords(said.at(-1)?.text ?? ''), {
      analysis: plans.analysis?.body ?? null,
      infrastructure: plans.infrastructure?.body ?? null,
      provisioning: plans.provisioning?.body ?? null,
      tiers,
      preferences: work.project.preferences
    }),
    failedStep: progress.failed,
    signal: told.signal,
    heard: told.heard
  });
  if (await told.close()) return;
  if (answered.ok) await object.endTalk(turn, answered.value.value);
  else await fail(work, answered.problem);
}
