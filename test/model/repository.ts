import { ok } from '../../workers/domain/result.ts';
import type { Checkout } from '../../workers/planning/analysis/analyse.ts';
import type { Search } from '../../workers/planning/analysis/refine/tools.ts';
import { checkoutOf } from '../unit/planning/analysis/checkout-of.ts';

/** A repository of these files, as a model may look into it. */
export const lookInto = (files: Record<string, string>): { checkout: Checkout; search: Search } => ({
  checkout: checkoutOf(files),
  search: async ({ text, folder, most }) => {
    const matches = Object.entries(files)
      .filter(([path]) => folder === '.' || path.startsWith(`${folder}/`))
      .flatMap(([path, whole]) => whole.split('\n').map((line, index) => ({ path, line: index + 1, text: line })))
      .filter((line) => line.text.includes(text));
    return ok({ matches: matches.slice(0, most), truncated: matches.length > most });
  }
});

/** Hears what a model reads, and tells nobody. */
export const quietly = async (): Promise<void> => undefined;
