import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { Artifact, Author, Bodies, Stage } from '../domain/artifact.ts';
import type { EventBody } from '../domain/events.ts';
import type { Project } from '../domain/project.ts';
import { ok, refuse, type Problem, type Result } from '../domain/result.ts';
import { describeSource } from '../domain/source.ts';
import type { Tier } from '../domain/tier.ts';
import { configOf, type Env } from '../env.ts';
import { checkoutFor } from '../forges/checkout.ts';
import { modelOf } from '../model-of.ts';
import { analyse, analyseImage } from '../planning/analysis/analyse.ts';
import type { Question } from '../planning/analysis/refine/questions.ts';
import { holdsServersOf } from '../planning/infrastructure/keep.ts';
import { planInfrastructure } from '../planning/infrastructure/plan.ts';
import { planProvisioning } from '../planning/provisioning/plan.ts';
import { relayOf } from '../relay-client.ts';
import { currentArtifact } from '../store/artifacts.ts';
import { database, type Scope } from '../store/database.ts';
import { owningProject } from '../store/projects.ts';
import { secretNames } from '../store/secrets.ts';
import { listServers } from '../store/servers.ts';
import { vendorsFor } from '../vendors/for-team.ts';
import { checkAnalysis } from './check-analysis.ts';

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
  const checkout = await checkoutFor(env, source, null, `a-${crypto.randomUUID()}`);
  if (!checkout.ok) return checkout;
  const { id, commit, tree, truncated } = checkout.value;
  await report(`${tree.length} files at ${commit.slice(0, 12)}`);
  const read = async (paths: string[]) => {
    const answer = await relayOf(env).files(id, paths);
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value.files;
  };
  const files = { commit, tree, truncated, read };
  const analysed = await analyse(files, source, report);
  if (!analysed.ok) return analysed;
  const { note, ...checked } = await checkAnalysis(analysed.value, {
    model: await modelOf(env, scope, project, tell),
    checkout: files,
    search: (wanted) => relayOf(env).search(id, wanted),
    report,
    tell
  });
  return ok({ ...checked, basedOn: [], note: [`Read from ${commit.slice(0, 12)}.`, note].join(' ').trim() });
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
  const previous = await currentArtifact(work.scope, work.project.deploymentId, 'infrastructure');
  const planned = planInfrastructure({
    analysis: before.value.body,
    tiers,
    preferences: work.project.preferences,
    previous: previous?.body ?? null,
    now: new Date()
  });
  if (!planned.ok) return planned;
  return ok({
    body: planned.value,
    basedOn: [before.value.hash],
    note: `Planned for analysis version ${before.value.version}.`,
    tiers,
    holds: previous && holdsServersOf(planned.value, previous.body) ? previous.version : 0
  });
}

async function provisioning(work: Work): Promise<Result<Proposed<'provisioning'>>> {
  const [first, second] = [await base(work, 'analysis'), await base(work, 'infrastructure')];
  if (!first.ok) return first;
  if (!second.ok) return second;
  const config = configOf(work.env);
  const { slug, hostname, publicPort, customDomain, id } = work.project;
  const names = await secretNames({ ...work.scope, owner: id });
  const planned = planProvisioning({
    analysis: first.value.body as Analysis,
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
      .map((secret) => ({ name: secret.name, secret: true, value: null }))
  });
  const note = `Planned for infrastructure version ${second.value.version}.`;
  return planned.ok ? ok({ body: planned.value, basedOn: [second.value.hash, first.value.hash], note }) : planned;
}
