import type { Analysis } from '../domain/analysis.ts';
import type { Author } from '../domain/artifact.ts';
import type { Checkout } from '../planning/analysis/analyse.ts';
import type { Question } from '../planning/analysis/refine/questions.ts';
import { refine } from '../planning/analysis/refine/refine.ts';
import type { Search } from '../planning/analysis/refine/tools.ts';
import { thought, type Thinking } from './thinking.ts';

/** The model that checks, what it may look at, and where news of them go. */
export interface Checking extends Thinking {
  checkout: Checkout;
  search: Search;
  report(text: string): Promise<void>;
}

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
export async function checkAnalysis(draft: Analysis, checking: Checking): Promise<Checked> {
  const { checkout, search, report } = checking;
  const checked = await thought(checking, { minutes: 5, about: 'this repository' }, (model, signal) =>
    refine(model, draft, checkout, search, report, signal)
  );
  if (checked === null) return { body: draft, author: 'rules', note: '', questions: [] };
  const { analysis, kept, dropped, questions, note } = checked;
  for (const { what, why } of dropped.slice(0, 5)) await report(`Left out what the model said of ${what}: ${why}`);
  return { body: analysis, author: kept.length + questions.length > 0 ? 'model' : 'rules', note, questions };
}
