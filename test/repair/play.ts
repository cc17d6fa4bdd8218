import { setTimeout as sleep } from 'node:timers/promises';
import {
  approve,
  destroyProject,
  pickModel,
  readArtifact,
  readProject,
  sendAnswer,
  setVariable,
  startProject
} from '../../cli/client.ts';
import type { Client } from '../../cli/client.ts';
import { follow } from '../../cli/journal.ts';
import { checkLive } from '../../cli/live-check.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import type { Project } from '../../workers/domain/project.ts';
import { isOver } from '../../workers/domain/run.ts';
import { modelOffers } from '../../workers/domain/usage.ts';
import type { MessagesServer, Play, Scenario } from '../harness/messages-server.ts';
import type { RepairCase } from './case.ts';
import { need, spoiltServer, type Ends } from './ground.ts';
import type { Played } from './verdict.ts';

/** Where cases are played: one Hydron, and a Git host that it may clone from. */
export interface Stage {
  client: Client;
  state: string;
  /** The URL of a repository that holds these files as one commit. */
  publish(name: string, files: Record<string, string>): string;
  /** The server that scripted models answer from, where they have a say. */
  models: MessagesServer | null;
}

type Proposal = Extract<JournalEvent, { type: 'artifact.proposed' }>;
type Question = Extract<JournalEvent, { type: 'fix.asked' }>;
interface Deployment {
  project: Project;
  deploymentId: string;
}

/**
 * Deploys a case's repository as a person would, through the API: approves what is proposed, answers what is asked, and follows the
 * journal to the end of the run. What was bought is given back, whatever happens.
 */
export async function play(stage: Stage, meant: RepairCase, name: string): Promise<Played> {
  const { client } = stage;
  const played: Played = { events: [], answers: false, trouble: null };
  const ends: Ends = [];
  try {
    const source = stage.publish(name, meant.repository);
    const started = need(await startProject(client, { source, name }));
    ends.push(() => destroyed(client, started.project));
    for (const [variable, value] of Object.entries(meant.variables ?? {}))
      need(await setVariable(client, started.project.id, variable, value));
    if (meant.sabotage) await spoiltServer(client, stage.state, started.project, meant.sabotage, ends);
    const script = meant.model && stage.models ? await begin(client, stage.models, name, meant.model) : null;
    await watch(stage, meant, started, played);
    script?.finish();
    played.answers = await answersNow(played.events);
  } catch (error) {
    played.trouble = error instanceof Error ? error.message : String(error);
  }
  for (const end of ends.reverse())
    await end().catch(
      (error: unknown) => void (played.trouble ??= `what it bought was not given back: ${String(error)}`)
    );
  return played;
}

/** Has the team's key stand for a scenario. The project gets its model once its plans are made: only the repair is to ask. */
async function begin(client: Client, models: MessagesServer, name: string, scenario: Scenario): Promise<Play> {
  const key = `key-of-scenario-${name}`;
  const script = models.play(key, scenario);
  const { team } = need(await client.get<{ team: { id: string } }>('/api/me'));
  need(await client.put(`/api/teams/${team.id}/model/key`, { key }));
  return script;
}

/** Reads the journal until the run is over or the time is up, and does what a person would do meanwhile. */
async function watch(
  stage: Stage,
  meant: RepairCase,
  { project, deploymentId }: Deployment,
  played: Played
): Promise<void> {
  const { client } = stage;
  const minutes = meant.minutes ?? 20;
  const ending = new AbortController();
  // Without a hold on the process: a case that ends by an error leaves it behind.
  const over = { signal: ending.signal, ref: false };
  const late = sleep(minutes * 60_000, 'late' as const, over).catch(() => 'late' as const);
  const journal = follow(client, deploymentId);
  for (;;) {
    const next = await Promise.race([journal.next(), late]);
    if (next === 'late') throw new Error(`not over after ${minutes} minutes`);
    if (next.done) break;
    const event = next.value;
    played.events.push(event);
    if (event.type === 'stage.failed') throw new Error(`the ${event.stage} failed: ${event.problem.message}`);
    if (event.type === 'artifact.proposed') {
      if (meant.model && event.stage === 'provisioning') need(await pickModel(client, project.id, modelOffers[0]!.id));
      await decide(client, meant, deploymentId, event);
    }
    if (event.type === 'fix.asked') await choose(client, meant, event);
    if (event.type === 'run.state' && isOver(event.state)) break;
  }
  ending.abort();
  if (!played.events.some(({ type }) => type === 'run.started')) throw new Error(`${project.name} was never run`);
}

/** Approves a proposal, or changes it first as the case wants; the changed one comes as a proposal of its own. */
async function decide(client: Client, meant: RepairCase, deploymentId: string, proposal: Proposal): Promise<void> {
  const artifact = need(await readArtifact(client, deploymentId, proposal.stage, proposal.version));
  if (artifact.state !== 'proposed') return;
  const patch = artifact.author === 'person' ? null : (meant.edit?.(artifact) ?? null);
  if (patch === null) return void need(await approve(client, deploymentId, artifact));
  const edit = { version: artifact.version, patch };
  need(await client.patch(`/api/deployments/${deploymentId}/artifacts/${artifact.stage}`, edit));
}

/** Answers as the case says; one that nobody should be asked in stops here. */
async function choose(client: Client, meant: RepairCase, question: Question): Promise<void> {
  const last = question.options.length - 1;
  const option = meant.outcome === 'asked' ? Math.min(meant.answer ?? 0, last) : last;
  need(await sendAnswer(client, question.runId, question.id, option));
}

/** Whether the site of a run that went well answers from here. */
async function answersNow(events: JournalEvent[]): Promise<boolean> {
  const live = events.findLast((event) => event.type === 'live');
  const probes = events.filter((event) => event.type === 'probe');
  if (!live || probes.at(-1)?.ok !== true) return false;
  const { status } = await checkLive(live.url, live.authority);
  return status !== null && status < 500;
}

/** Destroys a project and waits until it is forgotten, so that its server is gone before the next one is bought. */
async function destroyed(client: Client, { id, name }: Project): Promise<void> {
  await destroyProject(client, id, name);
  for (let look = 0; look < 120; look++, await sleep(500)) if (!(await readProject(client, id)).ok) return;
  throw new Error(`${name} was not destroyed within a minute`);
}
