/** The relay's one place that quotes: a shell word that yields exactly `text`. Throws on NUL. */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('a shell word cannot hold a NUL character');
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line of several quoted words. */
export const commandLine = (...words: (string | number)[]): string =>
  words.map((word) => quote(String(word))).join(' ');
