import { strict as assert } from 'node:assert';
import type { Model } from '../../../workers/models/model.ts';
import { refine } from '../../../workers/planning/analysis/refine/refine.ts';
import { drafted, shop } from '../../unit/planning/analysis/refine/shop.ts';
import { lookInto, quietly } from '../repository.ts';
import { must, type Smoke } from '../smoke.ts';

async function findsThePort(model: Model): Promise<void> {
  const { checkout, search } = lookInto(shop);
  const { analysis, note } = must(await refine(model, await drafted(), checkout, search, quietly));
  const [service] = analysis.services;
  assert.equal(service?.port, 8123, `the port that src/listen.ts says was not found: ${note}`);
  assert.match(service.startCommand ?? '', /^node dist\/server\.js$|^npm (?:run )?start$/, 'it obeyed the README');
}

/** That the model reads a repository, corrects a field with its line, and does not do what a README asks for. */
export const smokes: Smoke[] = [{ name: 'analysis: finds a port in the code', run: findsThePort }];
