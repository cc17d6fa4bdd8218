import { spawn } from 'node:child_process';
import type { JournalEvent } from '../../workers/domain/events.ts';

/** How one `hydron` command ended. `events` are its JSON lines, if it printed any. */
export interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
  events: JournalEvent[];
}

/** Runs `npx hydron` as a person does, on the stack of that state folder. `heard` is told each line of stdout as it comes. */
export function hydron(state: string, args: string[], heard: (line: string) => void = () => undefined): Promise<Said> {
  const child = spawn('npx', ['hydron', ...args, '--state', state], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Said = { code: null, stdout: '', stderr: '', events: [] };
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{')) said.events.push(JSON.parse(line) as JournalEvent);
      heard(line);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...said, code })));
}

/** What went wrong, for the message of a failed assertion. */
export const account = (said: Said): string => `${said.stderr}\n${said.stdout.split('\n').slice(-40).join('\n')}`;
