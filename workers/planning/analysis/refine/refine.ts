import { analysisSchema, type Analysis } from '../../../domain/analysis.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { Model } from '../../../models/model.ts';
import type { Checkout } from '../reading/checkout.ts';
import { steadily } from '../reading/steadily.ts';
import { refinementSchema } from './answer.ts';
import { correct, standingOf, type Corrected } from './corrections.ts';
import { materialOf } from './material.ts';
import { instructions, request } from './prompt.ts';
import { askable, type Question } from './questions.ts';
import { lookingAt, type Search } from './tools.ts';

/** A draft as a model left it: `note` says in a sentence what became of it. */
export interface Refined extends Corrected {
  note: string;
  questions: Question[];
}

const limits = { outputTokens: 16_000, rounds: 14, promptTokens: 500_000 };

/**
 * A draft of the rules, checked by a model that reads the repository. What it proposes is taken over where a line proves it and the
 * validators allow it; the rest is dropped with a reason. `report` is told what is read. Refused as the model refuses; the draft is
 * never changed.
 */
export async function refine(
  model: Model,
  draft: Analysis,
  checkout: Checkout,
  search: Search,
  report: (text: string) => Promise<void>,
  signal?: AbortSignal
): Promise<Result<Refined>> {
  const steady = steadily(checkout);
  const looking = lookingAt(steady, search, report);
  await report('A model checks the draft');
  const answer = await model.decide(
    {
      place: 'analysis',
      instructions,
      material: materialOf(draft, checkout),
      turns: [{ author: 'person', text: request }],
      tools: looking.tools,
      limits,
      ...(signal && { signal })
    },
    refinementSchema
  );
  if (!answer.ok) return answer;
  const stands = await standingOf(steady, answer.value.value);
  const state = correct(draft, answer.value.value, stands);
  const questions = askable(state, answer.value.value.questions, stands);
  const known = new Set(draft.filesRead.map(({ path }) => path));
  const read = looking.filesRead();
  const filesRead = [...draft.filesRead, ...read.filter(({ path }) => !known.has(path))].slice(0, 400);
  const analysis = analysisSchema.parse({ ...state.analysis, filesRead });
  return ok({ ...state, analysis, questions, note: noteOf(state, read.length) });
}

function noteOf({ kept, dropped }: Corrected, read: number): string {
  const files = read === 0 ? '' : ` It read ${read} ${read === 1 ? 'file' : 'files'}.`;
  const changed =
    kept.length === 0
      ? 'A model checked it and changed nothing.'
      : `A model changed ${kept.slice(0, 6).join(', ')}${kept.length > 6 ? ` and ${kept.length - 6} more` : ''}.`;
  const lost =
    dropped.length === 0 ? '' : ` ${dropped.length} of its proposals ${dropped.length === 1 ? 'was' : 'were'} dropped.`;
  return changed + files + lost;
}
