import type { Found } from './redact.ts';

// Shorter values, such as `1` or `yes`, occur everywhere: striking them out would hide nothing and garble the text.
const shortest = 4;
const shortestLine = 8;

/** Finds the values of these secrets in a text, in each form in which they may be written there. */
export function knownSecrets(secrets: Record<string, string>): (text: string) => Found[] {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(secrets))
    for (const form of formsOf(value.trim())) if (form.length >= shortest && !names.has(form)) names.set(form, name);
  if (names.size === 0) return () => [];
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(literally).join('|'), 'g');
  return (text) =>
    [...text.matchAll(pattern)].map(({ index, 0: form }) => ({
      start: index,
      end: index + form.length,
      name: names.get(form)!
    }));
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The value, its longer lines, and how it looks in a URL, in JSON and in base64. */
function formsOf(value: string): string[] {
  if (value.length < shortestLine) return [value];
  const lines = value.includes('\n') ? longLines(value.split('\n').map((line) => line.trim())) : [];
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, inUrl(value), inJson, ...lines, ...inBase64(value)];
}

const longLines = (lines: string[]): string[] => lines.filter((line) => line.length >= shortestLine);

const inUrl = (value: string): string => encodeURIComponent(value.toWellFormed());

/**
 * The characters by which a value is known in base64, wherever it begins within what was encoded (such as `user:value`), in
 * both alphabets, and the lines into which tools break it.
 */
function inBase64(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  const texts = [0, 1, 2].map((before) => {
    const sextets = Math.floor(((before + bytes.length) * 8) / 6);
    return base64([...new Array<number>(before).fill(0), ...bytes]).slice(Math.ceil((before * 8) / 6), sextets);
  });
  const broken = [64, 76].flatMap((width) => texts[0]!.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
  return [...texts, ...longLines(broken)].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

const base64 = (bytes: number[]): string => btoa(bytes.map((byte) => String.fromCharCode(byte)).join(''));
