/** A piece of a message: what its author wrote, or what they quote from somewhere else. */
export interface Passage {
  quoted: boolean;
  text: string;
}

const fence = /^\s*(?:```|~~~)/;

/**
 * A message in passages. Quoted is what stands between fences (``` or ~~~, to the end where none closes it), and what stands on lines that
 * begin with `>`.
 */
export function passagesOf(message: string): Passage[] {
  const passages: Passage[] = [];
  let fenced = false;
  for (const line of message.split('\n')) {
    const edge = fence.test(line);
    const quoted = fenced || edge || /^\s*>/.test(line);
    if (edge) fenced = !fenced;
    const last = passages.at(-1);
    if (last?.quoted === quoted) last.text += `\n${line}`;
    else passages.push({ quoted, text: line });
  }
  return passages;
}

/** What the author of a message wrote of their own. */
export const ownWords = (message: string): string =>
  passagesOf(message)
    .filter(({ quoted }) => !quoted)
    .map(({ text }) => text)
    .join('\n')
    .trim();
