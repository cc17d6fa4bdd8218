import * as z from 'zod';

type Schema = Record<string, unknown>;

/** The JSON schema of a tool's input. The model sees all of it; what it sends is parsed all the same. */
export function inputSchema(shape: z.ZodType): Schema & { type: 'object' } {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input' });
  if (schema.type !== 'object') throw new Error('The input of a tool is an object.');
  return schema as Schema & { type: 'object' };
}

// What constrained output understands; the rest goes into the description as a hint, and is held by the parse.
const kept = new Set(['type', 'enum', 'const', 'description', 'title', 'format', 'required']);
const formats = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid']);
// The service refuses schemas with more.
const mostOptional = 24;
const mostUnions = 16;

/**
 * The JSON schema to which an answer is constrained. Throws on a shape that the service cannot hold an answer to: one that refers
 * to itself, a record with free keys, or one with too many optional fields (use null) or unions.
 */
export function answerSchema(shape: z.ZodType): Schema {
  const count = { optional: 0, unions: 0 };
  const schema = constrained(z.toJSONSchema(shape, { io: 'input' }) as Schema, count);
  if (count.optional > mostOptional || count.unions > mostUnions)
    throw new Error(
      `An answer's shape has at most ${mostOptional} optional fields and ${mostUnions} unions; this one has ` +
        `${count.optional} and ${count.unions}.`
    );
  return schema;
}

function constrained(schema: Schema, count: { optional: number; unions: number }): Schema {
  if ('$ref' in schema) throw new Error("An answer's shape cannot refer to itself.");
  const within = (inner: unknown) => constrained(inner as Schema, count);
  const result: Schema = Object.fromEntries(Object.entries(schema).filter(([word]) => kept.has(word)));
  const hints = Object.entries(schema).filter(([word]) => !kept.has(word) && !structural.has(word));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives || Array.isArray(schema.type)) count.unions++;
  if (alternatives) result.anyOf = (alternatives as unknown[]).map(within);
  if (schema.allOf) result.allOf = (schema.allOf as unknown[]).map(within);
  if (schema.type === 'object') closeObject(schema, result, within, count);
  if (schema.type === 'array') {
    result.items = within(schema.items);
    if (schema.minItems === 0 || schema.minItems === 1) result.minItems = schema.minItems;
    else if (schema.minItems !== undefined) hints.push(['minItems', schema.minItems]);
  }
  const known = formats.has(String(schema.format));
  if (schema.format && !known) {
    delete result.format;
    hints.push(['format', schema.format]);
  }
  // The pattern of a format that is understood says the same again.
  return describe(result, known ? hints.filter(([word]) => word !== 'pattern') : hints);
}

const structural = new Set([
  '$schema',
  'anyOf',
  'oneOf',
  'allOf',
  'properties',
  'additionalProperties',
  'items',
  'minItems'
]);

function closeObject(
  schema: Schema,
  result: Schema,
  within: (inner: unknown) => Schema,
  count: { optional: number }
): void {
  const open = schema.additionalProperties;
  if (!schema.properties || (typeof open === 'object' && open !== null && Object.keys(open).length > 0))
    throw new Error("An answer's shape has no record with free keys: use a list of pairs.");
  const properties = Object.entries(schema.properties);
  const required = (schema.required ?? []) as string[];
  count.optional += properties.length - required.length;
  result.properties = Object.fromEntries(properties.map(([name, inner]) => [name, within(inner)]));
  result.additionalProperties = false;
}

/** Limits of numbers that zod gives of itself say nothing to anybody. */
const telling = ([, value]: [string, unknown]) => !(typeof value === 'number' && Math.abs(value) >= 2 ** 53 - 1);

function describe(schema: Schema, hints: [string, unknown][]): Schema {
  const words = hints.filter(telling).map(([word, value]) => `${word}: ${JSON.stringify(value)}`);
  if (words.length === 0) return schema;
  const about = [schema.description, `(${words.join(', ')})`].filter(Boolean).join(' ');
  return { ...schema, description: about };
}

/** What is wrong with an input or an answer, one line each, at most ten: for the model to put right. */
export function complaints(error: z.ZodError): string {
  const lines = error.issues.slice(0, 10).map(({ path, message }) => `- ${path.join('.') || 'the whole'}: ${message}`);
  const more = error.issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
