import { stages, type Artifact, type Stage } from '../../domain/artifact.ts';
import type { Project } from '../../domain/project.ts';
import type { Run } from '../../domain/run.ts';
import { describeSource } from '../../domain/source.ts';
import { listApprovals } from '../../store/approvals.ts';
import { currentArtifact } from '../../store/artifacts.ts';
import type { Scope } from '../../store/database.ts';
import { listProjects } from '../../store/projects.ts';
import { lastRuns, listRuns } from '../../store/runs.ts';
import { secretNames } from '../../store/secrets.ts';
import { projectServers } from '../../store/servers.ts';
import { viewServer, viewVariables } from '../middleware/views.ts';

/** What a project is doing, in a word, from its newest run: planning, deploying, live, paused, stopped or failed. */
function statusOf(run: Run | undefined): string {
  if (!run) return 'planning';
  if (run.state === 'completed') return 'live';
  return run.state === 'started' || run.state === 'in progress' ? 'deploying' : run.state;
}

function card(project: Project, run: Run | undefined) {
  const { id, name, liveUrl, hostname, createdAt } = project;
  const lastRun = run ? { id: run.id, number: run.number, state: run.state, createdAt: run.createdAt } : null;
  return {
    id,
    name,
    source: describeSource(project.source),
    liveUrl,
    hostname,
    status: statusOf(run),
    lastRun,
    createdAt
  };
}

/** The team's projects, a line each. */
export async function projectCards(scope: Scope) {
  const [projects, runs] = await Promise.all([listProjects(scope), lastRuns(scope)]);
  return projects.map((project) => card(project, runs.get(project.id)));
}

async function currentArtifacts(scope: Scope, deploymentId: string): Promise<Record<Stage, Artifact | null>> {
  const [analysis, infrastructure, provisioning] = await Promise.all(
    stages.map((stage) => currentArtifact(scope, deploymentId, stage))
  );
  return { analysis: analysis ?? null, infrastructure: infrastructure ?? null, provisioning: provisioning ?? null };
}

/** All that the page of a project shows. */
export async function projectPage(scope: Scope, project: Project) {
  const { id, deploymentId } = project;
  const [artifacts, approvals, runs, servers, secrets] = await Promise.all([
    currentArtifacts(scope, deploymentId),
    listApprovals(scope, deploymentId),
    listRuns(scope, id),
    projectServers(scope, id),
    secretNames({ ...scope, owner: id })
  ]);
  const variables = viewVariables(secrets);
  return { project, deploymentId, artifacts, approvals, runs, servers: servers.map(viewServer), variables };
}
