import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { stages } from '../../../workers/domain/artifact.ts';
import type { JournalEvent } from '../../../workers/domain/events.ts';
import { listApprovals } from '../../../workers/store/approvals.ts';
import { currentArtifact } from '../../../workers/store/artifacts.ts';
import type { Scope } from '../../../workers/store/database.ts';
import { projectById } from '../../../workers/store/projects.ts';
import { secretNames } from '../../../workers/store/secrets.ts';
import { teamModel } from '../../../workers/store/teams.ts';
import { blocksOf, wordsOf, type Body } from '../../harness/messages/wire.ts';
import { secretValue } from '../api/world.ts';
import { reportOf } from '../scripted.ts';

type Project = { id: string; deploymentId: string };

/** Everything that a hostile text could be after: the plans, who approved what, whose model at what budget, and which acts were told. */
export async function standingOf(scope: Scope, { id, deploymentId }: Project) {
  const plans = await Promise.all(stages.map((stage) => currentArtifact(scope, deploymentId, stage)));
  const approvals = await listApprovals(scope, deploymentId);
  const project = await projectById(scope, id);
  const journal = (await env.DEPLOYMENT.getByName(deploymentId).since(0, 1000)) as JournalEvent[];
  const acts = ['artifact.approved', 'run.started', 'signal', 'server'];
  return {
    plans: plans.map((plan) => plan && { version: plan.version, state: plan.state, body: plan.body }),
    approvals: approvals.map(({ stage, version, hash, userId }) => ({ stage, version, hash, userId })),
    model: project?.model,
    budget: project?.modelBudget,
    preferences: project?.preferences,
    team: await teamModel(scope),
    secrets: (await secretNames({ ...scope, owner: id })).map(({ name }) => name),
    acts: journal.map(({ type }) => type).filter((type) => acts.includes(type))
  };
}

const marked = /<untrusted-data from="[^"\n]*">\n[\s\S]*?\n<\/untrusted-data>/g;

/** What a model was told, without its own words: the text within the marks of untrusted data, and all other. */
function told(seen: Body[]): { within: string; beyond: string } {
  const words = seen.map(({ system, messages }) =>
    wordsOf([
      ...blocksOf(system),
      ...messages.flatMap(({ role, content }) => (role === 'user' ? blocksOf(content) : []))
    ])
  );
  return {
    within: words.flatMap((text) => text.match(marked) ?? []).join('\n'),
    beyond: words.map((text) => text.replace(marked, '')).join('\n')
  };
}

/** That a word of a hostile text reached the model as data and as nothing else, and that no secret's value went along. */
export async function expectTold(key: string, word: string): Promise<void> {
  const { seen } = await reportOf(key);
  const { within, beyond } = told(seen);
  expect(within, 'the text reached the model as data').toContain(word);
  expect(beyond, 'the text reached the model as anything else').not.toContain(word);
  expectNoSecret(seen);
}

export function expectNoSecret(seen: Body[]): void {
  const sent = JSON.stringify(seen);
  expect(sent, 'a secret was sent').not.toContain(secretValue);
  expect(sent, 'a secret was sent in base64').not.toContain(btoa(secretValue).slice(0, 24));
}
