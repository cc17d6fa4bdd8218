/**
 * `npm run test:model [-- part of a name ...]`: tries each use of the model against the real one, with the key in ANTHROPIC_API_KEY.
 * A use adds its own as a file in smokes/ that exports `smokes`. HYDRON_TEST_MODEL picks the model, the cheapest where it is not
 * set; HYDRON_TEST_BUDGET is what all may cost, in US dollars. The exit code is 1 if any failed.
 */
import { readdirSync } from 'node:fs';
import { dollars, modelIdSchema, modelOffers } from '../../workers/domain/usage.ts';
import { defaults } from '../../workers/env.ts';
import { anthropicModel } from '../../workers/models/anthropic.ts';
import { purse, runSmokes, type Smoke } from './smoke.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function all(): Promise<Smoke[]> {
  const files = readdirSync(new URL('smokes', import.meta.url)).sort();
  const loaded = await Promise.all(files.map((file) => import(`./smokes/${file}`) as Promise<{ smokes: Smoke[] }>));
  return loaded.flatMap(({ smokes }) => smokes);
}

async function main(filters: string[]): Promise<number> {
  const chosen = (await all()).filter(
    ({ name }) => filters.length === 0 || filters.some((part) => name.includes(part))
  );
  const key = process.env.ANTHROPIC_API_KEY;
  if (!key) {
    for (const { name } of chosen) say(`skipped: ${name}`);
    say(`\n0 passed, 0 failed, ${chosen.length} skipped: set ANTHROPIC_API_KEY to try them against the real model.`);
    return 0;
  }
  const id = modelIdSchema.parse(process.env.HYDRON_TEST_MODEL ?? modelOffers[0]!.id);
  const ledger = purse(Number(process.env.HYDRON_TEST_BUDGET ?? 1) * 1_000_000);
  const baseUrl = process.env.ANTHROPIC_BASE_URL ?? defaults.ANTHROPIC_BASE_URL;
  const outcomes = await runSmokes(chosen, anthropicModel({ id, key, baseUrl, ledger, secrets: {} }), ledger.spent);
  for (const { name, problem, cost } of outcomes)
    say(
      `${problem === null ? 'ok    ' : 'FAILED'} ${name} (${dollars(cost)})${problem === null ? '' : `\n       ${problem}`}`
    );
  const failed = outcomes.filter(({ problem }) => problem !== null).length;
  say(`\n${outcomes.length - failed} passed, ${failed} failed, with ${id} for ${dollars(ledger.spent())}`);
  return failed > 0 || outcomes.length === 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
