import type { Problem } from '../../../workers/domain/result.ts';

/** What is wrong, field by field; under `form` what belongs to none of them. */
export type FieldProblems<Field extends string> = Partial<Record<Field | 'form', string>>;

/**
 * A refusal of the API, taken apart. One of the body's form reads `field: text; field: text`; of the others `codes` says to which field a
 * code, or the family before its dot, belongs.
 */
export function fieldProblems<Field extends string>(
  { code, message }: Problem,
  fields: readonly Field[],
  codes: Readonly<Record<string, Field>> = {}
): FieldProblems<Field> {
  if (code !== 'body.invalid') return { [codes[code] ?? codes[code.split('.')[0] ?? ''] ?? 'form']: message } as never;
  const found: FieldProblems<Field> = {};
  for (const part of message.split('; ')) {
    const field = fields.find((name) => part.startsWith(`${name}: `));
    if (field) found[field] ??= sentence(part.slice(field.length + 2));
    else found.form = found.form ? `${found.form} ${sentence(part)}` : sentence(part);
  }
  return found;
}

/** A schema's words as a sentence: `a host name` becomes `It must be a host name.` */
function sentence(text: string): string {
  const said = /^an? /.test(text) ? `It must be ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.]$/.test(said) ? said : `${said}.`;
}
