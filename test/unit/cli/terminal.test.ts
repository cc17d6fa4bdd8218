import { describe, expect, it } from 'vitest';
import { harmless } from '../../../cli/terminal.ts';

const escape = '\u001b';

describe('text from elsewhere', () => {
  it('keeps its colours, tabs and lines', () => {
    const text = `${escape}[31mred${escape}[0m\tand\nmore`;
    expect(harmless(text)).toBe(text);
  });

  it.each([
    ['a cleared screen', `a${escape}[2Jb`],
    ['a moved cursor', `a${escape}[1;1Hb`],
    ['a window title', `a${escape}]0;title\u0007b`],
    ['a title ended the long way', `a${escape}]0;title${escape}\\b`],
    ['a link', `a${escape}]8;;https://evil.example${escape}\\b`],
    ['a device query', `a${escape}[6nb`],
    ['a lone escape', `a${escape}`],
    ['a backspace', 'a\bb'],
    ['a carriage return', 'a\rb'],
    ['an eight-bit control', 'a\u009b2Jb'],
    ['text that reads backwards', 'a\u202eb']
  ])('loses %s', (_, text) => {
    expect(harmless(text)).toMatch(/^a(2J)?b?$/);
  });
});
