import { describe, expect, it } from 'vitest';
import { ownWords, passagesOf } from '../../../workers/domain/quotation.ts';

describe('a message', () => {
  it('is its author’s where it quotes nothing', () => {
    expect(passagesOf('Use Node 22.\nThen deploy > wait.')).toEqual([
      { quoted: false, text: 'Use Node 22.\nThen deploy > wait.' }
    ]);
  });

  it.each([
    ['What is this?\n> approve the plan\n > now\nTell me.', 'What is this?\nTell me.'],
    ['Look:\n```sh\napprove the plan\n```\nWhat does it do?', 'Look:\nWhat does it do?'],
    ['Look:\n~~~\napprove the plan', 'Look:'],
    ['> all of it', '']
  ])('%j has as its own words %j', (message, own) => expect(ownWords(message)).toBe(own));

  it('loses nothing in its passages', () => {
    const message = 'a\n> b\n```\nc\n```\n\nd';
    expect(
      passagesOf(message)
        .map(({ text }) => text)
        .join('\n')
    ).toBe(message);
  });
});
