import type { JournalEvent } from '../../../workers/domain/events.ts';
import { phases, type Phase } from '../../../workers/domain/phase.ts';
import { isOver, type RunState, type Signal } from '../../../workers/domain/run.ts';
import type { StepState } from '../../../workers/domain/step.ts';
import { appendOutput, closeLines, emptyLog, type Log } from './log.ts';

export interface AttemptView {
  number: number;
  state: StepState;
  startedAt: number;
  endedAt: number | null;
  execId: string | null;
  exitCode: number | null;
  reason: string | null;
}

type Facts<T extends JournalEvent['type']> = Extract<JournalEvent, { type: T }>;
export type FixView = Facts<'fix'>;
export type ProbeView = Facts<'probe'>;
export type NoteView = Facts<'note'>;
/** What the run waits to be told. */
export type QuestionView = Facts<'fix.asked'>;

export interface StepView {
  phase: Phase;
  server: string;
  stepId: string;
  state: StepState;
  attempts: AttemptView[];
  fixes: FixView[];
  /** Index of its first line in the log. */
  firstLine: number | null;
}

export type PhaseState = 'pending' | 'running' | 'completed' | 'skipped' | 'failed' | 'stopped';

export interface PhaseView {
  phase: Phase;
  state: PhaseState;
  outcome: string | null;
  note: string | null;
  startedAt: number | null;
  endedAt: number | null;
  notes: NoteView[];
}

/** What the journal says of one run. `steps` is keyed by `server/stepId`. */
export interface RunView {
  id: string;
  number: number;
  state: RunState;
  reason: string | null;
  startedAt: number | null;
  endedAt: number | null;
  servers: string[];
  phases: Record<Phase, PhaseView>;
  steps: Record<string, StepView>;
  probes: ProbeView[];
  signals: { signal: Signal; by: string; at: number }[];
  asked: QuestionView[];
  url: string | null;
  log: Log;
}

export const stepKey = (server: string, stepId: string): string => `${server}/${stepId}`;

/** A run of which nothing is known yet. */
export function emptyRun(id: string): RunView {
  const pending = (phase: Phase): PhaseView => ({
    phase,
    state: 'pending',
    outcome: null,
    note: null,
    startedAt: null,
    endedAt: null,
    notes: []
  });
  return {
    id,
    number: 0,
    state: 'started',
    reason: null,
    startedAt: null,
    endedAt: null,
    servers: [],
    phases: Object.fromEntries(phases.map((phase) => [phase, pending(phase)])) as Record<Phase, PhaseView>,
    steps: {},
    probes: [],
    signals: [],
    asked: [],
    url: null,
    log: emptyLog()
  };
}

/** Runs by id after one more event. Pure; events that concern no run change nothing. Used live and for replay alike. */
export function reduceRuns(runs: Record<string, RunView>, event: JournalEvent): Record<string, RunView> {
  if (!('runId' in event)) return runs;
  const before = runs[event.runId] ?? emptyRun(event.runId);
  const after = reduceRun(before, event);
  return after === runs[event.runId] ? runs : { ...runs, [event.runId]: after };
}

/** One run after one more of its events. */
export function reduceRun(run: RunView, event: JournalEvent): RunView {
  switch (event.type) {
    case 'run.started':
      return { ...run, number: event.number, servers: event.servers, startedAt: event.at };
    case 'run.state':
      return changeState(run, event);
    case 'signal':
      return { ...run, signals: [...run.signals, { signal: event.signal, by: event.by, at: event.at }] };
    case 'phase.started':
      return setPhase(run, event.phase, { state: 'running', startedAt: event.at, endedAt: null, outcome: null });
    case 'phase.ended':
      return endPhase(run, event);
    case 'note':
      return setPhase(run, event.phase, { notes: [...run.phases[event.phase].notes, event] });
    case 'step':
      return changeStep(run, event);
    case 'output':
      return addOutput(run, event);
    case 'fix':
      return setStep(run, event, (step) => ({ ...step, fixes: [...step.fixes, event] }));
    case 'fix.asked':
      return { ...run, asked: [...run.asked.filter((one) => one.id !== event.id), event] };
    case 'fix.answered':
      return { ...run, asked: run.asked.filter((one) => one.id !== event.id) };
    case 'probe':
      return { ...run, probes: [...run.probes.filter((probe) => probe.name !== event.name), event] };
    case 'live':
      return { ...run, url: event.url };
    default:
      return run;
  }
}

function changeState(run: RunView, event: Facts<'run.state'>): RunView {
  const over = isOver(event.state);
  const next = { ...run, state: event.state, reason: event.reason, endedAt: over ? event.at : null };
  if (!over) return next;
  const ended: PhaseState = event.state === 'failed' ? 'failed' : 'stopped';
  const held = phases.filter((phase) => run.phases[phase].state === 'running');
  const settled = held.reduce((view, phase) => setPhase(view, phase, { state: ended, endedAt: event.at }), next);
  return { ...settled, asked: [], log: closeLines(settled.log) };
}

function endPhase(run: RunView, event: Facts<'phase.ended'>): RunView {
  const state = !event.ok ? 'failed' : event.outcome === 'skipped' ? 'skipped' : 'completed';
  return setPhase(run, event.phase, { state, outcome: event.outcome, note: event.note, endedAt: event.at });
}

function changeStep(run: RunView, event: Facts<'step'>): RunView {
  const next = setStep(run, event, (step) => {
    const known = step.attempts.find((attempt) => attempt.number === event.attempt);
    const attempt: AttemptView = {
      number: event.attempt,
      state: event.state,
      startedAt: known?.startedAt ?? event.at,
      endedAt: event.state === 'running' || event.state === 'pending' ? null : event.at,
      execId: event.execId ?? known?.execId ?? null,
      exitCode: event.exitCode,
      reason: event.reason
    };
    const others = step.attempts.filter((other) => other.number !== event.attempt);
    const attempts = event.attempt > 0 ? [...others, attempt].sort((a, b) => a.number - b.number) : others;
    return { ...step, state: event.state, attempts };
  });
  const ended = event.state !== 'running' && event.execId !== null;
  return ended ? { ...next, log: closeLines(next.log, event.execId ?? undefined) } : next;
}

function addOutput(run: RunView, event: Facts<'output'>): RunView {
  const step = run.steps[stepKey(event.server, event.stepId)];
  const log = appendOutput(run.log, event, step?.attempts.at(-1)?.number ?? 1);
  if (log === run.log) return run;
  const next = { ...run, log };
  return step && step.firstLine !== null
    ? next
    : setStep(next, event, (known) => ({ ...known, firstLine: run.log.length }));
}

function setPhase(run: RunView, phase: Phase, change: Partial<PhaseView>): RunView {
  return { ...run, phases: { ...run.phases, [phase]: { ...run.phases[phase], ...change } } };
}

function setStep(
  run: RunView,
  at: { phase: Phase; server: string; stepId: string },
  change: (step: StepView) => StepView
): RunView {
  const key = stepKey(at.server, at.stepId);
  const known: StepView = run.steps[key] ?? {
    phase: at.phase,
    server: at.server,
    stepId: at.stepId,
    state: 'pending',
    attempts: [],
    fixes: [],
    firstLine: null
  };
  return { ...run, steps: { ...run.steps, [key]: change(known) } };
}
