import { stripVTControlCharacters } from 'node:util';

const width = (text: string) => Array.from(stripVTControlCharacters(text)).length;
const pad = (text: string, to: number) => text + ' '.repeat(Math.max(0, to - width(text)));

/** At most `most` characters of a text in one line. */
export function clip(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return width(line) <= most
    ? line
    : `${Array.from(line)
        .slice(0, most - 1)
        .join('')}…`;
}

/** Rows under headings, in columns that are two spaces apart. Empty cells read as `-`. */
export function table(headings: string[], rows: (string | number | null)[][]): string {
  const cells = [
    headings,
    ...rows.map((row) => row.map((cell) => (cell === null || cell === '' ? '-' : String(cell))))
  ];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))));
  return cells
    .map((row) => `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
