import { parse as parseTomlText } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import type { Reader, SourceFile } from './reader.ts';

/** Any value of a parsed file, before anybody looked at it. */
export type Raw = unknown;

/** Aliases share what they stand for, so many cost nothing: large compose files lean on them. */
const aliasLimit = 20_000;

/** The file as JSON, comments and trailing commas allowed; null with a note where it is not. */
export const readJson = (reader: Reader, file: SourceFile | null): Raw => parsed(reader, file, 'JSON', parseJson);

/** The file as TOML; null with a note where it is not. */
export const readToml = (reader: Reader, file: SourceFile | null): Raw => parsed(reader, file, 'TOML', parseTomlText);

/** The documents of a YAML file (anchors and merge keys resolved, aliases limited); none with a note where it is not YAML. */
export const readYaml = (reader: Reader, file: SourceFile | null): Raw[] => {
  const documents = parsed(reader, file, 'YAML', parseYaml);
  return Array.isArray(documents) ? documents : [];
};

function parsed(reader: Reader, file: SourceFile | null, format: string, parse: (text: string) => Raw): Raw {
  if (!file) return null;
  try {
    return parse(file.text);
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    reader.note(file.path, `is not valid ${format}: ${said}`);
    return null;
  }
}

function parseJson(text: string): Raw {
  const strict = /^\s*[[{]/.test(text) && !/\/[/*]|,\s*[\]}]/.test(text);
  return JSON.parse(strict ? text : withoutComments(text));
}

/** JSON text without comments and trailing commas; strings are left alone. */
function withoutComments(text: string): string {
  const bare = text.replace(
    /("(?:\\.|[^"\\])*(?:"|\\?$))|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (_, literal: string | undefined) => literal ?? ' '
  );
  return bare.replace(/("(?:\\.|[^"\\])*(?:"|\\?$))|,(?=\s*[\]}])/g, (_, literal: string | undefined) => literal ?? '');
}

function parseYaml(text: string): Raw[] {
  const documents = parseAllDocuments(text, {
    merge: true,
    logLevel: 'silent',
    prettyErrors: false,
    uniqueKeys: false
  });
  if (!Array.isArray(documents)) return [];
  const broken = documents.find((document) => document.errors.length > 0);
  if (broken) throw broken.errors[0];
  return documents.slice(0, 100).map((document) => document.toJS({ maxAliasCount: aliasLimit }));
}

/** The value as a plain object, or an empty one. */
export const record = (value: Raw): Record<string, Raw> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Raw>) : {};

/** The value as a list; a lone value is a list of one, nothing an empty one. */
export const list = (value: Raw): Raw[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];

/** The value as text where it is a text, number or truth value; null otherwise. */
export const text = (value: Raw): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** The texts of a list. */
export const texts = (value: Raw): string[] =>
  list(value)
    .map(text)
    .filter((item) => item !== null);

/** The member of an object that a path of keys leads to. */
export const dig = (value: Raw, ...keys: string[]): Raw => keys.reduce<Raw>((at, key) => record(at)[key], value);
