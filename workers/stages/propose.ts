import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { Artifact, Author, Bodies, Stage } from '../domain/artifact.ts';
import type { EventBody } from '../domain/events.ts';
import type { ProvisioningPlan } from '../domain/provisioning-plan.ts';
import type { Project } from '../domain/project.ts';
import { ok, refuse, type Problem, type Result } from '../domain/result.ts';
import { describeSource } from '../domain/source.ts';
import type { Tier } from '../domain/tier.ts';
import { configOf, type Env } from '../env.ts';
import { modelOf } from '../model-of.ts';
import { analyse, analyseImage } from '../planning/analysis/analyse.ts';
import type { Question } from '../planning/analysis/refine/questions.ts';
import { holdsServersOf } from '../planning/infrastructure/keep.ts';
import { planInfrastructure } from '../planning/infrastructure/plan.ts';
import { addedBefore } from '../planning/provisioning/added-stores.ts';
import { planProvisioning, type ProvisioningInput } from '../planning/provisioning/plan.ts';
import type { Drafted } from '../planning/provisioning/refine/decide.ts';
import { relayOf } from '../relay-client.ts';
import { latestApproval } from '../store/approvals.ts';
import { artifactVersions, currentArtifact } from '../store/artifacts.ts';
import { database, type Scope } from '../store/database.ts';
import { owningProject } from '../store/projects.ts';
import { secretNames } from '../store/secrets.ts';
import { listServers, projectServers } from '../store/servers.ts';
import { vendorsFor } from '../vendors/for-team.ts';
import { checkAnalysis } from './check-analysis.ts';
import { checkInfrastructure, checkProvisioning, type CheckedPlan } from './check-plans.ts';
import { checkedOut } from './checked-out.ts';

interface Work {
  env: Env;
  scope: Scope;
  project: Project;
  report(text: string): Promise<void>;
  tell(bodies: EventBody[]): Promise<unknown>;
}

interface Proposed<S extends Stage> {
  body: Bodies[S];
  basedOn: string[];
  note: string;
  tiers?: Tier[];
  holds?: number;
  author?: Author;
  questions?: Question[];
}

/** Proposes one stage of a deployment, telling the journal what is being read. Refusals become an event; bugs throw. */
export async function proposeStage(env: Env, deploymentId: string, stage: Stage, attempt: number): Promise<void> {
  const db = database(env.DB);
  const project = await owningProject(db, deploymentId);
  if (!project) return;
  const object = env.DEPLOYMENT.getByName(deploymentId) as unknown as DeploymentRpc;
  await object.append([{ type: 'stage.started', stage }]);
  const work: Work = {
    env,
    project,
    scope: { db, teamId: project.teamId },
    report: async (text) => void (await object.append([{ type: 'stage.progress', stage, text }])),
    tell: (bodies) => object.append(bodies)
  };
  try {
    const proposed = await stageWork[stage](work);
    if (proposed.ok) await object.takeProposal({ stage, ...proposed.value });
    else await failed(object, stage, proposed.problem);
  } catch (error) {
    if (attempt < 3) throw error;
    await failed(object, stage, {
      code: 'bug',
      message: `Hydron met an error of its own: ${String(error).slice(0, 300)}`
    });
    throw error;
  }
}

const failed = (object: DeploymentRpc, stage: Stage, problem: Problem) =>
  object.append([{ type: 'stage.failed', stage, problem }]);

const stageWork: { [S in Stage]: (work: Work) => Promise<Result<Proposed<S>>> } = {
  analysis,
  infrastructure,
  provisioning
};

async function analysis({ env, scope, project, report, tell }: Work): Promise<Result<Proposed<'analysis'>>> {
  const { source } = project;
  await report(`Fetching ${describeSource(source)}`);
  if (source.kind === 'image') {
    const image = await relayOf(env).image(source.reference);
    return image.ok
      ? ok({ body: analyseImage(source, image.value), basedOn: [], note: 'Read from the registry.' })
      : image;
  }
  const fetched = await checkedOut(env, source, null);
  if (!fetched.ok) return fetched;
  const { checkout, search } = fetched.value;
  const commit = checkout.commit.slice(0, 12);
  await report(`${checkout.tree.length} files at ${commit}`);
  const analysed = await analyse(checkout, source, report);
  if (!analysed.ok) return analysed;
  const { note, ...checked } = await checkAnalysis(analysed.value, {
    model: await modelOf(env, scope, project, tell),
    checkout,
    search,
    report,
    tell
  });
  return ok({ ...checked, basedOn: [], note: [`Read from ${commit}.`, note].join(' ').trim() });
}

