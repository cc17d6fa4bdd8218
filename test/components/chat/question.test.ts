import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { EventBody, JournalEvent } from '../../../workers/domain/events.ts';
import Question from '#lib/chat/question.svelte';
import { emptyConversation, reduceConversation } from '#lib/chat/reduce.ts';

const asked: EventBody = {
  type: 'question',
  id: 'q1',
  stage: 'analysis',
  text: 'Which port should the app listen on?',
  options: [
    { id: '1', label: '3000', isDefault: true },
    { id: '2', label: '<b>8080</b>', isDefault: false }
  ]
};
const answered = (optionId: string, by: string | null): EventBody => ({
  type: 'question.answered',
  id: 'q1',
  optionId,
  by
});

/** The question as the journal leaves it after these events. */
function shown(...events: EventBody[]) {
  const journal = events.map((event, index): JournalEvent => ({ ...event, seq: index + 1, at: 0 }));
  const item = journal.reduce(reduceConversation, emptyConversation()).items.find((each) => each.kind === 'question');
  if (!item) throw new Error('the conversation holds no question');
  const onanswer = vi.fn();
  render(Question, { item, onanswer });
  return onanswer;
}

describe('a question in the conversation', () => {
  it('has a button for each answer, and says which one holds anyway', async () => {
    const onanswer = shown(asked);
    expect(screen.getByRole('group', { name: 'Which port should the app listen on?' })).toBeTruthy();
    expect(screen.getByRole('button', { name: '3000 (proposed)' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: '<b>8080</b>' }));
    expect(onanswer).toHaveBeenCalledExactlyOnceWith('q1', '2');
  });

  it('says who answered, and offers nothing any more', () => {
    shown(asked, answered('2', 'Ada'));
    expect(screen.queryAllByRole('button')).toEqual([]);
    expect(screen.getByText('<b>8080</b>, as Ada chose')).toBeTruthy();
  });

  it('went on as proposed where nobody answered', () => {
    shown(asked, answered('1', null));
    expect(screen.getByText('3000, as proposed')).toBeTruthy();
  });
});
