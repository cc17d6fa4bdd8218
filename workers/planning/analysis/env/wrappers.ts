import type { SourceFile } from '../reading/reader.ts';
import { literal, quoted, type Form } from './forms/form.ts';

/** How a language defines a function, with the name of its first parameter, and how it reads a variable by that name. */
interface Language {
  files: RegExp;
  definition: RegExp;
  reads(parameter: string): RegExp;
}

const languages: Language[] = [
  {
    files: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/,
    definition:
      /\b(?:function\s+(?<plain>\w{2,60})\s*(?:<[^>()\n]{0,80}>)?|(?:const|let|var)\s+(?<arrow>\w{2,60})\s*=\s*(?:async\s+)?(?:function\s*)?(?:<[^>()\n]{0,80}>)?)\(\s*(?<parameter>\w+)/g,
    reads: (parameter) =>
      new RegExp(String.raw`(?:process|Bun|import\.meta)\.env\[\s*${parameter}\b|Deno\.env\.get\(\s*${parameter}\b`)
  },
  {
    files: /\.py$/,
    definition: /\bdef\s+(?<plain>\w{2,60})\(\s*(?:self,\s*)?(?<parameter>\w+)/g,
    reads: (parameter) => new RegExp(String.raw`(?:environ(?:\.get\(|\[)|getenv\()\s*${parameter}\b`)
  },
  {
    files: /\.go$/,
    definition: /\bfunc\s+(?:\([^()\n]{0,80}\)\s*)?(?<plain>\w{2,60})(?:\[[^\]\n]{0,80}\])?\(\s*(?<parameter>\w+)/g,
    reads: (parameter) => new RegExp(String.raw`\b(?:Getenv|LookupEnv)\(\s*${parameter}\b`)
  },
  {
    files: /\.rb$/,
    definition: /\bdef\s+(?:self\.)?(?<plain>\w{2,60}[?!]?)\(?\s*(?<parameter>\w+)/g,
    reads: (parameter) => new RegExp(String.raw`\bENV(?:\.fetch\(|\[)\s*${parameter}\b`)
  },
  {
    files: /\.php$/,
    definition: /\bfunction\s+(?<plain>\w{2,60})\(\s*(?:\w+\s+)?\$(?<parameter>\w+)/g,
    reads: (parameter) => new RegExp(String.raw`(?:getenv\(|\$_(?:ENV|SERVER)\[)\s*\$${parameter}\b`)
  },
  {
    files: /\.rs$/,
    definition: /\bfn\s+(?<plain>\w{2,60})(?:<[^>()\n]{0,80}>)?\(\s*(?<parameter>\w+)\s*:/g,
    reads: (parameter) => new RegExp(String.raw`\benv::var(?:_os)?\(\s*&?${parameter}\b`)
  }
];

/** How far behind the head of a function its body is looked at. */
const body = 500;

/** What wraps the environment in these files, as further forms to read all of them by: functions that are given a variable's name. */
export function wrapperForms(files: SourceFile[]): Form[] {
  return languages.flatMap((language) => {
    const found = new Map<string, boolean>();
    for (const file of files.filter(({ path }) => language.files.test(path)))
      for (const match of file.text.matchAll(language.definition)) {
        const { plain, arrow, parameter } = match.groups!;
        const text = file.text.slice(match.index, match.index + body);
        if (found.size < 20 && language.reads(parameter!).test(text))
          found.set((plain ?? arrow)!, /\b(?:throw|raise|panic|exit|Fatal\w*|expect|abort)\b/.test(text));
      }
    return [true, false].flatMap((required) => {
      const names = [...found].filter(([, stops]) => stops === required).map(([name]) => name);
      return names.length === 0 ? [] : [formOf(language.files, names, required)];
    });
  });
}

const formOf = (files: RegExp, names: string[], required: boolean): Form => ({
  files,
  pattern: new RegExp(
    String.raw`(?<![\w$])(?:${names.map((name) => name.replace(/[?!]/g, '\\$&')).join('|')})(?:<[^>()\n]{0,80}>)?\(\s*${quoted}(?:\s*,\s*(?:default\s*=\s*|\w+\s*=\s*)?(?:${literal}|(?<other>[^\s)])))?`,
    'g'
  ),
  required: required ? true : null
});
