import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../durable-objects/stages.ts';
import type { Artifact, Author, Patch, Stage } from '../../workers/domain/artifact.ts';
import type { Result } from '../../workers/domain/result.ts';
import { currentArtifact } from '../../workers/store/artifacts.ts';
import { person, seed, tier } from './api/world.ts';

/** The part of the object that edits; the stub's own types are too deep to be followed. */
interface Editor {
  edit(edit: Edit): Promise<Result<Artifact>>;
}

async function edit(author: Author, stage: Stage, patch: Patch) {
  const ada = await person();
  const { project } = await seed(ada);
  const object = env.DEPLOYMENT.getByName(project.deploymentId) as unknown as Editor;
  const wish = { stage, version: 1, patch, note: '', author, userId: ada.user.id, tiers: [tier] };
  const edited = await object.edit(wish);
  const now = await currentArtifact(ada.scope, project.deploymentId, stage);
  return {
    code: edited.ok ? null : edited.problem.code,
    version: now?.version,
    author: now?.author,
    state: now?.state
  };
}

const command: Patch = [{ op: 'replace', path: '/servers/main/steps/greet/apply', value: 'echo other' }];

describe("a model's edit", () => {
  it('makes a version that waits for approval', async () =>
    expect(await edit('model', 'analysis', [{ op: 'replace', path: '/services/web/port', value: 8080 }])).toEqual({
      code: null,
      version: 2,
      author: 'model',
      state: 'proposed'
    }));

  it.each<[string, Stage, Patch]>([
    ['step.text', 'provisioning', command],
    ['image.unpinned', 'analysis', [{ op: 'replace', path: '/services/web/image', value: 'shop:latest' }]],
    ['tier.unknown', 'infrastructure', [{ op: 'replace', path: '/servers/main/tier', value: 'huge' }]]
  ])('is refused by %s and changes nothing', async (code, stage, patch) =>
    expect(await edit('model', stage, patch)).toEqual({ code, version: 1, author: 'rules', state: 'approved' })
  );

  it('has less leave than the same edit of a person', async () =>
    expect(await edit('person', 'provisioning', command)).toMatchObject({ code: null, version: 2, author: 'person' }));
});
