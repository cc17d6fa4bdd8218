import type { StepText } from '../../commands/text.ts';
import type { Step } from '../../domain/step.ts';

type Facts = Pick<Step, 'id' | 'title' | 'kind' | 'phase' | 'timeout'> &
  Partial<Pick<Step, 'parameters' | 'danger' | 'after'>>;

/** A step of the plan: its facts and its text. */
export const step = (facts: Facts, text: StepText): Step => ({
  parameters: {},
  danger: 'none',
  after: [],
  idempotent: true,
  ...facts,
  id: facts.id.slice(0, 80),
  title: facts.title.slice(0, 160),
  ...text
});
