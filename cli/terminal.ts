import { createInterface } from 'node:readline';

/**
 * Where a command writes and asks. With `--json` only JSON lines go to stdout and sentences go to stderr.
 * `interactive`: there is a person to ask.
 */
export interface Terminal {
  interactive: boolean;
  json: boolean;
  say(text: string): void;
  complain(text: string): void;
  event(value: unknown): void;
  ask(question: string, options?: { hidden?: boolean }): Promise<string>;
  paint(style: Style, text: string): string;
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 };
export type Style = keyof typeof styles;

const colour = String.raw`\u001b\[[0-9;]*m`;
// Everything that moves the cursor, sets a title or talks back; colours and tabs stay.
const control = [
  colour,
  String.raw`\u001b\[[0-?]*[ -/]*[@-~]`,
  String.raw`\u001b[\]PX^_].*?(?:\u0007|\u001b\\|$)`,
  String.raw`\u001b.?`,
  String.raw`[\p{Cc}\u202a-\u202e\u2066-\u2069]`
];
const controls = new RegExp(control.join('|'), 'gsu');
const kept = new RegExp(`^(?:${colour}|[\\t\\n])$`);

/** Text from elsewhere that may be shown in a terminal: its colours are kept, any other control sequence is dropped. */
export const harmless = (text: string): string => text.replace(controls, (found) => (kept.test(found) ? found : ''));

async function readAnswer(question: string, hidden: boolean): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
  process.stderr.write(question);
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

/** The terminal that this process runs in. */
export function openTerminal(json: boolean): Terminal {
  const colours = !process.env.NO_COLOR && Boolean((json ? process.stderr : process.stdout).isTTY);
  const complain = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    interactive: Boolean(process.stdin.isTTY),
    json,
    say: json ? complain : (text) => void process.stdout.write(`${text}\n`),
    complain,
    event: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
    ask: (question, { hidden = false } = {}) => readAnswer(question, hidden),
    paint: (style, text) => (colours ? `\u001b[${styles[style]}m${text}\u001b[0m` : text)
  };
}
