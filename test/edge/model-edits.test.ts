import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Edit, Proposal } from '../../durable-objects/stages.ts';
import type { Artifact, Author, Bodies, Patch, Stage } from '../../workers/domain/artifact.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import type { Result } from '../../workers/domain/result.ts';
import { currentArtifact } from '../../workers/store/artifacts.ts';
import * as plans from './api/plans.ts';
import { person, seed, tier } from './api/world.ts';

/** The part of the object that edits; the stub's own types are too deep to be followed. */
interface Editor {
  edit(edit: Edit): Promise<Result<Artifact>>;
  takeProposal(proposal: Proposal<'analysis'>): Promise<Result<Artifact<'analysis'>>>;
  since(seq: number, limit: number): Promise<JournalEvent[]>;
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
    ['vendor.tier', 'infrastructure', [{ op: 'replace', path: '/servers/main/tier', value: 'huge' }]]
  ])('is refused by %s and changes nothing', async (code, stage, patch) =>
    expect(await edit('model', stage, patch)).toEqual({ code, version: 1, author: 'rules', state: 'approved' })
  );

  it('has less leave than the same edit of a person', async () =>
    expect(await edit('person', 'provisioning', command)).toMatchObject({ code: null, version: 2, author: 'person' }));
});

describe('a plan that is made again', () => {
  /** Both edit the newest plan; then the analysis is proposed anew. */
  async function again(byModel: Patch, byPerson: Patch, fresh: Partial<Bodies['analysis']>) {
    const ada = await person();
    const { project } = await seed(ada);
    const object = env.DEPLOYMENT.getByName(project.deploymentId) as unknown as Editor;
    const edits = { model: byModel, person: byPerson };
    for (const [index, author] of (['model', 'person'] as const).entries()) {
      const wish = { stage: 'analysis', version: index + 1, patch: edits[author], note: '', author } as const;
      const made = await object.edit({ ...wish, userId: ada.user.id });
      if (!made.ok) throw new Error(made.problem.message);
    }
    const body = { ...plans.analysis, ...fresh };
    const taken = await object.takeProposal({ stage: 'analysis', body, basedOn: [], note: 'Read again.' });
    const events = await object.since(0, 100);
    const said = events.flatMap((event) => (event.type === 'message' ? [event.text] : []));
    return { artifact: taken.ok ? taken.value : null, said };
  }
  const image: Patch = [{ op: 'replace', path: '/services/web/image', value: 'shop:2' }];
  const port: Patch = [{ op: 'replace', path: '/services/web/port', value: 8080 }];
  const web = plans.analysis.services[0]!;

  it('keeps both kinds of edits, and tells them apart', async () => {
    const { artifact, said } = await again(image, port, {});
    expect(artifact?.body.services[0]).toMatchObject({ image: 'shop:2', port: 8080 });
    expect(artifact?.note).toBe('Read again. Kept 1 edit of yours and 1 edit of the model.');
    expect(said).toEqual([]);
  });

  it('says whose edit conflicts with it', async () => {
    const { said } = await again(image, port, { services: [{ ...web, image: 'shop:3', port: 4000 }] });
    expect(said).toEqual([
      'The new analysis conflicts with an edit of the model. /services/web/image: set to "shop:2", now proposed as "shop:3"',
      'The new analysis conflicts with an edit of yours. /services/web/port: set to 8080, now proposed as 4000'
    ]);
  });

  it("judges a model's edit again on the new ground, and keeps a person's as it is", async () => {
    const secret = { name: 'TOKEN', secret: false, default: null, source: 'default', required: false } as const;
    const variable = { ...secret, buildTime: false, describes: '', evidence: {} };
    const before = { ...plans.analysis.services[0]!, env: [variable] };
    const ada = await person();
    const { project } = await seed(ada, 'shop', { analysis: { ...plans.analysis, services: [before] } });
    const object = env.DEPLOYMENT.getByName(project.deploymentId) as unknown as Editor;
    const patch: Patch = [{ op: 'replace', path: '/services/web/env/TOKEN/default', value: 'open' }];
    const made = await object.edit({
      ...{ stage: 'analysis', version: 1, patch, note: '', author: 'model', userId: ada.user.id }
    });
    expect(made.ok).toBe(true);
    const services = [{ ...before, env: [{ ...variable, secret: true }] }];
    const body = { ...plans.analysis, services };
    const taken = await object.takeProposal({ stage: 'analysis', body, basedOn: [], note: 'Read again.' });
    expect(taken.ok && taken.value.body.services[0]?.env[0]).toMatchObject({ secret: true, default: null });
    expect(taken.ok && taken.value.note).toBe('Read again.');
    const said = (await object.since(0, 100)).flatMap((event) => (event.type === 'message' ? [event.text] : []));
    expect(said[0]).toContain('conflicts with an edit of the model. /services/web/env/TOKEN/default');
  });
});
