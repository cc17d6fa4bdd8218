import { ok, refuse, type Result } from '../domain/result.ts';

/** A plan as a model's answer changed it so far: what was taken over, and what was not and why. */
export interface Decided<T> {
  plan: T;
  kept: string[];
  dropped: { what: string; why: string }[];
}

/** Refuses a proposal of a model, with the reason. */
export const no = (because: string) => refuse('refine.refused', because);

const clean = (text: string) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

/** Takes over one change, or drops it with the reason. A change that leaves the plan as it is is not counted. */
export function take<T>(state: Decided<T>, what: string, changed: Result<T>): void {
  if (!changed.ok) state.dropped.push({ what: clean(what).slice(0, 80), why: changed.problem.message });
  else if (changed.value !== state.plan) state.kept.push(clean(what).slice(0, 80));
  if (changed.ok) state.plan = changed.value;
}

/** What became of a model's proposals, in a sentence or two. */
export function decidedInWords({ kept, dropped }: Decided<unknown>, did: 'changed' | 'added' = 'changed'): string {
  const changed =
    kept.length === 0
      ? `A model looked it over and ${did} nothing.`
      : `A model ${did} ${kept.slice(0, 6).join(', ')}${kept.length > 6 ? ` and ${kept.length - 6} more` : ''}.`;
  const lost = `${dropped.length} of its proposals ${dropped.length === 1 ? 'was' : 'were'} dropped.`;
  return dropped.length === 0 ? changed : `${changed} ${lost}`;
}

const unfit: { pattern: RegExp; because: string }[] = [
  { pattern: /:\/\/|\bwww\./i, because: 'it holds an address' },
  { pattern: /\$\{|[<>`]/, because: 'it holds markup' },
  {
    pattern:
      /[€$£]\s?\d|\d\s?[€$£]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|cents?)\s?\d|\d\s?(?:EUR|USD|GBP|CHF|euros?|dollars?|cents?)\b|\bcosts? nothing\b|\bfree of charge\b|\bfor free\b/i,
    because: 'it names a price, which figures beside it do'
  },
  { pattern: /\b(?:already|been|is|are) approved\b/i, because: 'it speaks of an approval' }
];

/** Words of a model that a person reads beside figures: on one line, without what is not its own to say. */
export function wordsOf(text: string): Result<string> {
  const words = clean(text);
  if (words === '') return no('it says nothing');
  const found = unfit.find(({ pattern }) => pattern.test(words));
  return found ? no(found.because) : ok(words);
}
