import { env } from 'cloudflare:workers';
import { expect, onTestFinished, vi } from 'vitest';
import type { Edit } from '../../../durable-objects/stages.ts';
import { stages, type Bodies, type Stage } from '../../../workers/domain/artifact.ts';
import { startingBudgets } from '../../../workers/domain/budget.ts';
import type { JournalEvent } from '../../../workers/domain/events.ts';
import { newId, randomName } from '../../../workers/domain/ids.ts';
import { preferencesSchema, type Preferences } from '../../../workers/domain/project.ts';
import type { Result } from '../../../workers/domain/result.ts';
import { proposeStage } from '../../../workers/stages/propose.ts';
import { addArtifact, currentArtifact } from '../../../workers/store/artifacts.ts';
import { createProject } from '../../../workers/store/projects.ts';
import type { Scenario } from '../../harness/messages-server.ts';
import * as plans from '../api/plans.ts';
import { person } from '../api/world.ts';
import { scriptedRelay } from '../run/relay.ts';
import { playing, thinkingEnv } from '../scripted.ts';

export const sonnet = 'claude-sonnet-5-5';

/** What the sandbox sells, from the smallest on. */
export const tiers = [
  { tier: 'small', title: 'Small', cores: 1, memoryGb: 2, disk: '10 GB', monthly: 1290, currency: 'EUR' },
  { tier: 'medium', title: 'Medium', cores: 2, memoryGb: 4, disk: '20 GB', monthly: 2580, currency: 'EUR' }
];

interface World {
  files?: Record<string, string>;
  /** Plans that are there already. */
  bodies?: Partial<Bodies>;
  preferences?: Partial<Preferences>;
  model?: string | null;
  modelBudget?: number;
}

/** The part of the object that takes edits; its whole type is too deep for the compiler. */
interface Editing {
  edit(edit: Edit): Promise<Result<unknown>>;
}

/** A project whose stages are proposed with a model that plays a scenario. Nothing of it is approved. */
export async function planning(scenario: Scenario, { files = {}, bodies = {}, ...world }: World = {}) {
  const key = await playing(scenario);
  const relay = relayOf(files);
  const ada = await person();
  const project = await createProject(ada.scope, {
    id: newId('project'),
    deploymentId: newId('deployment'),
    name: 'shop',
    slug: 'shop',
    source: plans.analysis.source,
    hostname: `shop-${randomName(6)}.hydron.space`,
    publicPort: 443,
    customDomain: null,
    preferences: preferencesSchema.parse(world.preferences ?? {}),
    liveUrl: null,
    model: world.model === undefined ? sonnet : world.model,
    modelBudget: world.modelBudget ?? startingBudgets.project,
    createdAt: Date.now()
  });
  const { deploymentId } = project;
  const object = env.DEPLOYMENT.getByName(deploymentId);
  for (const stage of stages) {
    const body = bodies[stage];
    if (body)
      await addArtifact(ada.scope, { deploymentId, stage, body, basedOn: [], author: 'rules', note: '', patch: null });
  }
  return {
    ada,
    project,
    relay,
    journal: async () => (await object.since(0, 400)) as JournalEvent[],
    edit: (edit: Omit<Edit, 'userId'>) => (object as unknown as Editing).edit({ ...edit, userId: ada.user.id }),
    propose: async <S extends Stage>(stage: S) => {
      await proposeStage(thinkingEnv(env, key), deploymentId, stage, 3);
      expect(relay.unexpected).toEqual([]);
      const artifact = await currentArtifact<S>(ada.scope, deploymentId, stage);
      if (!artifact) throw new Error('nothing was proposed');
      return artifact;
    }
  };
}

/** A relay that holds these files and sells these tiers. */
function relayOf(files: Record<string, string>) {
  const tree = Object.entries(files).map(([path, text]) => ({ path, kind: 'file', bytes: text.length }));
  const relay = scriptedRelay({
    'GET /sandbox/tiers': () => ({ tiers }),
    'POST /checkouts': ({ body }) => ({
      id: (body as { id: string }).id,
      commit: 'c'.repeat(40),
      ref: 'main',
      tree,
      truncated: false
    }),
    'GET /checkouts/': ({ query }) => ({
      files: query.getAll('path').map((path) => {
        const text = files[path] ?? null;
        return { path, text, bytes: text?.length ?? 0, note: text === null ? 'absent' : null };
      })
    })
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return relay;
}
