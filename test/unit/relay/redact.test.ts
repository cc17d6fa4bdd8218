import { describe, expect, it } from 'vitest';
import { patternsOf, secretRest, take } from '../../../relay/redact.ts';

const secret = 's3cr3t/Value+with=signs';
const patterns = patternsOf({ TOKEN: secret });

/** Feeds output in pieces of `size` bytes, as a stream would give it, and answers all that was sent. */
function sent(output: string | Buffer, size: number, known = patterns): string {
  const bytes = Buffer.from(output);
  let pending: Buffer = Buffer.alloc(0);
  let text = '';
  for (let at = 0; at < bytes.length || pending.length > 0; at += size) {
    pending = Buffer.concat([pending, bytes.subarray(at, at + size)]);
    for (;;) {
      const piece = take(pending, known, 64 * 1024, at + size >= bytes.length);
      if (!piece) break;
      text += piece.text;
      pending = pending.subarray(piece.length);
    }
  }
  return text;
}

describe('a secret in output', () => {
  it.each([1, 2, 3, 7, 1000])('is struck out when the output comes in pieces of %i bytes', (size) => {
    expect(sent(`a ${secret}${secret} ü b`, size)).toBe('a [secret TOKEN][secret TOKEN] ü b');
  });

  it.each([
    ['as it is', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 after a name', Buffer.from(`u:${secret}`).toString('base64')],
    ['in base64 after a longer name', Buffer.from(`me:${secret}@host`).toString('base64')],
    ['in the base64 of URLs', Buffer.from(`x${secret}`).toString('base64url')]
  ])('is struck out %s', (_form, shown) => {
    const text = sent(`> ${shown} <`, 5);
    expect(text).toContain('[secret TOKEN]');
    expect(text).not.toContain(shown.slice(4, -4));
  });

  it('is struck out of a batch of many whose edge lies within it', () => {
    const filler = 'x'.repeat(64 * 1024 - 5);
    expect(sent(filler + secret + filler, 100_000)).toBe(`${filler}[secret TOKEN]${filler}`);
  });

  it('is struck out line by line, also in base64, when it has several', () => {
    const key = `-----BEGIN KEY-----\n${'A1b2'.repeat(16)}\n${'C3d4'.repeat(16)}\n-----END KEY-----\n`;
    const known = patternsOf({ KEY: key });
    expect(sent(`  ${'C3d4'.repeat(16)}\r\n`, 9, known)).toBe('  [secret KEY]\r\n');
    const wrapped = Buffer.from(key.trim())
      .toString('base64')
      .match(/.{1,76}/g)!;
    expect(sent(wrapped.join('\n'), 50, known)).not.toMatch(/[A-Za-z0-9+/]{20}/);
  });

  it('as short as 1 stays, since it would garble everything', () => {
    expect(sent('1 yes', 10, patternsOf({ FLAG: '1', SURE: 'yes' }))).toBe('1 yes');
  });
});

it('the rest of a secret at the front of an output is measured', () => {
  expect(secretRest(Buffer.from(`${secret.slice(6)} and more`), patternsOf({ TOKEN: secret }))).toBe(secret.length - 6);
  expect(secretRest(Buffer.from('###'), patterns)).toBe(0);
});

it('bytes that are no text pass without an end', () => {
  expect(sent(Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80]), 1)).toMatch(/^\ufffd+\(\ufffd$/);
});
