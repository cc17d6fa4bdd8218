type Schema = Record<string, unknown>;

const words = new Set([
  '$schema',
  'type',
  'enum',
  'const',
  'anyOf',
  'allOf',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'description',
  'title',
  'format',
  'pattern',
  'default'
]);

/** What constrained output refuses in a schema: one sentence each. */
export function schemaFaults(schema: Schema): string[] {
  const count = { optional: 0, unions: 0 };
  const faults = faultsAt(schema, 'schema', count);
  if (count.optional > 24) faults.push(`schema: ${count.optional} optional fields, where 24 are allowed`);
  if (count.unions > 16) faults.push(`schema: ${count.unions} unions, where 16 are allowed`);
  return faults;
}

function faultsAt(schema: Schema, path: string, count: { optional: number; unions: number }): string[] {
  const faults = Object.keys(schema)
    .filter((word) => !words.has(word))
    .map((word) => `${path}: ${word} is not supported`);
  const within = (inner: unknown, name: string) => faultsAt(inner as Schema, `${path}.${name}`, count);
  if (schema.type === 'object') {
    const fields = Object.keys((schema.properties ?? {}) as object);
    count.optional += fields.length - ((schema.required ?? []) as string[]).length;
    if (schema.additionalProperties !== false) faults.push(`${path}: additionalProperties is not false`);
  }
  if (schema.minItems !== undefined && schema.minItems !== 0 && schema.minItems !== 1)
    faults.push(`${path}: minItems is 0 or 1`);
  if (schema.anyOf || Array.isArray(schema.type)) count.unions++;
  const alternatives = [...((schema.anyOf ?? []) as unknown[]), ...((schema.allOf ?? []) as unknown[])];
  return [
    ...faults,
    ...Object.entries((schema.properties ?? {}) as Schema).flatMap(([name, inner]) => within(inner, name)),
    ...alternatives.flatMap((inner, at) => within(inner, String(at))),
    ...(schema.items ? within(schema.items, 'items') : [])
  ];
}
