import { onTestFinished } from 'vitest';
import { anthropicModel, type AnthropicOptions } from '../../workers/models/anthropic.ts';
import type { Call, Ledger, Model } from '../../workers/models/model.ts';
import { ok } from '../../workers/domain/result.ts';
import type { Usage } from '../../workers/domain/usage.ts';
import { startMessagesServer, type Play, type Scenario } from './messages-server.ts';

export interface Books extends Ledger {
  /** The most that each request was said to cost, and what was recorded. */
  admitted: number[];
  recorded: Usage[];
}

/** A ledger that lets everything pass and keeps what it heard. */
export function books(): Books {
  const admitted: number[] = [];
  const recorded: Usage[] = [];
  return {
    admitted,
    recorded,
    admit: async (_place, mostCost) => {
      admitted.push(mostCost);
      return ok(null);
    },
    record: async (usage) => void recorded.push(usage)
  };
}

export const quick = { attempts: 4, total: 2000, first: 5, longest: 20, silence: 1000 };

let plays = 0;
let starting: ReturnType<typeof startMessagesServer> | undefined;

/**
 * A model that speaks to a server which plays this scenario. When the test is over, the scenario must have been played as written,
 * all of it. One server serves a file's tests, told apart by their keys, and ends with its process.
 */
export async function scriptedModel(
  scenario: Scenario,
  options: Partial<AnthropicOptions> = {}
): Promise<{ model: Model; ledger: Books; play: Play }> {
  const server = await (starting ??= startMessagesServer());
  const key = `key-of-scenario-${++plays}`;
  const play = server.play(key, scenario);
  onTestFinished(() => play.finish());
  const ledger = books();
  const model = anthropicModel({
    id: 'claude-sonnet-5-5',
    key,
    baseUrl: server.url,
    ledger,
    secrets: {},
    patience: quick,
    ...options
  });
  return { model, ledger, play };
}

/** A call with something in each of its parts. */
export const callOf = (parts: Partial<Call> = {}): Call => ({
  place: 'conversation',
  instructions: 'You help people to deploy.',
  material: 'The plan has one server.',
  turns: [{ author: 'person', text: 'Which server is it?' }],
  tools: [],
  limits: { outputTokens: 1000, rounds: 6, promptTokens: 200_000 },
  ...parts
});
