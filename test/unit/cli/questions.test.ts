import { describe, expect, it } from 'vitest';
import { openQuestion, openStageQuestions, stageQuestionText } from '../../../cli/questions.ts';
import type { EventBody, JournalEvent } from '../../../workers/domain/events.ts';

const journal = (...bodies: EventBody[]): JournalEvent[] =>
  bodies.map((body, index) => ({ ...body, seq: index + 1, at: index }) as JournalEvent);

type Question = Extract<JournalEvent, { type: 'question' }>;

const question = (id: string, stage: Question['stage'] = 'analysis'): Question => ({
  seq: 1,
  at: 1,
  type: 'question',
  id,
  stage,
  text: `Is ${id} needed?`,
  options: [
    { id: '1', label: 'Yes', isDefault: true },
    { id: '2', label: 'No', isDefault: false }
  ]
});

describe('what a plan leaves open', () => {
  it('is open until somebody answers, or approval takes the defaults', () => {
    const events = journal(
      question('mail'),
      question('worker'),
      question('release', 'provisioning'),
      { type: 'question.answered', id: 'mail', optionId: '2', by: 'Ada' },
      { type: 'question.answered', id: 'release', optionId: '1', by: null }
    );
    expect(openStageQuestions(events).map(({ id }) => id)).toEqual(['worker']);
    expect(openStageQuestions(events, 'provisioning')).toEqual([]);
  });

  it('is asked with its options numbered, the one that the plan holds marked', () => {
    expect(stageQuestionText(question('mail'))).toBe('Is mail needed?\n  1  Yes (as planned)\n  2  No');
  });

  it('is nothing that a run waits on', () => {
    expect(openQuestion(journal(question('mail')), 'run_1')).toBeNull();
  });
});
