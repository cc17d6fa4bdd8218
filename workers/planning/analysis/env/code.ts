import type { StatedVariable } from '../detector.ts';
import type { SourceFile } from '../reading/reader.ts';
import { families } from './forms/all.ts';
import { statedBy } from './forms/form.ts';

/** The variables that a file of code reads, each with its literal default where one stands beside it. */
export function variablesInCode(file: SourceFile): StatedVariable[] {
  return families
    .filter((family) => family.files.test(file.path))
    .flatMap((family) => [
      ...family.forms
        .filter((form) => form.files?.test(file.path) ?? true)
        .flatMap((form) => [...file.text.matchAll(form.pattern)].map((match) => statedBy(family, form, file, match))),
      ...(family.readers ?? []).flatMap((read) => read(file))
    ])
    .filter((each) => each.name.length > 1)
    .slice(0, 400);
}
