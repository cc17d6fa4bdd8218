/** How much of the text behind a reading is looked at for what the program does without a value. */
const near = 700;
const far = 12_000;

const stops = String.raw`\b(?:throw|raise|panic\w*|exit|Fatal\w*|fatal\w*|abort|die|Err)\b`;

/** The name that a line gives to what it reads, or null. */
function assignedTo(text: string, at: number): string | null {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 200), at);
  return (
    /^\s*(?:(?:export|const|let|var|final|mut|static|public|private)\s+){0,3}\$?([A-Za-z_]\w*)\b[^=\n]{0,60}?(?::=|=)(?![=>])/.exec(
      line
    )?.[1] ?? null
  );
}

/**
 * What a program does where a variable has no value, as the code around the reading shows: it `insists` where it stops, it
 * `spares` where it asks whether there is one and goes on; null where nothing shows it.
 */
export function guardOf(text: string, match: RegExpMatchArray): 'insists' | 'spares' | null {
  const start = match.index!;
  const end = start + match[0].length;
  const before = text.slice(Math.max(0, start - 60), start);
  const after = text.slice(end, end + near);
  if (/\bif\s*\(?\s*(?:!|not\s)\s*$/.test(before))
    return new RegExp(`^[^\\n]{0,80}(?:\\n[^\\n]{0,200}){0,3}?${stops}`).test(after) ? 'insists' : 'spares';
  if (/\bif\s*\(?\s*$/.test(before) && /^\s*(?:[):]|&&|\|\||and\b)/.test(after)) return 'spares';
  if (/^\s*(?:\?(?![.?:])|&&)/.test(after) || /(?:&&|\band)\s*$/.test(before)) return 'spares';
  if (/^['"\]]{0,2}\)?\s*[!=]==?\s*['"\x60\d]/.test(after)) return 'spares';
  const name = assignedTo(text, start);
  if (name === null) return null;
  const empty = String.raw`(?:!\s*\$?${name}\b|not\s+${name}\b|\$?${name}\s*(?:===?|is)\s*(?:""|''|None\b|null\b|undefined\b|nil\b)|${name}\.(?:isEmpty|is_empty|nil\?|blank\?|empty\?)|len\(${name}\)\s*==\s*0)`;
  if (new RegExp(String.raw`\b(?:if|unless)\s*\(?\s*${empty}[^\n]{0,80}(?:\n[^\n]{0,200}){0,3}?${stops}`).test(after))
    return 'insists';
  const asked = String.raw`\bif\s*\(?\s*\$?${name}\s*(?:[:){]|&&|and\b|!==?|is not\b)|\bif\s+${empty}|\b${name}\s*(?:\?(?![.?:])|&&)`;
  return new RegExp(asked).test(text.slice(end, end + far)) ? 'spares' : null;
}
