import type { JournalEvent } from '../../../workers/domain/events.ts';
import type { Phase } from '../../../workers/domain/phase.ts';

export interface LogLine {
  at: number;
  phase: Phase;
  server: string;
  stepId: string;
  attempt: number;
  execId: string;
  /** As the terminal got it, escape sequences included, without the line feed. */
  text: string;
}

/**
 * Output of a run, oldest first. `lines` is shared between successive logs and only ever grows at its end: a log holds
 * its first `length` entries. `open` are lines that have no line feed yet, by exec; `read` the byte up to which each exec
 * is known.
 */
export interface Log {
  lines: LogLine[];
  length: number;
  open: Record<string, LogLine>;
  read: Record<string, number>;
}

export type OutputEvent = Extract<JournalEvent, { type: 'output' }>;

export const emptyLog = (): Log => ({ lines: [], length: 0, open: {}, read: {} });

/** The log with one piece of output added. A piece that was already read changes nothing. */
export function appendOutput(log: Log, event: OutputEvent, attempt: number): Log {
  if (event.offset < (log.read[event.execId] ?? 0)) return log;
  const { phase, server, stepId, execId, at } = event;
  const parts = ((log.open[execId]?.text ?? '') + event.text).split('\n');
  const rest = parts.pop() ?? '';
  const made = parts.map((text): LogLine => ({ at, phase, server, stepId, attempt, execId, text }));
  const open = without(log.open, execId);
  if (rest !== '') open[execId] = { at, phase, server, stepId, attempt, execId, text: rest };
  return { ...grown(log, made), open, read: { ...log.read, [execId]: event.next } };
}

/** Closes the open line of one exec, or of all, when nothing more will follow. */
export function closeLines(log: Log, execId?: string): Log {
  const ending = Object.values(log.open).filter((line) => execId === undefined || line.execId === execId);
  if (ending.length === 0) return log;
  return { ...grown(log, ending), open: execId === undefined ? {} : without(log.open, execId) };
}

/** The line at an index, those without a line feed yet standing at the end. */
export const lineAt = (log: Log, index: number): LogLine | undefined =>
  index < log.length ? log.lines[index] : Object.values(log.open)[index - log.length];

export const lineCount = (log: Log): number => log.length + Object.keys(log.open).length;

function grown(log: Log, made: LogLine[]): Log {
  if (made.length === 0) return log;
  const lines = log.lines.length === log.length ? log.lines : log.lines.slice(0, log.length);
  for (const line of made) lines.push(line);
  return { ...log, lines, length: lines.length };
}

function without(open: Record<string, LogLine>, execId: string): Record<string, LogLine> {
  const { [execId]: _, ...rest } = open;
  return rest;
}
