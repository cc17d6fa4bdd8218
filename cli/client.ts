import type { Approval } from '../workers/domain/approval.ts';
import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { JournalEvent } from '../workers/domain/events.ts';
import type { Project } from '../workers/domain/project.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import type { ServerAddress } from '../workers/domain/server.ts';
import type { Run, Signal } from '../workers/domain/run.ts';
import type { ProjectUsage, TeamUsage } from '../workers/domain/usage-summary.ts';

/** What the API answers, as far as the terminal reads it. */
export interface ProjectCard {
  id: string;
  name: string;
  source: string;
  liveUrl: string | null;
  status: string;
  lastRun: { id: string; number: number; state: string } | null;
}
export interface ProjectPage {
  project: Project;
  deploymentId: string;
  artifacts: { [S in Stage]: Artifact<S> | null };
  approvals: Approval[];
  runs: Run[];
  variables: { name: string }[];
  servers: { name: string; vendor: string; tier: string; state: string; address: ServerAddress | null }[];
}

/** A client of one Hydron's API, the same that the browser uses. */
export interface Client {
  url: string;
  token: string;
  get<T>(path: string): Promise<Result<T>>;
  post<T>(path: string, body: unknown): Promise<Result<T>>;
  put<T>(path: string, body: unknown): Promise<Result<T>>;
  patch<T>(path: string, body: unknown): Promise<Result<T>>;
}

const requestSeconds = 60;

/** `url` without a slash at its end. A Hydron that does not answer is the problem `api.unreachable`. */
export function openClient(url: string, token: string): Client {
  async function send<T>(method: string, path: string, body?: unknown): Promise<Result<T>> {
    const request: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' })
      },
      signal: AbortSignal.timeout(requestSeconds * 1000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    };
    const response = await fetch(url + path, request).catch((error: Error) => error);
    if (response instanceof Error)
      return refuse(
        'api.unreachable',
        `Hydron at ${url} does not answer (${response.message}). Start it with npm start.`
      );
    return answer<T>(response);
  }
  return {
    url,
    token,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body)
  };
}

async function answer<T>(response: Response): Promise<Result<T>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (response.ok) return ok((isJson ? JSON.parse(text) : text) as T);
  const problem = isJson ? (JSON.parse(text) as { error?: { code: string; message: string } }).error : undefined;
  return refuse(problem?.code ?? 'api.failed', problem?.message ?? `Hydron answered with status ${response.status}.`);
}

const at = (id: string) => encodeURIComponent(id);

export const startProject = (
  client: Client,
  body: { source: string; name?: string; preferences?: object; model?: string | null }
) => client.post<{ project: Project; deploymentId: string }>('/api/projects', body);
export const listProjects = (client: Client) => client.get<{ projects: ProjectCard[] }>('/api/projects');
export const readProject = (client: Client, id: string) => client.get<ProjectPage>(`/api/projects/${at(id)}`);
export const pickModel = (client: Client, id: string, model: string | null) =>
  client.patch<{ project: Project }>(`/api/projects/${at(id)}`, { model });
export const readUsage = (client: Client, projectId: string) =>
  client.get<ProjectUsage>(`/api/projects/${at(projectId)}/usage`);
export const readTeamUsage = async (client: Client): Promise<Result<TeamUsage>> => {
  const me = await client.get<{ team: { id: string } }>('/api/me');
  return me.ok ? client.get<TeamUsage>(`/api/teams/${at(me.value.team.id)}/usage`) : me;
};
export const destroyProject = (client: Client, id: string, confirm: string) =>
  client.post<unknown>(`/api/projects/${at(id)}/destroy`, { confirm });
export const setVariable = (client: Client, projectId: string, name: string, value: string) =>
  client.put<unknown>(`/api/projects/${at(projectId)}/variables/${at(name)}`, { value });
export const readArtifact = <S extends Stage>(client: Client, deploymentId: string, stage: S, version: number) =>
  client.get<Artifact<S>>(`/api/deployments/${at(deploymentId)}/artifacts/${stage}/${version}`);
export const approve = (
  client: Client,
  deploymentId: string,
  { stage, version, hash }: Pick<Artifact, 'stage' | 'version' | 'hash'>
) =>
  client.post<{ approval: Approval; runId: string | null }>(
    `/api/deployments/${at(deploymentId)}/artifacts/${stage}/approve`,
    { version, hash }
  );
export const sayToHydron = (client: Client, deploymentId: string, text: string) =>
  client.post<unknown>(`/api/deployments/${at(deploymentId)}/messages`, { text });
export const startRun = (client: Client, deploymentId: string) =>
  client.post<{ runId: string }>(`/api/deployments/${at(deploymentId)}/runs`, {});
export const sendSignal = (client: Client, runId: string, signal: Signal) =>
  client.post<unknown>(`/api/runs/${at(runId)}/signals`, { signal });
export const sendAnswer = (client: Client, runId: string, id: string, option: number) =>
  client.post<unknown>(`/api/runs/${at(runId)}/answers`, { id, option });
export const answerStage = (client: Client, deploymentId: string, questionId: string, optionId: string) =>
  client.post<unknown>(`/api/deployments/${at(deploymentId)}/questions/${at(questionId)}`, { optionId });
export const readLog = (client: Client, runId: string) => client.get<string>(`/api/runs/${at(runId)}/log`);
export const readEvents = (client: Client, deploymentId: string, since: number, limit = 400) =>
  client.get<{ events: JournalEvent[]; head: number }>(
    `/api/deployments/${at(deploymentId)}/events?since=${since}&limit=${limit}`
  );

/** The project that a person names by its id, or by its name where no other has it. */
export async function findProject(client: Client, name: string): Promise<Result<ProjectPage>> {
  const listed = await listProjects(client);
  if (!listed.ok) return listed;
  const { projects } = listed.value;
  const byId = projects.filter((one) => one.id === name);
  const cards = byId.length > 0 ? byId : projects.filter((one) => one.name === name);
  if (cards[0] && cards.length === 1) return readProject(client, cards[0].id);
  if (cards.length > 1)
    return refuse(
      'project.ambiguous',
      `${cards.length} projects are called "${name}". Use the id of the one you mean:\n${cards.map((one) => `  ${one.id}  ${one.source}`).join('\n')}`
    );
  const names = projects.map((one) => one.name).join(', ');
  return refuse(
    'project.unknown',
    `There is no project "${name}". ${names ? `There are: ${names}.` : 'There are none yet.'}`
  );
}
