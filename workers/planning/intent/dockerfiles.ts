import { commandLine } from '../analysis/dockerfile-writer/layout.ts';

/** A generated Dockerfile that listens on another port: where it says so to its server, to the process and to the engine. */
export const withPort = (text: string, from: number, to: number): string =>
  text
    .replace(new RegExp(`^(EXPOSE )${from}$`, 'gm'), `$1${to}`)
    .replace(new RegExp(`(\\bPORT=)${from}\\b`, 'g'), `$1${to}`)
    .replace(new RegExp(`(':)${from}( \\{')`, 'g'), `$1${to}$2`);

/** A Dockerfile whose stages start from another version of these images; what follows the version in a tag stays, such as `-slim`. */
export const withVersion = (text: string, images: string[], version: string): string =>
  text.replace(/^(FROM (?:--\S+ )*)(\S+?):(\S+)/gm, (line, from: string, image: string, tag: string) => {
    const known = images.includes(image.replace(/^docker\.io\//, '').replace(/^library\//, ''));
    return known && /^\d/.test(tag) ? `${from}${image}:${tag.replace(/^\d+(?:\.\d+)*/, version)}` : line;
  });

/** A Dockerfile whose last stage starts another command. */
export function withCommand(text: string, command: string): string {
  const lines = text.trimEnd().split('\n');
  const at = lines.findLastIndex((line) => line.startsWith('CMD '));
  return `${lines.toSpliced(at < 0 ? lines.length : at, at < 0 ? 0 : 1, commandLine(command)).join('\n')}\n`;
}
