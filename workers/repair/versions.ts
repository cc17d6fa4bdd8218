/** The numbers of a version as they are written; what is missing is open. */
const numbersOf = (version: string): number[] => version.split('.').map(Number);

/** How a version line (`24`, `3.12`) stands to a bound, by the parts that both have. */
function compare(line: string, bound: number[]): number {
  for (const [index, number] of numbersOf(line).entries()) {
    const other = bound[index];
    if (other === undefined) return 0;
    if (number !== other) return number - other;
  }
  return 0;
}

function meets(line: string, comparator: string): boolean {
  const match = /^(>=|<=|===?|!=|~=|[<>^~=])?\s*v?(\d{1,4}(?:\.(?:\d{1,4})){0,2})/.exec(comparator);
  if (!match) return /^[*xX]/.test(comparator);
  const bound = numbersOf(match[2]!);
  const order = compare(line, bound);
  switch (match[1]) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0 || (order === 0 && bound.length > numbersOf(line).length && bound.at(-1) !== 0);
    case '!=':
      return order !== 0 || bound.length > numbersOf(line).length;
    case '~=':
      return order >= 0 && numbersOf(line)[0] === bound[0];
    default:
      return order === 0;
  }
}

/**
 * The first of some version lines that a range of npm or pip allows (`>=18 <23`, `^20 || 22.x`, `<3.13,>=3.10`), or null. Lines are
 * judged as a whole: `24` stands for its newest release.
 */
export function newestOf(lines: string[], range: string): string | null {
  const alternatives = range.slice(0, 100).split('||');
  const fits = (line: string) =>
    alternatives.some((alternative) => {
      const parts = alternative
        .replace(/([<>=^~!])\s+/g, '$1')
        .trim()
        .split(/[\s,]+/)
        .filter((part) => part !== '-');
      return parts.length > 0 && parts.every((part) => meets(line, part));
    });
  return lines.find(fits) ?? null;
}
