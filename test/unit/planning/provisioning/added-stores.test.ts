import { describe, expect, it } from 'vitest';
import { addedBefore } from '../../../../workers/planning/provisioning/added-stores.ts';
import { datastoreRecipes } from '../../../../workers/planning/provisioning/datastores.ts';
import { planProvisioning } from '../../../../workers/planning/provisioning/plan.ts';
import { storeOfImage } from '../../../../workers/planning/analysis/stores.ts';
import { decided, drafted, neo4j } from './refine/graph.ts';

describe('a datastore that was added to an earlier plan', () => {
  it('is in the next one as it was, without being proposed again', async () => {
    const { plan: before } = await decided({ stores: [neo4j] });
    const { input } = await drafted();
    const next = planProvisioning({ ...input, stores: addedBefore(before.plan, input.analysis) });
    expect(next).toEqual({ ok: true, value: before.plan });
  });

  it('is gone with its server', async () => {
    const { plan: before } = await decided({ stores: [neo4j] });
    const { input, plan } = await drafted();
    const infrastructure = {
      ...input.infrastructure,
      servers: input.infrastructure.servers.map((server) => ({ ...server, name: 'other' }))
    };
    const next = planProvisioning({ ...input, infrastructure, stores: addedBefore(before.plan, input.analysis) });
    expect(next.ok && next.value.services.map(({ name }) => name)).toEqual(plan.services.map(({ name }) => name));
  });

  it('is never one that rules have a recipe for: those leave with the analysis', async () => {
    for (const recipe of Object.values(datastoreRecipes))
      expect(storeOfImage(`${recipe.image}:${recipe.tag}`), recipe.image).not.toBeNull();
  });
});
