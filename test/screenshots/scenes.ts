import { setTimeout as sleep } from 'node:timers/promises';
import { hrefOf, pages } from '../../site/lib/docs/pages.ts';
import { approve, readProject, sendSignal, startProject, type Client, type ProjectPage } from '../../cli/client.ts';
import type { Result } from '../../workers/domain/result.ts';
import { stages, type Stage } from '../../workers/domain/artifact.ts';
import { isOver, type Run } from '../../workers/domain/run.ts';

/** A page to be pictured: the name of its file, and its path. `whole` pages are longer than a screen and taken in full. */
export interface Scene {
  name: string;
  path: string;
  whole: boolean;
  /** Whether the page finds its socket closed. */
  cut?: boolean;
}

const patience = 15 * 60_000;

async function taken<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** Reads the project until `find` finds something. Throws after a quarter of an hour. */
async function until<T>(client: Client, projectId: string, find: (page: ProjectPage) => T | undefined): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(500)) {
    const found = find(await taken(readProject(client, projectId)));
    if (found !== undefined) return found;
  }
  throw new Error(`${projectId} did not get there`);
}

/** Starts a project and approves its plans up to and with `last`; null approves none. Answers its page once the next plan is there. */
async function planned(client: Client, source: string, name: string, last: Stage | null): Promise<ProjectPage> {
  const { project, deploymentId } = await taken(startProject(client, { source, name }));
  for (const stage of stages) {
    const artifact = await until(client, project.id, ({ artifacts }) => artifacts[stage] ?? undefined);
    if (last === null || stages.indexOf(stage) > stages.indexOf(last)) break;
    await taken(approve(client, deploymentId, artifact));
  }
  return taken(readProject(client, project.id));
}

const ended = (client: Client, { project }: ProjectPage): Promise<Run> =>
  until(client, project.id, ({ runs }) => runs.find(({ state }) => isOver(state)));

/** A project whose run was told to pause as soon as it began. */
async function paused(client: Client, name: string): Promise<ProjectPage> {
  const page = await planned(client, 'template:static-site', name, 'provisioning');
  const run = await until(client, page.project.id, ({ runs }) => runs[0]);
  await taken(sendSignal(client, run.id, 'pause'));
  await until(client, page.project.id, ({ runs }) => runs.find(({ state }) => state === 'paused'));
  return page;
}

const scene = (name: string, path: string, whole = true): Scene => ({ name, path, whole });
const tabs = ['chat', 'analysis', 'infrastructure', 'provisioning', 'run', 'settings'];

/** A project whose run is over, tab by tab, and that run alone. */
const finished = (name: string, { project }: ProjectPage, run: Run): Scene[] => [
  scene(name, `/projects/${project.id}`, false),
  ...tabs.map((tab) => scene(`${name}-${tab}`, `/projects/${project.id}?tab=${tab}`, false)),
  scene(`${name}-run-alone`, `/projects/${project.id}/runs/${run.id}`)
];

/** The pages of a Hydron on which nothing has been deployed yet. */
export const emptyScenes: Scene[] = [scene('projects-empty', '/projects')];

/** Deploys what the other pages need to show, and answers them all. `gitUrl` serves the fixtures `orders` and `unbuildable`. */
export async function deployScenes(client: Client, gitUrl: string): Promise<Scene[]> {
  const { team } = await taken(client.get<{ team: { id: string } }>('/api/me'));
  const [orders, unbuildable] = await Promise.all([
    planned(client, `${gitUrl}/orders.git`, 'orders', 'provisioning'),
    planned(client, `${gitUrl}/unbuildable.git`, 'reports', 'provisioning')
  ]);
  const [waiting, absent] = await Promise.all([
    planned(client, 'template:fastapi-redis', 'links', 'analysis'),
    taken(startProject(client, { source: `${gitUrl}/absent.git`, name: 'absent' }))
  ]);
  const [good, bad] = await Promise.all([ended(client, orders), ended(client, unbuildable)]);
  const held = await paused(client, 'pages');
  return [
    ...finished('project', orders, good),
    ...finished('project-failed', unbuildable, bad),
    scene('project-waiting', `/projects/${waiting.project.id}`, false),
    scene('project-waiting-plan', `/projects/${waiting.project.id}?tab=infrastructure`, false),
    scene('project-paused', `/projects/${held.project.id}?tab=run`, false),
    { ...scene('project-cut', `/projects/${orders.project.id}`, false), cut: true },
    scene('project-unread', `/projects/${absent.project.id}`, false),
    ...['home', 'projects', 'templates', 'pricing', 'settings', 'sign-in', 'nowhere'].map((name) =>
      scene(name, name === 'home' ? '/' : `/${name}`)
    ),
    ...pages.map(({ slug }) => scene(slug === '' ? 'docs' : `docs-${slug}`, hrefOf(slug))),
    scene('team', `/teams/${team.id}`)
  ];
}
