import { describe, expect, it } from 'vitest';
import {
  cutShort,
  hasEdited,
  heardOf,
  loneliness,
  madeBefore,
  mindTalk,
  openTalk,
  speaks,
  talkSilence,
  type Talk
} from '../../../durable-objects/talk.ts';

const talk = (changes: Partial<Talk> = {}): Talk => ({ ...openTalk('m', 'ada', 1000), turn: 1, ...changes });

describe('a talk', () => {
  it.each([
    ['of its message and its newest turn', { messageId: 'm', turn: 1 }, true],
    ['of an earlier turn', { messageId: 'm', turn: 0 }, false],
    ['of another message', { messageId: 'n', turn: 1 }, false]
  ])('lets the word %s count or not', (_what, of, counts) => expect(speaks(talk(), of)).toBe(counts));

  it('is lonely once nobody has watched for half a minute, and not before', () => {
    const alone = heardOf(talk(), 0, 2000);
    expect(alone).toMatchObject({ lonely: false, talk: { alone: 2000, heard: 2000 } });
    expect(heardOf(alone.talk, 0, 2000 + loneliness - 1).lonely).toBe(false);
    expect(heardOf(alone.talk, 0, 2000 + loneliness).lonely).toBe(true);
    expect(heardOf(alone.talk, 1, 2000 + loneliness)).toMatchObject({ lonely: false, talk: { alone: null } });
  });

  it('is taken up again when it fell silent, three times at most', () => {
    expect(mindTalk(null, 0)).toBe('nothing');
    expect(mindTalk(talk(), 1000 + talkSilence - 1)).toBe('nothing');
    expect(mindTalk(talk(), 1000 + talkSilence)).toBe('ask again');
    expect(mindTalk(talk({ asked: 3 }), 1000 + talkSilence)).toBe('give up');
    expect(mindTalk(talk(), null)).toBe('ask again');
  });

  it('makes edits in one turn alone, also where that turn did not live to see them made', () => {
    const made = (outcome: Talk['edited'][number]['outcome']) => talk({ edited: [{ turn: 1, key: 'k', outcome }] });
    expect(madeBefore(made({ made: true, versions: [] }), 1)).toBeNull();
    expect(madeBefore(made({ made: true, versions: [] }), 2)).toContain('not made twice');
    expect(madeBefore(made(null), 2)).toContain('not made twice');
    expect(madeBefore(made({ made: false, because: [] }), 2)).toBeNull();
    expect([hasEdited(talk()), hasEdited(made(null)), hasEdited(made({ made: false, because: [] }))]).toEqual([
      false,
      true,
      false
    ]);
  });

  it('that is cut short ends in one message of its id', () => {
    const ids = (written: string, because: string | null) =>
      cutShort(talk(), written, because).map(
        (event) => event.type === 'message' && [event.id === 'm-answer', event.author]
      );
    expect(ids('', 'Stopped.')).toEqual([[true, 'hydron']]);
    expect(ids('It is', 'Stopped.')).toEqual([
      [true, 'model'],
      [false, 'hydron']
    ]);
    expect(ids('It is', null)).toEqual([[true, 'model']]);
    expect(ids(' ', null)).toEqual([]);
  });
});
