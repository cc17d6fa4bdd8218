import type { Analysis } from '../../../domain/analysis.ts';
import type { Patch } from '../../../domain/artifact.ts';
import { changesBetween } from '../../../domain/patch.ts';
import type { AskedQuestion } from './answer.ts';
import { editOf, take, type Corrected, type Standing } from './corrections.ts';

/** One answer to choose from; `patch` is what choosing it changes in the analysis that was proposed: nothing for the default. */
export interface Option {
  label: string;
  patch: Patch;
  isDefault: boolean;
}

/** A question whose answer changes the plan. The proposed analysis holds the default already. */
export interface Question {
  text: string;
  options: Option[];
}

const clean = (text: string) => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
const most = 200;

/**
 * The questions of a model that may be asked. What the default changes has to be proven, since nobody may answer; what another
 * option changes needs no proof, since a person decides, but passes the same checks. Other questions are dropped with a reason.
 */
export function askable(state: Corrected, asked: AskedQuestion[], stands: Standing): Question[] {
  return asked.flatMap((question) => {
    const judged = judge(state.analysis, question, stands);
    if ('why' in judged) {
      state.dropped.push({ what: 'a question', why: judged.why });
      return [];
    }
    state.analysis = judged.analysis;
    return [judged.question];
  });
}

function judge(
  before: Analysis,
  { text, options, default: chosen }: AskedQuestion,
  stands: Standing
): { question: Question; analysis: Analysis } | { why: string } {
  const fallback = options[chosen];
  if (!fallback || clean(text) === '') return { why: 'it has no text, or no answer to go on with' };
  const analysis = bodyOf(before, fallback, stands);
  if (!analysis) return { why: 'what its default changes is not proven, or not allowed' };
  const others = options.flatMap((option): Option[] => {
    if (option === fallback) return [{ label: clean(option.label), patch: [], isDefault: true }];
    const body = bodyOf(before, option, null);
    const patch = body ? patchBetween(analysis, body) : [];
    return patch.length > 0 && patch.length <= most ? [{ label: clean(option.label), patch, isDefault: false }] : [];
  });
  const labels = new Set(others.map(({ label }) => label));
  if (others.length < 2 || labels.size < others.length || labels.has(''))
    return { why: 'its answer would change nothing that may be changed' };
  return { question: { text: clean(text), options: others }, analysis };
}

/** The analysis with all that an option changes; null where any of it cannot be. Proof is asked for where there are claims to look at. */
function bodyOf(before: Analysis, option: AskedQuestion['options'][number], stands: Standing | null): Analysis | null {
  const state: Corrected = { analysis: before, kept: [], dropped: [] };
  for (const each of option.corrections) {
    const evidence = stands ? (stands.get(each.evidence) ?? []) : null;
    take(state, 'an option', () => editOf(state.analysis, each, evidence));
  }
  return state.dropped.length > 0 ? null : state.analysis;
}

/** The patch that makes one body of another. */
export const patchBetween = (before: Analysis, after: Analysis): Patch =>
  changesBetween(before, after).map(({ path, before: was, after: is }): Patch[number] =>
    is === undefined
      ? { op: 'remove', path }
      : was === undefined
        ? { op: 'add', path, value: is }
        : { op: 'replace', path, value: is }
  );
