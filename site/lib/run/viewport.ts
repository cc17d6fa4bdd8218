/** The height in pixels of one row of text in the log. */
export const rowHeight = 20;

/**
 * Where each line of a log begins, in rows: `starts[i]` for line i, and the total at the end. A line takes one row, or as
 * many as its length needs at `columns` characters a row when lines wrap.
 */
export function rowStarts(
  lengths: (index: number) => number,
  count: number,
  columns: number | null
): Float64Array | null {
  if (columns === null) return null;
  const starts = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) starts[i + 1] = starts[i]! + Math.max(1, Math.ceil(lengths(i) / columns));
  return starts;
}

/** The line that holds a row. */
export function lineOfRow(starts: Float64Array | null, count: number, row: number): number {
  if (starts === null) return Math.min(count - 1, Math.max(0, Math.floor(row)));
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The first and last line to draw for a window of `height` pixels scrolled to `top`, with `extra` rows on both sides. */
export function visibleLines(
  starts: Float64Array | null,
  count: number,
  view: { top: number; height: number; extra: number }
): { first: number; last: number } {
  const first = lineOfRow(starts, count, view.top / rowHeight - view.extra);
  const last = lineOfRow(starts, count, (view.top + view.height) / rowHeight + view.extra);
  return { first: Math.max(0, first), last: Math.min(count - 1, last) };
}

/** Pixels from the top of the log to a line. */
export const topOfLine = (starts: Float64Array | null, index: number): number =>
  (starts === null ? index : (starts[index] ?? 0)) * rowHeight;
