import { describe, expect, it } from 'vitest';
import { generateValue } from '../../../workers/domain/generate.ts';

describe('a generated value', () => {
  it.each([16, 32, 128])('that is a password has %i characters that need no escaping in a URL', (length) =>
    expect(generateValue({ kind: 'password', length })).toMatch(new RegExp(`^[A-HJ-NP-Za-km-z2-9]{${length}}$`))
  );

  it('in hex has so many digits', () => expect(generateValue({ kind: 'hex', length: 33 })).toMatch(/^[0-9a-f]{33}$/));

  it('in base64 stands for so many bytes', () =>
    expect(atob(generateValue({ kind: 'base64', length: 48 }))).toHaveLength(48));

  it("that is WireGuard's key stands for 32 bytes", () =>
    expect(atob(generateValue({ kind: 'wireguard', length: 16 }))).toHaveLength(32));

  it('uses the whole alphabet evenly', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 400; round++)
      for (const letter of generateValue({ kind: 'password', length: 128 }))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(57);
    expect(Math.max(...counts.values()) / Math.min(...counts.values())).toBeLessThan(1.5);
  });

  it.each(['password', 'hex', 'base64', 'wireguard'] as const)('never comes twice: %s', (kind) =>
    expect(new Set(Array.from({ length: 200 }, () => generateValue({ kind, length: 16 }))).size).toBe(200)
  );
});
