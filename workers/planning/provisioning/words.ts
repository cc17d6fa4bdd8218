/** Signs that a command line needs a shell: pipes, lists, redirections, substitutions, globs, assignments before a command. */
const needsShell = /[|&;<>()`$*?[\]#~{}\n]|^[A-Za-z_]\w*=/;

/**
 * A command line as the words that a container is started with: split where quotes allow, or handed to `sh -c` where it needs a
 * shell. An unfinished quote is left to the shell as well.
 */
export function wordsOf(line: string): string[] {
  const text = line.trim();
  if (text === '') return [];
  if (needsShell.test(text)) return ['/bin/sh', '-c', text];
  const words: string[] = [];
  for (const match of text.matchAll(/((?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+)|(\S)/g)) {
    if (match[2] !== undefined) return ['/bin/sh', '-c', text];
    words.push(
      match[1]!.replace(
        /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g,
        (_, single, double, escaped) => single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped
      )
    );
  }
  return words;
}
