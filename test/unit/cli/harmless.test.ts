import { describe, expect, it } from 'vitest';
import { cleaned, harmless, harmlessJson, lastWritten } from '../../../cli/harmless.ts';

const escape = '\u001b';

describe('text from elsewhere', () => {
  it('keeps its tabs, lines and letters of any script', () => {
    const text = 'größer\tand\nmore: 中文 🎉';
    expect(harmless(text)).toBe(text);
  });

  it.each([
    ['a colour', `a${escape}[31mb`],
    ['hidden text', `a${escape}[8mb`],
    ['a cleared screen', `a${escape}[2Jb`],
    ['a moved cursor', `a${escape}[1;1Hb`],
    ['a window title', `a${escape}]0;title\u0007b`],
    ['a title ended the long way', `a${escape}]0;title${escape}\\b`],
    ['a title without an end', `a${escape}]0;title`],
    ['a link', `a${escape}]8;;https://evil.example${escape}\\b`],
    ['a device query', `a${escape}[6nb`],
    ['another character set', `a${escape}(0b`],
    ['a lone escape', `a${escape}`],
    ['a backspace', 'a\bb'],
    ['a carriage return', 'a\rb'],
    ['an eight-bit control sequence', 'a\u009b2Jb'],
    ['an eight-bit title', 'a\u009d0;title\u009cb'],
    ['text that reads backwards', 'a\u202eb']
  ])('loses %s', (_, text) => {
    expect(harmless(text)).toMatch(/^ab?$/);
  });

  it('is cleaned at any depth', () => {
    const dirty = { name: `x${escape}[2J`, list: [{ text: `y\u0007` }], count: 3, none: null };
    expect(cleaned(dirty)).toEqual({ name: 'x', list: [{ text: 'y' }], count: 3, none: null });
  });

  it('shows a progress bar as it stood at the end', () => {
    expect(lastWritten('a\n 10%\r 50%\r100%\r\nb')).toBe('a\n100%\nb');
  });

  it('is the same when it is read back from JSON, of which a terminal obeys nothing', () => {
    const value = { text: `a${escape}[2J\u009b2J\u202eb` };
    const json = harmlessJson(value);
    expect(json).toBe(harmless(json));
    expect(JSON.parse(json)).toEqual(value);
  });
});
