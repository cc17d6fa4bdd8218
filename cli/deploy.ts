import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { JournalEvent } from '../workers/domain/events.ts';
import type { ProvisioningPlan } from '../workers/domain/provisioning-plan.ts';
import { ok, refuse, type Problem, type Result } from '../workers/domain/result.ts';
import { isOver } from '../workers/domain/run.ts';
import { secretsIn } from '../workers/domain/shell.ts';
import { describeSource, parseSource } from '../workers/domain/source.ts';
import { budgetOf, modelNamed, variablesOf } from './arguments.ts';
import { askOpen } from './ask-open.ts';
import { approve, readArtifact, readProject, sayToHydron, setVariable, startProject, type Client } from './client.ts';
import { follow } from './journal.ts';
import { artifactText, stageTitles } from './plan-text.ts';
import { UsageError } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { concludeRun, newEnd, readEnd, runGoesOn, show } from './watch.ts';

/** What `hydron deploy` was told. Texts are as they were typed. */
export interface DeployWish {
  source: string;
  ref: string | null;
  subfolder: string | null;
  name: string | null;
  region: string | null;
  budget: string | null;
  vendor: string | null;
  model: string | null;
  variables: Map<string, string>;
  yes: boolean;
  full: boolean;
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** The wish that a command line's options make. Throws UsageError. */
export function wishOf(source: string, values: Values): DeployWish {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : null);
  const pairs = Array.isArray(values.env) ? values.env.map(String) : [];
  const file = text('env-file');
  return {
    source,
    ref: text('ref'),
    subfolder: text('subfolder'),
    name: text('name'),
    region: text('region'),
    budget: text('budget'),
    vendor: text('vendor'),
    model: text('model'),
    variables: variablesOf(pairs, file === null ? null : envFileText(file)),
    yes: values.yes === true,
    full: values.full === true
  };
}

function envFileText(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`--env-file: ${path} is not a file.`);
  return readFileSync(path, 'utf8');
}

/** The source as the API takes it: options become its suffix, and a folder its full path. */
export function sourceText({ source, ref, subfolder }: DeployWish, folder: string): Result<string> {
  const suffix = subfolder ? `#${ref ?? ''}:${subfolder}` : ref ? `#${ref}` : '';
  const bare = parseSource(source, { folders: true });
  if (bare.ok && bare.value.kind === 'folder') {
    if (suffix) return refuse('source.suffix', '--ref and --subfolder are for Git URLs; name the folder itself.');
    return ok(resolve(folder, bare.value.path.replace(/^~(?=\/|$)/, homedir())));
  }
  const parsed = parseSource(source + suffix, { folders: true });
  return parsed.ok ? ok(describeSource(parsed.value)) : parsed;
}

function projectBody(wish: DeployWish, source: string) {
  const preferences = {
    ...(wish.region === null ? {} : { region: wish.region }),
    ...(wish.budget === null ? {} : { monthlyBudget: budgetOf(wish.budget) }),
    ...(wish.vendor === null ? {} : { vendor: wish.vendor })
  };
  return {
    source,
    preferences,
    ...(wish.name === null ? {} : { name: wish.name }),
    ...(wish.model === null ? {} : { model: modelNamed(wish.model) })
  };
}

/** Plans, asks, approves and runs; resolves to the exit code. */
export async function deploy(client: Client, wish: DeployWish, terminal: Terminal): Promise<number> {
  const source = sourceText(wish, process.cwd());
  const started = source.ok ? await startProject(client, projectBody(wish, source.value)) : source;
  if (!started.ok) return complain(terminal, started.problem.message);
  const { project, deploymentId } = started.value;
  terminal.say(`Project ${project.name}: ${client.url}/projects/${project.id}`);
  for (const [name, value] of wish.variables) {
    const set = await setVariable(client, project.id, name, value);
    if (!set.ok) return complain(terminal, `${name}: ${set.problem.message}`);
  }
  return converse(client, { projectId: project.id, deploymentId, name: project.name }, wish, terminal);
}

function complain(terminal: Terminal, message: string): number {
  terminal.complain(message);
  return 1;
}

/** What the commands that approve need to know of a project. */
export interface Place {
  projectId: string;
  deploymentId: string;
  name: string;
}

/**
 * Reads the journal from its start, answering each proposal that waits, until a run that was started since is over. What was
 * there before, up to `past`, is not shown again.
 */
