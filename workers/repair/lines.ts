const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]{0,20}[A-Za-z]`, 'g');
const deepest = 2000;
const longest = 1000;

/**
 * The last lines of an output without colours, control characters and the numbers that BuildKit puts before them. A carriage return
 * that belongs to a word is written out.
 */
export function cleanLines(output: string): string[] {
  return output
    .slice(-512 * 1024)
    .split(/\r?\n/)
    .slice(-deepest)
    .map((line) =>
      line
        .slice(0, longest)
        .replace(escapes, '')
        .replace(/\r(?=['":])/g, '\\r')
        .replace(/\p{Cc}/gu, (character) => (character === '\t' ? ' ' : ''))
        .replace(/^#\d{1,4} (?:\d{1,6}\.\d{1,3} )?|^\d{1,6}\.\d{3} /, '')
    );
}

/** The same as one text, each line whole: for what is looked up beside the line that a failure was found in. */
export const cleanText = (output: string): string =>
  output
    .slice(-512 * 1024)
    .replace(escapes, '')
    .replace(/^(?:#\d{1,4} )?(?:\d{1,6}\.\d{1,3} )?/gm, '');
