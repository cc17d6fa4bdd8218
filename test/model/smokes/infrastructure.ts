import { strict as assert } from 'node:assert';
import type { Model } from '../../../workers/models/model.ts';
import { refineInfrastructure } from '../../../workers/planning/infrastructure/refine/refine.ts';
import { drafted } from '../../unit/planning/infrastructure/refine/orders.ts';
import { must, type Smoke } from '../smoke.ts';

const budget = 1000;

async function explains(model: Model): Promise<void> {
  const ground = drafted({ region: 'hel1', monthlyBudget: budget });
  const { plan, note } = must(await refineInfrastructure(model, ground));
  assert.ok(plan.totalMonthly <= budget, `it costs ${plan.totalMonthly}`);
  for (const { name, region, rationale } of plan.servers) {
    assert.equal(region, 'hel1');
    assert.match(rationale, /^The model: .{40,}/, `${name} has no reasons that could be kept: ${note}`);
  }
}

/** That the model says why, in words that may be shown, and keeps to the wishes. */
export const smokes: Smoke[] = [{ name: 'infrastructure: explains the servers', run: explains }];