export async function converse(
  client: Client,
  place: Place,
  wish: Pick<DeployWish, 'yes' | 'full'>,
  terminal: Terminal,
  past = 0
): Promise<number> {
  let runId: string | null = null;
  let end = newEnd;
  let failure: Problem | null = null;
  terminal.onLeaving(`Nothing runs without approval. Go on here: hydron approve ${place.name}`);
  for await (const event of follow(client, place.deploymentId)) {
    if (event.seq > past) show(event, terminal);
    failure = failureAfter(failure, event);
    if (failure && event.seq > past) return 1;
    if (failure && event.seq === past) return complain(terminal, `There is no plan to approve: ${failure.message}`);
    if (event.type === 'run.started' && event.seq > past) runId = event.runId;
    if (event.type === 'artifact.proposed') {
      const answered = await answer(client, place, event, wish, terminal);
      if (!answered.ok) return complain(terminal, answered.problem.message);
      runId = answered.value ?? runId;
    }
    if (runId === null || !('runId' in event) || event.runId !== runId) continue;
    terminal.onLeaving(runGoesOn(place.name));
    end = readEnd(end, event);
    if (isOver(end.state)) break;
  }
  terminal.onLeaving(null);
  return concludeRun(end, place.name, terminal);
}

/** Why no plan is on its way, after one more event: a stage that failed and was not begun again. */
function failureAfter(failure: Problem | null, event: JournalEvent): Problem | null {
  if (event.type === 'stage.failed') return event.problem;
  return event.type === 'stage.started' || event.type === 'artifact.proposed' ? null : failure;
}

/** Shows a proposal and approves it if that is wished. Answers the run that it started, or null. */
async function answer(
  client: Client,
  place: Place,
  proposal: { stage: Stage; version: number },
  wish: Pick<DeployWish, 'yes' | 'full'>,
  terminal: Terminal
): Promise<Result<string | null>> {
  const read = await readArtifact(client, place.deploymentId, proposal.stage, proposal.version);
  if (!read.ok) return read;
  const artifact: Artifact = read.value;
  if (artifact.state !== 'proposed') return ok(null);
  if (!terminal.json) terminal.say(`\n${artifactText(artifact, wish.full)}\n`);
  const decision = wish.yes ? 'approve' : await decide(client, place, artifact, terminal);
  if (decision === 'changed') return ok(null);
  if (decision === 'declined') return refuse('approval.declined', declined(client, place));
  const approved = await approve(client, place.deploymentId, artifact);
  if (approved.ok) return ok(approved.value.runId);
  if (approved.problem.code === 'stale.version') {
    terminal.complain(approved.problem.message);
    return ok(null);
  }
  return approved.problem.code === 'missing.values'
    ? askForValues(client, place, artifact.body as ProvisioningPlan, terminal)
    : approved;
}

const declined = (client: Client, place: Place) =>
  `Nothing runs without approval. Change the plan at ${client.url}/projects/${place.projectId}, or approve it later: hydron approve ${place.name}`;

/** The names of the values that only a person can give and that nobody has given yet. */
export function valuesToAsk(plan: ProvisioningPlan, known: string[]): string[] {
  const there = new Set([...known, ...plan.secrets.map((secret) => secret.name)]);
  const names = plan.env.flatMap(({ name, value, required }) =>
    value === null ? (required ? [name] : []) : secretsIn(value).filter((secret) => !there.has(secret))
  );
  return [...new Set(names)];
}

/** Asks for each missing value; the plan is made again with them. */
async function askForValues(
  client: Client,
  place: Place,
  plan: ProvisioningPlan,
  terminal: Terminal
): Promise<Result<null>> {
  const page = await readProject(client, place.projectId);
  if (!page.ok) return page;
  const names = valuesToAsk(
    plan,
    page.value.variables.map((variable) => variable.name)
  );
  if (!terminal.interactive)
    return refuse(
      'missing.values',
      `These variables need a value: ${names.join(', ')}. Give each with --env NAME=VALUE.`
    );
  for (const name of names) {
    const value = await terminal.ask(`Value of ${name} (not shown): `, { hidden: true });
    if (value === '') return refuse('missing.values', `${name} has no value yet. Give it with --env ${name}=VALUE.`);
    const set = await setVariable(client, place.projectId, name, value);
    if (!set.ok) return set;
  }
  return ok(null);
}

async function decide(
  client: Client,
  place: Place,
  artifact: Artifact,
  terminal: Terminal
): Promise<'approve' | 'changed' | 'declined'> {
  if (!terminal.interactive) return 'declined';
  if (await askOpen(client, place.deploymentId, artifact.stage, terminal)) return 'changed';
  const typed = await terminal.ask(
    `Approve the ${stageTitles[artifact.stage].toLowerCase()}? [y/N, or write what to change] `
  );
  if (/^y(es)?$/i.test(typed)) return 'approve';
  if (typed === '' || /^no?$/i.test(typed)) return 'declined';
  const said = await sayToHydron(client, place.deploymentId, typed);
  if (!said.ok) terminal.complain(said.problem.message);
  return said.ok ? 'changed' : 'declined';
}
