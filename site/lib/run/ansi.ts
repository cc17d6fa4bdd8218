/** How a piece of terminal text is to look. `foreground` and `background`: 0 to 15 of the theme, or a CSS colour. */
export interface Style {
  foreground: number | string | null;
  background: number | string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}

export interface Segment {
  text: string;
  style: Style;
}

export const plainStyle: Style = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false
};

/** One line of terminal output as styled pieces. A carriage return starts the line again, as on a terminal. */
export function parseAnsi(line: string): Segment[] {
  const segments: Segment[] = [];
  let style = plainStyle;
  for (const { parameters, text } of pieces(line)) {
    if (parameters !== null) style = restyle(style, parameters);
    if (text !== '') segments.push({ text, style });
  }
  return segments;
}

/** The same line as bare text, for search, measuring and copying. */
export const stripAnsi = (line: string): string =>
  line.includes('\u001b') || line.includes('\r')
    ? pieces(line)
        .map((piece) => piece.text)
        .join('')
    : bare(line);

/** Text after each escape sequence; `parameters` are those of the sequence if it sets a style. */
function pieces(line: string): { parameters: string | null; text: string }[] {
  const [first = '', ...rest] = lastRewrite(line).split('\u001b');
  return [{ parameters: null, text: bare(first) }, ...rest.map(afterEscape)];
}

// CSI and OSC sequences and two-character escapes: ECMA-48, sections 5.4, 5.6 and 8.3.
function afterEscape(part: string): { parameters: string | null; text: string } {
  const csi = /^\[([0-9:;<=>?]*)[ -/]*([@-~])/.exec(part);
  if (csi) return { parameters: csi[2] === 'm' ? (csi[1] ?? '') : null, text: bare(part.slice(csi[0].length)) };
  if (part.startsWith(']')) {
    const bell = part.indexOf('\u0007');
    return { parameters: null, text: bell < 0 ? '' : bare(part.slice(bell + 1)) };
  }
  return { parameters: null, text: bare(part.replace(/^(?:[()#*+]?.)/, '')) };
}

const bare = (text: string) => text.replace(/[^\P{Cc}\t]/gu, '');

function lastRewrite(line: string): string {
  const text = line.replace(/\r+$/, '');
  const start = text.lastIndexOf('\r');
  return start < 0 ? text : text.slice(start + 1);
}

function restyle(from: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let style = { ...from };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(i + 1));
      if (colour !== null) style = { ...style, [code === 38 ? 'foreground' : 'background']: colour };
      i += used;
    } else style = apply(style, code);
  }
  return style;
}

function extended(rest: number[]): [colour: number | string | null, used: number] {
  if (rest[0] === 5) return [indexed(rest[1] ?? 0), 2];
  if (rest[0] === 2) return [`rgb(${channel(rest[1])} ${channel(rest[2])} ${channel(rest[3])})`, 4];
  return [null, 0];
}

const channel = (value: number | undefined) => Math.min(255, Math.max(0, Math.trunc(value ?? 0) || 0));

function indexed(index: number): number | string {
  const n = channel(index);
  if (n < 16) return n;
  if (n >= 232) return `rgb(${8 + (n - 232) * 10} ${8 + (n - 232) * 10} ${8 + (n - 232) * 10})`;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = n - 16;
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

function apply(style: Style, code: number): Style {
  if (code === 0) return plainStyle;
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 82 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 92 };
  const change = changes[code];
  return change ? { ...style, ...change } : style;
}

const changes: Record<number, Partial<Style>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { foreground: null },
  49: { background: null }
};
