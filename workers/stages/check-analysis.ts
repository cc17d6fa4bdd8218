import type { Analysis } from '../domain/analysis.ts';
import type { Author } from '../domain/artifact.ts';
import type { EventBody } from '../domain/events.ts';
import { newId } from '../domain/ids.ts';
import { refusalMessage } from '../domain/model-refusal.ts';
import type { Problem, Result } from '../domain/result.ts';
import type { Model } from '../models/model.ts';
import type { Checkout } from '../planning/analysis/analyse.ts';
import type { Question } from '../planning/analysis/refine/questions.ts';
import { refine } from '../planning/analysis/refine/refine.ts';
import type { Search } from '../planning/analysis/refine/tools.ts';

/** How long a model may think about one analysis, in milliseconds. */
const patience = 5 * 60_000;

/** The model that checks, null where there is none; what it may look at, and where news of it go. */
export interface Checking {
  model: Result<Model | null>;
  checkout: Checkout;
  search: Search;
  report(text: string): Promise<void>;
  tell(bodies: EventBody[]): Promise<unknown>;
}

const late: Problem = {
  code: 'model.late',
  message:
    'The model took longer than five minutes over this repository, so the rules plan alone. Analyse again to ask it once more.'
};

export interface Checked {
  body: Analysis;
  author: Author;
  note: string;
  questions: Question[];
}

/**
 * The rules' draft as a model leaves it. Without a model it is the draft alone; where the model fails it is the draft too, and the
 * conversation says why and what helps. `note` is empty where no model looked at it.
 */
export async function checkAnalysis(
  draft: Analysis,
  { model, checkout, search, report, tell }: Checking
): Promise<Checked> {
  const alone: Checked = { body: draft, author: 'rules', note: '', questions: [] };
  const signal = AbortSignal.timeout(patience);
  const checked = model.ok
    ? model.value && (await refine(model.value, draft, checkout, search, report, signal))
    : model;
  if (checked === null) return alone;
  if (!checked.ok) {
    await tell([refusalMessage(signal.aborted ? late : checked.problem, newId('message'))]);
    return alone;
  }
  const { analysis, kept, dropped, questions, note } = checked.value;
  for (const { what, why } of dropped.slice(0, 5)) await report(`Left out what the model said of ${what}: ${why}`);
  return { body: analysis, author: kept.length + questions.length > 0 ? 'model' : 'rules', note, questions };
}
