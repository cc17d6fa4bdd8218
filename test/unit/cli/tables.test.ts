import { describe, expect, it } from 'vitest';
import { clip, table } from '../../../cli/tables.ts';

describe('a table', () => {
  it('lines its columns up, also under colours and wide words', () => {
    const text = table(
      ['name', 'port'],
      [
        ['\u001b[1mweb\u001b[0m', 3000],
        ['a-long-worker', null]
      ]
    );
    expect(text.split('\n')).toEqual([
      '  name           port',
      '  \u001b[1mweb\u001b[0m            3000',
      '  a-long-worker  -'
    ]);
  });
});

describe('a clipped text', () => {
  it('is one line of at most so many characters', () => {
    expect(clip('one\n two', 20)).toBe('one two');
    expect(clip('abcdefghij', 5)).toBe('abcd…');
  });
});
