import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { artifactHash } from '../../../workers/domain/artifact.ts';
import { canonicalJson, hashOf } from '../../../workers/domain/json.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves lists in order', () =>
    expect(canonicalJson({ b: [{ z: 1, a: null }, 2], a: 'x', ä: true, B: 0 })).toBe(
      '{"B":0,"a":"x","b":[{"a":null,"z":1},2],"ä":true}'
    ));

  it('leaves undefined members out, as JSON does', () =>
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}'));

  it('says the same as JSON of what it reads back', () => {
    const value = { text: 'line\n"quoted" \u2028 🚀', list: [[], {}, -0, 1e21, 0.1], nothing: null };
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
  });

  it('keeps a member that is called like the prototype', () =>
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}'));
});

describe('a hash', () => {
  it("is SHA-256 of the canonical text's bytes", async () => {
    const expected = createHash('sha256').update('{"a":"é","b":1}').digest('hex');
    expect(await hashOf({ b: 1, a: 'é' })).toBe(expected);
  });

  it('of an artifact changes with its body and with what it rests on, not with the order of keys', async () => {
    const hash = await artifactHash({ a: 1, b: 2 }, ['x']);
    expect(await artifactHash({ b: 2, a: 1 }, ['x'])).toBe(hash);
    expect(await artifactHash({ a: 1, b: 3 }, ['x'])).not.toBe(hash);
    expect(await artifactHash({ a: 1, b: 2 }, ['y'])).not.toBe(hash);
  });
});
