import type { Step } from '../domain/step.ts';

/** Exit code of a script whose check found the step already done: one that tools do not use (apt fails with 100, Docker with 125). */
export const alreadyDone = 222;

const strict = 'set -euo pipefail';
const block = (text: string) => `(\n${strict}\n${text.trim() === '' ? ':' : text}\n)`;
const head = `${strict}\nexport DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8\ncd /`;

// A block stands alone on its line: behind `if` or before `||` bash would switch its strictness off.
const check = (step: Step) =>
  `set +e\n${block(step.check.trim() === '' ? 'false' : step.check)} >/dev/null 2>&1 </dev/null\nif [ $? -eq 0 ]; then echo 'Already in place.'; exit ${alreadyDone}; fi\nset -e`;
const must = (text: string, otherwise: string) =>
  `set +e\n${block(text)} </dev/null\ncode=$?\nif [ $code -ne 0 ]; then ${otherwise}exit $((code == ${alreadyDone} ? 1 : code)); fi\nset -e`;
const apply = (step: Step) => must(step.apply, '');
const verify = (step: Step) => must(step.verify, `echo 'The step ran, but what it should have done cannot be seen.'; `);

/** The parts into which a step's text is cut for running; most steps run whole. */
export type Part = 'whole' | 'check' | 'apply' | 'verify' | 'apply and verify';

/** The script of one part of a step: the approved texts, unchanged, each in a strict shell of its own. */
export function scriptOf(step: Step, part: Part): string {
  const parts: Record<Part, string[]> = {
    whole: [check(step), apply(step), verify(step)],
    check: [check(step)],
    apply: [check(step), apply(step)],
    verify: [verify(step)],
    'apply and verify': [apply(step), verify(step)]
  };
  return `${[head, ...parts[part]].join('\n')}\n`;
}

/** A script that stands beside a step: strict, and run from the root folder as a step is. */
export const besideScript = (text: string): string => `${head}\n${text}\n`;
