import { passagesOf } from '../../domain/quotation.ts';
import type { Result } from '../../domain/result.ts';
import type { Answer, Call, Model, Turn } from '../../models/model.ts';
import { untrusted } from '../../models/untrusted.ts';
import type { Understood } from '../intent.ts';
import { outlineOf } from './outline.ts';
import { instructions } from './prompt.ts';
import { toolsFor, type Ground } from './tools.ts';

/** A message of the conversation, oldest first. Hydron's own are what the rules and the stages said. */
export interface Said {
  author: 'person' | 'hydron' | 'model';
  text: string;
}

export interface Conversing {
  ground: Ground;
  /** Ends with the message to be answered. */
  said: Said[];
  /** How the rules read that message. */
  reading: Understood;
  /** `server/step` of the step at which the newest run stands failed, or null. */
  failedStep: string | null;
  signal: AbortSignal;
  heard(text: string): void;
}

const limits = { outputTokens: 4000, rounds: 8, promptTokens: 240_000 };

/** Answers a person's message in words, and proposes the edits that it wishes for. */
export async function converse(model: Model, wish: Conversing): Promise<Result<Answer<string>>> {
  const seen = await wish.ground.newest();
  const call: Call = {
    place: 'conversation',
    instructions,
    material: `The newest plans, in short.\n${untrusted('plans', outlineOf(seen))}`,
    turns: [...wish.said.map(turnOf), ...hintsFor(wish)],
    tools: toolsFor(wish.ground, seen),
    limits,
    signal: wish.signal,
    heard: wish.heard
  };
  return model.talk(call);
}

/** What Hydron said is told as data, since it repeats what repositories and servers say; so is what a person quotes. */
function turnOf({ author, text }: Said): Turn {
  if (author === 'hydron') return { author: 'person', text: untrusted('Hydron', text) };
  return { author, text: author === 'person' ? marked(text) : text };
}

const marked = (text: string): string =>
  passagesOf(text)
    .map((passage) => (passage.quoted ? untrusted('quotation', passage.text) : passage.text))
    .join('\n');

function hintsFor({ reading, failedStep }: Conversing): Turn[] {
  const hints = [
    ...(failedStep ? [`The newest run failed at this step.\n${untrusted('run', failedStep)}`] : []),
    ...(reading.kind === 'unknown'
      ? []
      : [`How simple rules read the last message; judge for yourself.\n${readingOf(reading)}`])
  ];
  return hints.map((text) => ({ author: 'person', text }));
}

const readingOf = (reading: Understood) =>
  untrusted('rules', JSON.stringify(reading.kind === 'edit' ? { edits: reading.edits } : { answer: reading.reply }));
