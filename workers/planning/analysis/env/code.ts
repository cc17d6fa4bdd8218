import type { StatedVariable } from '../detector.ts';
import type { SourceFile } from '../reading/reader.ts';
import { families } from './forms/all.ts';
import { statedBy, type Family } from './forms/form.ts';
import { wrapperForms } from './wrappers.ts';

/** The variables that files of code read, each with its literal default where one stands beside it. */
export function variablesInCode(files: SourceFile[]): StatedVariable[] {
  const wrappers: Family = { files: /./, forms: wrapperForms(files) };
  return files.flatMap((file) =>
    [...families, wrappers]
      .filter((family) => family.files.test(file.path))
      .flatMap((family) => [
        ...family.forms
          .filter((form) => form.files?.test(file.path) ?? true)
          .flatMap((form) =>
            [...file.text.matchAll(form.pattern)].slice(0, 400).map((match) => statedBy(family, form, file, match))
          ),
        ...(family.readers ?? []).flatMap((read) => read(file))
      ])
      .filter((each) => each.name.length > 1)
      .slice(0, 400)
  );
}
