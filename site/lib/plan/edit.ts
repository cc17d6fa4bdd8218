import type { Patch } from '../../../workers/domain/artifact.ts';

/** Asks for a new version with this change. False when it was refused. */
export type Edit = (patch: Patch) => Promise<boolean>;

export type FieldKind = 'line' | 'number' | 'choice' | 'text' | 'list';
export type FieldValue = string | number | null | string[];

/** What a person typed, as the field's value; `undefined` when it is not one. Empty text is null where that is allowed. */
export function valueOf(text: string, kind: FieldKind, nullable: boolean): FieldValue | undefined {
  const trimmed = kind === 'text' ? text : text.trim();
  if (kind === 'list') return trimmed === '' ? [] : trimmed.split(/[\s,]+/).filter((part) => part !== '');
  if (trimmed === '') return nullable ? null : undefined;
  if (kind !== 'number') return trimmed;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** A field's value as a person types it. */
export const textOf = (value: FieldValue): string =>
  value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value);

/** Whether two values of a field are the same. */
export const sameValue = (a: FieldValue, b: FieldValue): boolean => JSON.stringify(a) === JSON.stringify(b);
