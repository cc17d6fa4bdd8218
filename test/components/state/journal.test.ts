import { describe, expect, it, vi } from 'vitest';
import type { JournalEvent } from '../../../workers/domain/events.ts';
import { Journal } from '#lib/state/journal.svelte.ts';

const note = (seq: number): JournalEvent => ({
  type: 'stage.progress',
  stage: 'analysis',
  text: `Reading file ${seq}`,
  seq,
  at: seq
});

describe('the journal of a page', () => {
  it('tells of what comes live, not of what the page began with', () => {
    const onTaken = vi.fn();
    const journal = new Journal('d', [note(1), note(2)], onTaken);
    expect(onTaken).not.toHaveBeenCalled();
    journal.take([note(2), note(3)]);
    expect(onTaken).toHaveBeenCalledExactlyOnceWith([note(3)]);
    expect(journal.seq).toBe(3);
  });
});
