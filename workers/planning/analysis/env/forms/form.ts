import type { StatedVariable } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';
import { guardOf } from './guards.ts';

/**
 * One way in which a language reads its environment. Groups of the pattern: `name`; `single`, `double`, `back`, `plain` or
 * `bare` for a literal default; `other` or `block` for one that is no literal (`other` of `raise` stops the program);
 * `bang` for a mark that insists; `flags` for words of a tag.
 */
export interface Form {
  /** Which files of the family, where it is not all. */
  files?: RegExp;
  pattern: RegExp;
  /** What the form says when no default follows: true where the program stops without it. */
  required: boolean | null;
  buildTime?: boolean;
  origin?: StatedVariable['origin'];
}

/** How the languages of one family read their environment: by patterns, and by readers for what a pattern cannot hold. */
export interface Family {
  files: RegExp;
  forms: Form[];
  readers?: ((file: SourceFile) => StatedVariable[])[];
  /** Whether a match that its form insists on is reached only under a condition. */
  conditional?(text: string, match: RegExpMatchArray): boolean;
}

/** A literal beside a name, as one of the groups above. */
export const literal = String.raw`(?:'(?<single>[^'\n]*)'|"(?<double>[^"\n]*)"|\x60(?<back>[^\x60$\n]*)\x60|(?<plain>\d+|true|false|True|False))`;

/** The name of a variable in quotes. */
export const quoted = String.raw`['"\x60](?<name>[A-Z][A-Z0-9_]*)['"\x60]`;

/** The variable that a match of a form states. */
export function statedBy(family: Family, form: Form, file: SourceFile, match: RegExpMatchArray): StatedVariable {
  const groups = match.groups ?? {};
  const value = groups.single ?? groups.double ?? groups.back ?? groups.plain ?? groups.bare ?? null;
  const flagged = /,required|,notEmpty/.test(groups.flags ?? '');
  const softened =
    value !== null || (groups.other !== undefined && groups.other !== 'raise') || groups.block !== undefined;
  const required =
    flagged || groups.bang === '!' || groups.other === 'raise'
      ? true
      : softened
        ? false
        : insistence(family, form, file, match);
  return {
    name: groups.name!,
    default: value === '' ? null : value,
    required,
    buildTime: form.buildTime ?? false,
    generated: false,
    describes: '',
    origin: form.origin ?? 'code',
    evidence: evidenceAt(file, match.index!, 0.85)
  };
}

/** Whether a reading without a default stops the program (true), is one that it can do without (false), or shows neither. */
function insistence(family: Family, form: Form, file: SourceFile, match: RegExpMatchArray): boolean | null {
  if (family.conditional?.(file.text, match)) return false;
  const guard = guardOf(file.text, match);
  if (form.required === true || guard === 'insists') return true;
  return guard === 'spares' ? false : null;
}