async function base<S extends Stage>({ scope, project }: Work, stage: S): Promise<Result<Artifact<S>>> {
  const artifact = await currentArtifact(scope, project.deploymentId, stage);
  return artifact ? ok(artifact) : refuse('artifact.none', `The ${stage} is not there yet.`);
}

async function infrastructure(work: Work): Promise<Result<Proposed<'infrastructure'>>> {
  const before = await base(work, 'analysis');
  if (!before.ok) return before;
  const tiers: Tier[] = [];
  const problems: string[] = [];
  for (const vendor of vendorsFor(work.env, await listServers(work.scope))) {
    await work.report(`Asking ${vendor.name} for its catalogue`);
    const catalogue = await vendor.tiers();
    if (catalogue.ok) tiers.push(...catalogue.value);
    else problems.push(catalogue.problem.message);
  }
  if (tiers.length === 0)
    return refuse(
      'catalogue.empty',
      problems[0] ?? 'No vendor sells anything here. Add a server of your own in the settings.'
    );
  const versions = await artifactVersions(work.scope, work.project.deploymentId, 'infrastructure');
  const previous = versions.at(-1);
  const model = await modelOf(work.env, work.scope, work.project, work.tell);
  const settled = await areSettled(work, versions);
  const input = {
    analysis: before.value.body,
    tiers,
    preferences: work.project.preferences,
    // A model chooses beside what rules choose, not beside what it chose before.
    previous: settled || (model.ok && model.value === null) ? (previous?.body ?? null) : null,
    now: new Date()
  };
  const planned = planInfrastructure(input);
  if (!planned.ok) return planned;
  const { note, ...checked } = await checkInfrastructure(planned.value, { input, settled }, { ...work, model });
  return ok({
    ...checked,
    basedOn: [before.value.hash],
    note: [`Planned for analysis version ${before.value.version}.`, note].join(' ').trim(),
    tiers,
    holds: previous && holdsServersOf(checked.body, previous.body) ? previous.version : 0
  });
}

/** Whether the servers of a plan are more than a proposal: somebody edited or approved them, or they are there. */
async function areSettled({ scope, project }: Work, versions: Artifact<'infrastructure'>[]): Promise<boolean> {
  if (versions.some(({ patch }) => patch !== null)) return true;
  const approved = await latestApproval(scope, project.deploymentId, 'infrastructure');
  return approved !== undefined || (await projectServers(scope, project.id)).length > 0;
}

async function provisioning(work: Work): Promise<Result<Proposed<'provisioning'>>> {
  const [first, second] = [await base(work, 'analysis'), await base(work, 'infrastructure')];
  if (!first.ok) return first;
  if (!second.ok) return second;
  const config = configOf(work.env);
  const { slug, hostname, publicPort, customDomain, id } = work.project;
  const names = await secretNames({ ...work.scope, owner: id });
  const previous = await currentArtifact(work.scope, work.project.deploymentId, 'provisioning');
  const input: ProvisioningInput = {
    analysis: first.value.body,
    infrastructure: second.value.body,
    project: { slug, hostname, publicPort, customDomain },
    settings: {
      registryMirror: config.registryMirror,
      extraAuthorities: config.extraAuthorities,
      acmeDirectory: config.acmeDirectory,
      acmeAuthority: config.acmeAuthority,
      acmeEmail: config.acmeEmail,
      localDomain: config.localDomain
    },
    variables: names
      .filter((secret) => secret.origin === 'person')
      .map((secret) => ({ name: secret.name, secret: true, value: null })),
    stores: previous ? addedBefore(previous.body, first.value.body) : []
  };
  const planned = planProvisioning(input);
  if (!planned.ok) return planned;
  const { note, ...checked } = await checkSteps(work, { input, plan: planned.value });
  return ok({
    ...checked,
    basedOn: [second.value.hash, first.value.hash],
    note: [`Planned for infrastructure version ${second.value.version}.`, note].join(' ').trim()
  });
}

/** What a model adds to the steps; an image has no repository that it could read. */
async function checkSteps(work: Work, draft: Drafted): Promise<CheckedPlan<ProvisioningPlan>> {
  const { env, scope, project, tell } = work;
  const { source, commit } = draft.input.analysis;
  if (source.kind === 'image') return { body: draft.plan, author: 'rules', note: '' };
  const model = await modelOf(env, scope, project, tell);
  return checkProvisioning(draft, () => checkedOut(env, source, commit), { ...work, model });
}
