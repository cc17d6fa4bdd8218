import { ok, refuse, type Result } from '../../workers/domain/result.ts';
import { dollars, type Usage } from '../../workers/domain/usage.ts';
import type { Ledger, Model } from '../../workers/models/model.ts';

/** A short try of one use of the model against the real one. `run` throws, in words, where what came back is not good enough. */
export interface Smoke {
  name: string;
  run(model: Model): Promise<void>;
}

/** How a smoke went, with what it cost in millionths of a US dollar. */
export interface Outcome {
  name: string;
  problem: string | null;
  cost: number;
}

/** A ledger that refuses what would pass `budget`, in millionths of a US dollar, all smokes together. */
export function purse(budget: number): Ledger & { spent(): number } {
  let spent = 0;
  return {
    admit: async (_place, mostCost) =>
      spent + mostCost <= budget
        ? ok(null)
        : refuse('model.budget', `The next request could pass the ${dollars(budget)} of this run.`),
    record: async (usage: Usage) => void (spent += usage.cost),
    spent: () => spent
  };
}

/** Runs them one after the other, whatever the others did. */
export async function runSmokes(smokes: Smoke[], model: Model, spent: () => number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of smokes) {
    const before = spent();
    const problem = await run(model).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error))
    );
    outcomes.push({ name, problem, cost: spent() - before });
  }
  return outcomes;
}

/** The value of a result, or an error that says why there is none. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
}
