import type * as z from 'zod';
import type { Result } from '../domain/result.ts';
import type { Place, Tokens, Usage } from '../domain/usage.ts';

/**
 * Something that a model may do while it thinks. A tool reads, or collects a proposal as data; none buys, deletes, sends, or
 * sees a secret. `run` gets input that its schema has accepted and answers text for the model; text that comes from a
 * repository, a server or a page is wrapped by `untrusted` before it is answered.
 */
export interface Tool {
  name: string;
  description: string;
  input: z.ZodType;
  run(input: unknown): Promise<string>;
}

/** A tool whose `run` is typed by its schema. */
export const tool = <S extends z.ZodType>(
  name: string,
  description: string,
  input: S,
  run: (input: z.output<S>) => Promise<string>
): Tool => ({ name, description, input, run: (given) => run(given as z.output<S>) });

export interface Turn {
  author: 'person' | 'model';
  text: string;
}

/** One piece of thinking: up to `rounds` requests, between which the model's tools are run. */
export interface Call {
  place: Place;
  /** The place's prompt: the same in every call of the place, sent first and cached. */
  instructions: string;
  /** What stays the same while one subject is thought about, such as the draft and its evidence: sent second and cached. */
  material: string;
  /** What was said, oldest first; the last turn is the person's, or ours on their behalf. */
  turns: Turn[];
  tools: Tool[];
  /**
   * `outputTokens` of each request, requests in all, and prompt tokens in all; the last request offers no tools. An answer that does
   * not fit is asked for once more beyond them.
   */
  limits: { outputTokens: number; rounds: number; promptTokens: number };
  /** Ends the thinking, at once, when a run is paused or a person leaves. */
  signal?: AbortSignal;
  /** Hears the answer's text as it comes: its beginning at least, and all of it unless a stream broke. Data is not heard. */
  heard?: (text: string) => void;
}

export interface Answer<T> {
  value: T;
  tokens: Tokens;
  /** In millionths of a US dollar. */
  cost: number;
}

/**
 * Who thinks. What goes wrong is a result, never a throw: `model.key` (refused key), `model.budget` (the next request would pass
 * a budget), `model.busy` (rate limited or overloaded after retries), `model.unreachable`, `model.declined` (it would not
 * answer), `model.cut` (its answer, or what it had to read, was too long), `model.invalid` (its answer did not fit the schema, twice),
 * `model.unknown` (the key reaches no model of this id), `model.refused` (the service found the request wrong), `model.aborted`.
 * Whatever was spent before is recorded all the same.
 */
export interface Model {
  /** The offer that a person picked for the project; every request names it and no other. */
  readonly id: string;
  /** An answer in words. */
  talk(call: Call): Promise<Result<Answer<string>>>;
  /** An answer of a given shape, parsed by its schema. */
  decide<S extends z.ZodType>(call: Call, shape: S): Promise<Result<Answer<z.output<S>>>>;
}

/** Who keeps the books. `admit` is asked before each request with the most that it can cost, and may refuse by `model.budget`. */
export interface Ledger {
  admit(place: Place, mostCost: number): Promise<Result<null>>;
  record(usage: Usage): Promise<void>;
}
