import { strict as assert } from 'node:assert';
import type { Model } from '../../../workers/models/model.ts';
import { refineProvisioning } from '../../../workers/planning/provisioning/refine/refine.ts';
import { drafted, graph } from '../../unit/planning/provisioning/refine/graph.ts';
import { lookInto, quietly } from '../repository.ts';
import { must, type Smoke } from '../smoke.ts';

async function addsTheStore(model: Model): Promise<void> {
  const looking = { ...lookInto(graph), report: quietly };
  const { plan, note, dropped } = must(await refineProvisioning(model, await drafted(), looking));
  const store = plan.services.find(({ role }) => role === 'datastore');
  const left = dropped.map(({ what, why }) => `${what}: ${why}`).join('; ');
  assert.match(store?.image ?? '', /^neo4j:\d/, `no Neo4j was added. ${note} ${left}`);
  const uri = plan.env.find(({ name }) => name === 'NEO4J_URI')?.value ?? '';
  assert.ok(uri.includes(`://${store?.name}`), `NEO4J_URI is ${uri}`);
  assert.deepEqual(store?.ports, []);
}

/** That the model finds a datastore that rules have no word for, and describes it so that it can be kept. */
export const smokes: Smoke[] = [{ name: 'provisioning: adds a datastore that the code reaches', run: addsTheStore }];
