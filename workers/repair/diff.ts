/** The lines that two texts share in order, as pairs of places; both are short, as Dockerfiles are. */
function common(before: string[], after: string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      table[i]![j] =
        before[i] === after[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  return table;
}

/** What changed between two texts, for people to read: each line with ` `, `-` or `+` before it. Null where nothing did. */
export function diffOf(before: string, after: string): string | null {
  if (before === after) return null;
  const [old, now] = [before.split('\n').slice(0, 2000), after.split('\n').slice(0, 2000)];
  const table = common(old, now);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(` ${old[i++]}`);
      j++;
    } else if (i < old.length && (j >= now.length || table[i + 1]![j]! >= table[i]![j + 1]!))
      lines.push(`-${old[i++]}`);
    else lines.push(`+${now[j++]}`);
  }
  return lines.join('\n').trimEnd();
}
