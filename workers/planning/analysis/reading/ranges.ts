/** Release lines between two ends, both allowed, each as major * 1000 + minor. */
interface Span {
  from: number;
  to: number;
}

const openEnd = 999_999;
const longest = 200;

const comparator =
  /(>=|<=|!=|==|~>|~=|\^|~|>|<|=)?\s*v?(\d{1,4})(?:\.(\d{1,4}|[xX*]))?(?:\.(\d{1,6}|[xX*]))?(?:[-+.][\w.+-]*)?/g;

/** The first line of the major version before a line's own, when nothing of that line is allowed. */
const before = (major: number, minor: number) => (minor > 0 ? major * 1000 + minor - 1 : (major - 1) * 1000 + 999);

function spanOf(operator: string, major: number, minor: number | null, patch: number | null): Span | null {
  const line = major * 1000 + (minor ?? 0);
  const whole = major * 1000 + 999;
  switch (operator) {
    case '!=':
      return null;
    case '>=':
    case '>':
      return { from: line, to: openEnd };
    case '<':
      return { from: 0, to: patch ? line : before(major, minor ?? 0) };
    case '<=':
      return { from: 0, to: line };
    case '^':
      return { from: line, to: major === 0 && minor !== null ? line : whole };
    case '~':
    case '~>':
    case '~=':
      return { from: line, to: patch === null ? whole : line };
    default:
      return minor === null ? { from: line, to: whole } : { from: line, to: line };
  }
}

function alternative(text: string): Span | null {
  const hyphen = /^\s*v?(\d{1,4})(?:\.(\d{1,4}))?\S*\s+-\s+v?(\d{1,4})(?:\.(\d{1,4}))?/.exec(text);
  if (hyphen)
    return {
      from: Number(hyphen[1]) * 1000 + Number(hyphen[2] ?? 0),
      to: Number(hyphen[3]) * 1000 + Number(hyphen[4] ?? 999)
    };
  const number = (part: string | undefined) => (part === undefined || /[xX*]/.test(part) ? null : Number(part));
  const spans = [...text.matchAll(comparator)]
    .map(([, operator, major, minor, patch]) => spanOf(operator ?? '=', Number(major), number(minor), number(patch)))
    .filter((span) => span !== null);
  if (spans.length === 0) return null;
  return { from: Math.max(...spans.map((span) => span.from)), to: Math.min(...spans.map((span) => span.to)) };
}

const spansOf = (range: string): Span[] =>
  range
    .slice(0, longest)
    .split(/\|\|?|\bor\b/)
    .map(alternative)
    .filter((span) => span !== null && span.from <= span.to)
    .map((span) => span!);

const code = (line: string) => {
  const [major, minor] = line.split('.');
  return Number(major) * 1000 + Number(minor ?? 0);
};
const lineOfCode = (value: number) => `${Math.floor(value / 1000)}.${value % 1000}`;

/**
 * The release line (`3.4`) that a requirement as Bundler, Composer, Mix or pub write it resolves to: the preferred one where it is
 * allowed, else the newest of `lines` that is, else the lowest that the requirement names. Null where it names no version.
 */
export function resolveLine(range: string, lines: string[], preferred: string): string | null {
  const spans = spansOf(range);
  if (spans.length === 0) return null;
  const allowed = (line: string) => spans.some((span) => code(line) >= span.from && code(line) <= span.to);
  return allowed(preferred) ? preferred : ([...lines].reverse().find(allowed) ?? floorLine(range));
}

/** The lowest release line that a requirement allows, which is the one that its authors wrote for; null where it names none. */
export function floorLine(range: string): string | null {
  const froms = spansOf(range).map((span) => span.from);
  const lowest = Math.min(...froms.filter((from) => from > 0));
  return Number.isFinite(lowest) ? lineOfCode(lowest) : null;
}

/** The line among those kept up, oldest first, whose image runs a version: itself, the nearest newer one, else the newest. */
export const keptLine = (version: string, lines: string[]): string =>
  lines.find((line) => code(line) >= code(version)) ?? lines.at(-1)!;
