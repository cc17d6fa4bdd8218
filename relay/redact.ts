/** A secret's bytes as they may show up in output, and what stands in their place. */
export interface Pattern {
  bytes: Buffer;
  replacement: string;
}

/** A piece of output: raw bytes `offset` to `next`, as text without secrets. */
export interface Piece {
  length: number;
  text: string;
}

// Shorter values, such as `1` or `yes`, occur everywhere: striking them out would hide nothing and garble the log.
const shortest = 4;
const shortestLine = 8;

/** What to look for: each value, its base64, URL and JSON forms, and the longer lines of a value of several lines. */
export function patternsOf(secrets: Record<string, string>): Pattern[] {
  const patterns = Object.entries(secrets).flatMap(([name, value]) => {
    const trimmed = value.trim();
    const lines = trimmed.includes('\n')
      ? trimmed
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line.length >= shortestLine)
      : [];
    const encoded =
      trimmed.length < 8
        ? []
        : [encodeURIComponent(trimmed.toWellFormed()), JSON.stringify(trimmed).slice(1, -1), ...base64Of(trimmed)];
    return [...new Set([trimmed, ...lines, ...encoded])]
      .filter((text) => text.length >= shortest)
      .map((text) => ({ bytes: Buffer.from(text), replacement: `[secret ${name}]` }));
  });
  return patterns.sort((a, b) => b.bytes.length - a.bytes.length);
}

/**
 * The characters by which a value is known in base64, wherever it begins within what was encoded (such as `user:value`), in
 * both alphabets, and the lines into which `base64` breaks it.
 */
function base64Of(value: string): string[] {
  const texts = [0, 1, 2].map((before) => {
    const bits = (before + Buffer.byteLength(value)) * 8;
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });
  const lines = texts[0]!.match(/.{1,76}/g) ?? [];
  return [...texts, ...lines.filter((line: string) => line.length >= shortestLine)].flatMap((text) => [
    text,
    text.replaceAll('+', '-').replaceAll('/', '_')
  ]);
}

interface Match {
  start: number;
  end: number;
  replacement: string;
}

/** Every occurrence, leftmost and longest first, none overlapping another. */
function matchesIn(bytes: Buffer, patterns: Pattern[]): Match[] {
  const found: Match[] = [];
  for (const { bytes: wanted, replacement } of patterns)
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1))
      found.push({ start: at, end: at + wanted.length, replacement });
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Match[] = [];
  for (const match of found) {
    const last = merged.at(-1);
    if (!last || match.start >= last.end) merged.push({ ...match });
    else last.end = Math.max(last.end, match.end);
  }
  return merged;
}

/** How many bytes at the end may be the start of a secret that goes on in the next chunk. */
function heldBack(bytes: Buffer, patterns: Pattern[]): number {
  let held = 0;
  for (const { bytes: wanted } of patterns)
    for (let length = Math.min(wanted.length - 1, bytes.length); length > held; length--)
      if (endsWithStart(bytes, wanted, length)) held = length;
  return held;
}

/** How many bytes at the front may be the rest of a secret that began before them. */
export function secretRest(bytes: Buffer, patterns: Pattern[]): number {
  let rest = 0;
  for (const { bytes: wanted } of patterns)
    for (let length = Math.min(wanted.length - 1, bytes.length); length > rest; length--)
      if (bytes.subarray(0, length).equals(wanted.subarray(wanted.length - length))) rest = length;
  return rest;
}

const endsWithStart = (bytes: Buffer, wanted: Buffer, length: number) =>
  bytes[bytes.length - length] === wanted[0] &&
  bytes.subarray(bytes.length - length).equals(wanted.subarray(0, length));

/** The nearest place at or before `cut` that does not split a UTF-8 sequence. */
function wholeCharacters(bytes: Buffer, cut: number): number {
  for (let back = 1; back <= 3 && back <= cut; back++) {
    const byte = bytes[cut - back]!;
    if (byte < 0x80) return cut;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? cut - back : cut;
  }
  return cut;
}

/**
 * Takes what can be sent from the front of `pending`, at most about `limit` bytes, so that neither a secret nor a character
 * is ever cut in two. Unless `final`, an end that may be the start of a secret or of a character stays. Null: nothing yet.
 */
export function take(pending: Buffer, patterns: Pattern[], limit: number, final: boolean): Piece | null {
  const matches = matchesIn(pending, patterns);
  const safe = final ? pending.length : pending.length - heldBack(pending, patterns);
  let cut = Math.min(limit, safe);
  const split = matches.find((match) => match.start < cut && match.end > cut);
  if (split) cut = split.start > 0 ? split.start : split.end <= safe ? split.end : 0;
  if (cut < pending.length || !final) cut = afterMatch(matches, cut) ? cut : wholeCharacters(pending, cut);
  if (cut <= 0) return null;
  return {
    length: cut,
    text: textOf(
      pending.subarray(0, cut),
      matches.filter((match) => match.end <= cut)
    )
  };
}

const afterMatch = (matches: Match[], cut: number) => matches.some((match) => match.end === cut);

function textOf(bytes: Buffer, matches: Match[]): string {
  let text = '';
  let at = 0;
  for (const match of matches) {
    text += bytes.toString('utf8', at, match.start) + match.replacement;
    at = match.end;
  }
  return text + bytes.toString('utf8', at);
}
