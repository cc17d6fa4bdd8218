import { describe, expect, it } from 'vitest';
import { execIdSchema } from '../../../relay/protocol.ts';
import {
  execId,
  idPrefixes,
  idSchema,
  newId,
  randomName,
  slugify,
  slugSchema,
  type IdKind
} from '../../../workers/domain/ids.ts';

const kinds = Object.keys(idPrefixes) as IdKind[];

describe('an id', () => {
  it.each(kinds)('of a %s fits its schema and no other', (kind) => {
    const id = newId(kind);
    expect(kinds.filter((other) => idSchema(other).safeParse(id).success)).toEqual([kind]);
  });

  it('sorts by time and never comes twice', () => {
    const ids = Array.from({ length: 2000 }, (_, index) => newId('run', 1_700_000_000_000 + index));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 2000 }, () => newId('run', 1)))).toHaveLength(2000);
  });

  it('has prefixes that are all different', () => expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length));
});

describe('a random name', () => {
  it('is safe in a host name', () => expect(randomName(400)).toMatch(/^[0-9a-hjkmnp-tv-z]{400}$/));
});

describe('a slug', () => {
  it.each([
    ['My Shop', 'my-shop'],
    ['Café Münster', 'cafe-munster'],
    ['--a--b--', 'a-b'],
    ['日本', 'app'],
    ['', 'app'],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
    ['x'.repeat(100), 'x'.repeat(40)]
  ])('of %j is %j', (text, slug) => expect(slugify(text)).toBe(slug));

  it('fits its schema, of whatever text', () => {
    for (let code = 0; code < 0x3000; code++) {
      const slug = slugify(`${String.fromCharCode(code)}a${String.fromCharCode(code)}`);
      expect(slugSchema.safeParse(slug).success, slug).toBe(true);
    }
  });

  it.each(['-a', 'a-', 'A', 'a_b', 'a.b', '', 'a'.repeat(41), 'a\n'])('%j is none', (text) =>
    expect(slugSchema.safeParse(text).success).toBe(false)
  );
});

describe("an exec's id", () => {
  it('is the same for the same attempt, and another for any other', async () => {
    const ids = await Promise.all([
      execId('run_1', 'web-1', 'docker', 1),
      execId('run_1', 'web-1', 'docker', 1, 'verify'),
      execId('run_1', 'web-1', 'docker', 2),
      execId('run_1', 'web-1', 'packages', 1),
      execId('run_1', 'web-2', 'docker', 1),
      execId('run_2', 'web-1', 'docker', 1)
    ]);
    expect(new Set(ids).size).toBe(6);
    expect(await execId('run_1', 'web-1', 'docker', 1)).toBe(ids[0]);
    for (const id of ids) expect(execIdSchema.safeParse(id).success).toBe(true);
  });
});
