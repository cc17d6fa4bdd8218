import type { JournalEvent } from '../../workers/domain/events.ts';

/** One exec as the server keeps it: bytes of its output, the output's text, a digest of its script, and how it ended. */
export interface ServerExec {
  execId: string;
  bytes: number;
  text: string;
  script: string;
  /** systemd's words: its result, how it exited, its status. */
  exit: string;
}

/** What came of a run that a fault was made in. */
export interface Outcome {
  events: JournalEvent[];
  execs: ServerExec[];
  serversOfProject: number;
  serversPlanned: number;
  answers: boolean;
  /** Whether the fault was made before the run was over. */
  injected: boolean;
  /** How often a person had to say "resume". */
  resumed: number;
  trouble: string | null;
}

export interface Verdict {
  right: boolean;
  why: string | null;
  bytesLost: number;
  bytesDoubled: number;
  commandsTwice: number;
  ordersTwice: number;
  resumed: number;
}

type Output = Extract<JournalEvent, { type: 'output' }>;

/** What stands for a secret in output; texts that hold it differ in length from what the server wrote. */
const struck = '[secret ';

/** Bytes of one exec that the journal lacks, and bytes that it has twice. */
export function bytesOf(exec: ServerExec, outputs: Output[]): { lost: number; doubled: number } {
  const pieces = outputs.filter(({ execId }) => execId === exec.execId).sort((a, b) => a.offset - b.offset);
  let [lost, doubled, at] = [0, 0, 0];
  for (const { offset, next } of pieces) {
    lost += Math.max(0, offset - at);
    doubled += Math.max(0, at - offset);
    at = Math.max(at, next);
  }
  lost += Math.max(0, exec.bytes - at);
  const text = pieces.map((piece) => piece.text).join('');
  if (lost > 0 || doubled > 0 || text.includes(struck)) return { lost, doubled };
  const difference = Buffer.byteLength(text) - Buffer.byteLength(exec.text);
  return { lost: Math.max(0, -difference), doubled: Math.max(0, difference) };
}

/** Scripts that went through to their good end more than once on one server: a check that finds its work done ends otherwise. */
export function doneTwice(execs: ServerExec[]): number {
  const ends = new Map<string, number>();
  for (const { script, exit } of execs) if (exit === 'success exited 0') ends.set(script, (ends.get(script) ?? 0) + 1);
  return [...ends.values()].reduce((sum, count) => sum + count - 1, 0);
}

/** Holds what came of a run against the promise: it ends right, with every byte once, no command run twice, no server bought twice. */
export function verdictOf(outcome: Outcome): Verdict {
  const shown = new Set(
    outcome.events.flatMap((event) => (event.type === 'step' && event.execId !== null ? [event.execId] : []))
  );
  const outputs = outcome.events.filter((event): event is Output => event.type === 'output');
  const bytes = outcome.execs.filter(({ execId }) => shown.has(execId)).map((exec) => bytesOf(exec, outputs));
  const figures = {
    bytesLost: bytes.reduce((sum, { lost }) => sum + lost, 0),
    bytesDoubled: bytes.reduce((sum, { doubled }) => sum + doubled, 0),
    commandsTwice: doneTwice(outcome.execs),
    ordersTwice: Math.max(0, outcome.serversOfProject - outcome.serversPlanned),
    resumed: outcome.resumed
  };
  const why = whatIsWrong(outcome) ?? unequal(figures);
  return { ...figures, right: why === null, why };
}

function whatIsWrong({ events, answers, injected, trouble }: Outcome): string | null {
  if (trouble !== null) return trouble;
  if (!injected) return 'the run was over before the fault was made';
  const end = events.findLast((event) => event.type === 'run.state');
  if (end?.state !== 'completed') return `the run is ${end?.state ?? 'not begun'}: ${end?.reason ?? 'no reason'}`;
  return answers ? null : 'the run completed, and the site does not answer';
}

const unequal = ({ bytesLost, bytesDoubled, commandsTwice, ordersTwice }: Omit<Verdict, 'right' | 'why'>) => {
  const said = [
    [bytesLost, 'bytes lost'],
    [bytesDoubled, 'bytes doubled'],
    [commandsTwice, 'commands run twice'],
    [ordersTwice, 'servers bought twice']
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return said.length === 0 ? null : said.join(', ');
};

/** The sums over all runs, as the last line of the output gives them. */
export function sumUp(verdicts: Verdict[]) {
  const sum = (of: (verdict: Verdict) => number) => verdicts.reduce((total, verdict) => total + of(verdict), 0);
  return {
    runs: verdicts.length,
    right: verdicts.filter(({ right }) => right).length,
    bytesLost: sum(({ bytesLost }) => bytesLost),
    bytesDoubled: sum(({ bytesDoubled }) => bytesDoubled),
    commandsTwice: sum(({ commandsTwice }) => commandsTwice),
    ordersTwice: sum(({ ordersTwice }) => ordersTwice)
  };
}
