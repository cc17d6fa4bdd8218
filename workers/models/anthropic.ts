import Anthropic from '@anthropic-ai/sdk';
import type * as z from 'zod';
import type { Result } from '../domain/result.ts';
import { offerOf } from '../domain/usage.ts';
import type { Effort, Mind } from './asking.ts';
import type { Answer, Call, Ledger, Model } from './model.ts';
import { redactor } from './redact.ts';
import { answerSchema, complaints } from './schema.ts';
import { think } from './thinking.ts';
import { patient, type Patience } from './waiting.ts';

export interface AnthropicOptions {
  /** An offer's id. */
  id: string;
  key: string;
  /** Where the Messages API is served, without a path. */
  baseUrl: string;
  ledger: Ledger;
  /** Values that must not leave, by name. */
  secrets: Record<string, string>;
  /** How hard to think; the model's own choice where it is left out. */
  effort?: Effort;
  patience?: Patience;
}

/**
 * Claude, through the Messages API. Material, turns and what tools answer leave without secrets. Throws on an id that is not on
 * offer, and on a call whose turns or shapes no service could take: these are bugs.
 */
export function anthropicModel({ id, key, baseUrl, ledger, secrets, effort, patience }: AnthropicOptions): Model {
  const offer = offerOf(id);
  if (!offer) throw new Error(`${id} is not among the models on offer.`);
  const mind: Mind = {
    client: new Anthropic({ apiKey: key, baseURL: baseUrl, maxRetries: 0, logLevel: 'off', openTelemetry: false }),
    offer,
    ledger,
    redact: redactor({ ...secrets, 'model key': key }),
    effort: effort ?? null,
    patience: patience ?? patient
  };
  return { id, talk: (call) => talk(mind, call), decide: (call, shape) => decide(mind, call, shape) };
}

const talk = (mind: Mind, call: Call): Promise<Result<Answer<string>>> =>
  think<string>(mind, call, {
    schema: null,
    heard: call.heard,
    judge: (whole) => (whole.trim() ? { value: whole } : { complaint: 'Your answer was empty. Answer in words.' })
  });

const decide = <S extends z.ZodType>(mind: Mind, call: Call, shape: S): Promise<Result<Answer<z.output<S>>>> =>
  think(mind, call, { schema: answerSchema(shape), heard: undefined, judge: (_, last) => fitting(last, shape) });

function fitting<S extends z.ZodType>(text: string, shape: S): { value: z.output<S> } | { complaint: string } {
  const json = jsonOf(text);
  if (json === undefined) return { complaint: 'Your answer was not JSON. Answer again, with the JSON alone.' };
  const parsed = shape.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  return { complaint: `Your answer does not fit:\n${complaints(parsed.error)}\nAnswer again, all of it.` };
}

/** Undefined where it is none: JSON has no such value. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
