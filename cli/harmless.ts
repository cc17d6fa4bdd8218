// Everything that colours, moves the cursor, sets a title, talks back or turns text around; tabs and line breaks stay.
const control = [
  String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
  String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f]).*?(?:\u0007|\u001b\\|\u009c|$)`,
  String.raw`\u001b[ -/]*[0-~]?`,
  String.raw`[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]`
];
const controls = new RegExp(control.join('|'), 'gsu');
const kept = /^[\t\n]$/;

/** Text from elsewhere that may be shown in a terminal: every control sequence is dropped, colours as well. */
export const harmless = (text: string): string => text.replace(controls, (found) => (kept.test(found) ? found : ''));

/** What a terminal would show of lines that a program wrote over, such as progress bars: the last of each. */
export const lastWritten = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.split('\r').findLast((part) => part !== '') ?? '')
    .join('\n');

/** A value of which every string, at any depth, was made harmless. */
export function cleaned<T>(value: T): T {
  if (typeof value === 'string') return harmless(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [harmless(name), cleaned(inner)])) as T;
}

/** JSON in which nothing that a terminal obeys is left as it is: such characters are escaped and read back the same. */
export const harmlessJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
