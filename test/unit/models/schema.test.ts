import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answerSchema, complaints, inputSchema } from '../../../workers/models/schema.ts';
import { schemaFaults } from '../../harness/messages/schema-rules.ts';

describe('the schema of an answer', () => {
  it('says what constrained output understands, and the rest in words', () => {
    const shape = z.object({
      name: z.string().min(2).max(5).describe('A name.'),
      port: z.number().int().min(1).max(65535),
      mail: z.email().nullable(),
      tags: z.array(z.enum(['a', 'b'])).min(2),
      kind: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('x'), at: z.iso.datetime() }),
        z.object({ kind: z.literal('y'), url: z.url().optional() })
      ])
    });
    const schema = answerSchema(shape);
    expect(schemaFaults(schema)).toEqual([]);
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['name', 'port', 'mail', 'tags', 'kind'],
      properties: {
        name: { type: 'string', description: 'A name. (minLength: 2, maxLength: 5)' },
        port: { type: 'integer', description: '(minimum: 1, maximum: 65535)' },
        tags: { type: 'array', items: { enum: ['a', 'b'] }, description: '(minItems: 2)' },
        kind: { anyOf: [{ additionalProperties: false }, { required: ['kind'] }] }
      }
    });
  });

  it('says nothing of limits that every number has', () => {
    expect(answerSchema(z.object({ n: z.int() })).properties).toEqual({ n: { type: 'integer' } });
  });

  it.each([
    ['a record with free keys', z.object({ env: z.record(z.string(), z.string()) }), 'free keys'],
    ['more optional fields than may be', z.object(Object.fromEntries(numbered(25, z.string().optional()))), '25'],
    ['more unions than may be', z.object(Object.fromEntries(numbered(17, z.string().nullable()))), '17']
  ])('refuses %s', (_what, shape, why) => {
    expect(() => answerSchema(shape)).toThrow(why);
  });

  it('refuses a shape that holds itself', () => {
    interface Tree {
      inner: Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({ inner: z.array(tree) }));
    expect(() => answerSchema(tree)).toThrow('refer to itself');
  });
});

const numbered = (count: number, shape: z.ZodType) =>
  new Array(count).fill(0).map((_, at): [string, z.ZodType] => [`f${at}`, shape]);

describe("the schema of a tool's input", () => {
  it('says all, since it is not constrained', () => {
    const shape = z.object({ path: z.string().max(9), from: z.number().int().min(1).default(1) });
    expect(inputSchema(shape)).toMatchObject({
      type: 'object',
      required: ['path'],
      properties: { path: { maxLength: 9 }, from: { minimum: 1, default: 1 } }
    });
  });

  it('refuses what is no object', () => {
    expect(() => inputSchema(z.string())).toThrow('an object');
  });
});

describe('what is wrong with an answer', () => {
  it('is one line each, and no more than ten', () => {
    const shape = z.object({ list: z.array(z.number()), name: z.string() });
    const parsed = shape.safeParse({ list: new Array(12).fill('x') });
    const lines = complaints(parsed.error!).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^- list\.0: Invalid input/);
    expect(lines.at(-1)).toBe('- and 3 more');
  });
});
