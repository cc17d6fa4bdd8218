import { createInterface } from 'node:readline';
import { harmless, harmlessJson } from './harmless.ts';

/**
 * Where a command writes and asks. With `--json` only JSON lines go to stdout and sentences go to stderr. Nothing that a terminal
 * obeys passes but the colours of `paint`. `interactive`: there is a person to ask.
 */
export interface Terminal {
  interactive: boolean;
  json: boolean;
  say(text: string): void;
  complain(text: string): void;
  event(value: unknown): void;
  ask(question: string, options?: { hidden?: boolean }): Promise<string>;
  paint(style: Style, text: string): string;
  /** What to tell a person who leaves now by Ctrl-C; null for nothing. */
  onLeaving(text: string | null): void;
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 };
export type Style = keyof typeof styles;

const ownColours = new RegExp(`(\\u001b\\[(?:0|${Object.values(styles).join('|')})m)`);

/** A text in which the colours of `paint` are the only control sequences. */
const withOwnColours = (text: string): string =>
  text
    .split(ownColours)
    .map((part, index) => (index % 2 === 1 ? part : harmless(part)))
    .join('');

async function readAnswer(question: string, hidden: boolean): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
  process.stderr.write(harmless(question));
  if (hidden) hideEcho(reader);
  return new Promise((resolve) => {
    let answered = false;
    reader.on('line', (line) => {
      answered = true;
      reader.close();
      if (hidden) process.stderr.write('\n');
      resolve(line.trim());
    });
    reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    reader.on('close', () => {
      if (!answered) resolve('');
    });
  });
}

function hideEcho(reader: object): void {
  Object.assign(reader, { _writeToOutput: () => undefined });
}

const interrupted = 130;

/** The terminal that this process runs in. From here on Ctrl-C ends the process with a word of what goes on without it. */
export function openTerminal(json: boolean): Terminal {
  const colours = !process.env.NO_COLOR && Boolean((json ? process.stderr : process.stdout).isTTY);
  const shown = colours ? withOwnColours : harmless;
  const complain = (text: string) => void process.stderr.write(`${shown(text)}\n`);
  let farewell: string | null = null;
  process.once('SIGINT', () => {
    if (farewell !== null) complain(`\n${farewell}`);
    process.exit(interrupted);
  });
  // A reader such as `head` may leave before the end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    interactive: Boolean(process.stdin.isTTY),
    json,
    say: json ? complain : (text) => void process.stdout.write(`${shown(text)}\n`),
    complain,
    event: (value) => void process.stdout.write(`${harmlessJson(value)}\n`),
    ask: (question, { hidden = false } = {}) => readAnswer(question, hidden),
    paint: (style, text) => (colours ? `\u001b[${styles[style]}m${text}\u001b[0m` : text),
    onLeaving: (text) => void (farewell = text)
  };
}
