import { expect, it } from 'vitest';
import { reasonInWords } from '../../../site/lib/run/rows.ts';

it.each([
  ['code-deploy: Start web failed on main: exit 1', 'Code deploy: Start web failed on main: exit 1'],
  ['os-install: no answer', 'OS install: no answer'],
  ['The price rose.', 'The price rose.'],
  ['web: port 80', 'web: port 80']
])('a run that ended by %j is told as %j', (reason, told) => {
  expect(reasonInWords(reason)).toBe(told);
});
