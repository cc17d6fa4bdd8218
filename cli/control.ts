import { setTimeout as sleep } from 'node:timers/promises';
import type { Signal } from '../workers/domain/run.ts';
import {
  destroyProject,
  findProject,
  listProjects,
  readLog,
  sayToHydron,
  sendSignal,
  startRun,
  type Client,
  type ProjectPage
} from './client.ts';
import { converse } from './deploy.ts';
import { cleaned, lastWritten } from './harmless.ts';
import { headOf, past } from './journal.ts';
import { clip, table } from './tables.ts';
import type { Terminal } from './terminal.ts';
import { concludeRun, show, watchRun } from './watch.ts';

/** Runs `next` on the project of that name; where there is none, says so. */
export async function withProject(
  client: Client,
  name: string,
  terminal: Terminal,
  next: (page: ProjectPage) => Promise<number>
): Promise<number> {
  const found = await findProject(client, name);
  if (found.ok) return next(found.value);
  terminal.complain(found.problem.message);
  return 1;
}

/** Says what went wrong; the exit code of a command that failed. */
export function fail(terminal: Terminal, message: string): number {
  terminal.complain(message);
  return 1;
}

export const newestRun = (page: ProjectPage) => page.runs.toSorted((a, b) => b.number - a.number)[0];

/** `hydron status`: every project in a line each. */
export async function listAll(client: Client, terminal: Terminal): Promise<number> {
  const listed = await listProjects(client);
  if (!listed.ok) return fail(terminal, listed.problem.message);
  const { projects } = listed.value;
  if (terminal.json) projects.forEach((project) => terminal.event(project));
  else if (projects.length === 0) terminal.say('No projects yet. Try: hydron deploy template:static-site');
  else terminal.say(table(['project', 'source', 'status', 'last run', 'live at'], cleaned(projects).map(cells)));
  return 0;
}

const cells = (card: {
  name: string;
  source: string;
  status: string;
  lastRun: { number: number; state: string } | null;
  liveUrl: string | null;
}) => [
  card.name,
  card.source,
  card.status,
  card.lastRun ? `${card.lastRun.number} ${card.lastRun.state}` : null,
  card.liveUrl
];

/** `hydron status PROJECT`. */
export const showOne = (client: Client, name: string, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    if (terminal.json) {
      terminal.event(page);
      return 0;
    }
    const artifacts = Object.entries(page.artifacts).map(([stage, artifact]) => [
      stage,
      artifact?.version ?? null,
      artifact?.state ?? null,
      artifact?.hash.slice(0, 12) ?? null
    ]);
    const runs = page.runs.map((run) => [
      run.number,
      run.state,
      run.commit?.slice(0, 12) ?? null,
      clip(run.reason ?? '', 90)
    ]);
    const servers = page.servers.map((server) => [server.name, `${server.vendor} ${server.tier}`, server.state]);
    const parts = [
      `${page.project.name}: ${page.project.liveUrl ?? 'not live yet'}`,
      table(['plan', 'version', 'state', 'hash'], artifacts),
      ...(runs.length > 0 ? [table(['run', 'state', 'commit', 'reason'], runs)] : []),
      ...(servers.length > 0 ? [table(['server', 'tier', 'state'], servers)] : [])
    ];
    terminal.say(parts.join('\n\n'));
    return 0;
  });

/** `hydron logs PROJECT`: the text of its newest run, and with `follow` what comes until that run is over. */
export const showLog = (client: Client, name: string, follow: boolean, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const run = newestRun(page);
    if (run === undefined) return fail(terminal, `${name} has not run yet.`);
    if (follow) {
      await watchRun(client, { deploymentId: page.deploymentId, runId: run.id, name }, 0, terminal);
      return 0;
    }
    if (terminal.json) {
      for await (const event of past(client, page.deploymentId))
        if ('runId' in event && event.runId === run.id) terminal.event(event);
      return 0;
    }
    const log = await readLog(client, run.id);
    if (!log.ok) return fail(terminal, log.problem.message);
    terminal.say(lastWritten(log.value));
    return 0;
  });

/** `hydron approve PROJECT`: answers the plan that waits, and goes on from there as deploy does. */
export const approvePlans = (
  client: Client,
  name: string,
  wish: { yes: boolean; full: boolean },
  terminal: Terminal
): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const { project, deploymentId, artifacts } = page;
    const waits = Object.values(artifacts).some((artifact) => !artifact || artifact.state !== 'approved');
    if (!waits)
      return fail(terminal, `No plan of ${name} waits for approval. To run what is approved: hydron redeploy ${name}`);
    const place = { projectId: project.id, deploymentId, name };
    return converse(client, place, wish, terminal, await headOf(client, deploymentId));
  });

/** `hydron say`: sends a wish or a question to the conversation and shows what it came to. */
export const sayTo = (client: Client, name: string, text: string, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async ({ deploymentId }) => {
    const since = await headOf(client, deploymentId);
    const said = await sayToHydron(client, deploymentId, text);
    if (!said.ok) return fail(terminal, said.problem.message);
    for await (const event of past(client, deploymentId, since)) show(event, terminal);
    return 0;
  });

/** `hydron pause`, `resume` and `stop`. */
export const signalRun = (client: Client, name: string, signal: Signal, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const run = newestRun(page);
    if (run === undefined) return fail(terminal, `${name} has not run yet.`);
    const sent = await sendSignal(client, run.id, signal);
    if (!sent.ok) return fail(terminal, sent.problem.message);
    const then = signal === 'resume' ? ` Follow it: hydron logs ${name} --follow` : '';
    terminal.say(`Asked run ${run.number} of ${name} to ${signal}.${then}`);
    return 0;
  });

/** `hydron redeploy`: a new run of the approved plans, watched to its end. */
export const redeploy = (client: Client, name: string, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const since = await headOf(client, page.deploymentId);
    const started = await startRun(client, page.deploymentId);
    if (!started.ok) return fail(terminal, started.problem.message);
    const run = { deploymentId: page.deploymentId, runId: started.value.runId, name };
    return concludeRun(await watchRun(client, run, since, terminal), name, terminal);
  });

/** `hydron destroy`: only when the project's name was typed. */
export const destroy = (client: Client, name: string, confirmed: string | null, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const servers = page.servers.map((server) => server.name).join(', ') || 'none';
    const typed =
      confirmed ??
      (terminal.interactive
        ? await terminal.ask(
            `This releases its servers (${servers}) and all data on them. Type the name of the project: `
          )
        : '');
    if (typed !== page.project.name)
      return fail(
        terminal,
        `Nothing was destroyed. Its name is needed: hydron destroy ${name} --yes ${page.project.name}`
      );
    const destroyed = await destroyProject(client, page.project.id, typed);
    if (!destroyed.ok) return fail(terminal, destroyed.problem.message);
    terminal.complain(`Releasing ${servers}`);
    if (!(await isGone(client, page.project.id)))
      return fail(terminal, `${page.project.name} is still being destroyed; see hydron status.`);
    terminal.say(`${page.project.name} is destroyed.`);
    return 0;
  });

/** Waits up to two minutes for a project to be gone. */
async function isGone(client: Client, projectId: string): Promise<boolean> {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(500)) {
    const listed = await listProjects(client);
    if (listed.ok && !listed.value.projects.some((project) => project.id === projectId)) return true;
  }
  return false;
}
