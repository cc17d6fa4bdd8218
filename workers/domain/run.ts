import * as z from 'zod';

export const runStates = ['started', 'in progress', 'paused', 'stopped', 'completed', 'failed'] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

export const signals = ['pause', 'resume', 'stop'] as const;
export const signalSchema = z.enum(signals);
export type Signal = z.infer<typeof signalSchema>;

const moves: Record<RunState, readonly RunState[]> = {
  started: ['in progress', 'paused', 'stopped', 'failed'],
  'in progress': ['paused', 'stopped', 'completed', 'failed'],
  paused: ['in progress', 'stopped', 'failed'],
  stopped: ['in progress'],
  failed: ['in progress'],
  completed: []
};

/** Whether a run may go from one state to another. Stopped and failed runs may be resumed. */
export const mayMove = (from: RunState, to: RunState): boolean => moves[from].includes(to);

export const isOver = (state: RunState): boolean => state === 'stopped' || state === 'completed' || state === 'failed';

/** The signals that a run in this state obeys. */
export function signalsFor(state: RunState): Signal[] {
  if (state === 'started' || state === 'in progress') return ['pause', 'stop'];
  if (state === 'paused') return ['resume', 'stop'];
  return state === 'completed' ? [] : ['resume'];
}

/** What a run is wished to do: the last signal that it has not grown out of. */
export const wishes = ['go', 'pause', 'stop'] as const;
export type Wish = (typeof wishes)[number];

/** What a signal calls for: the wish changes, nothing does since it is so `already`, a run that is over begins again, or a refusal. */
export type SignalEffect = 'obey' | 'already' | 'restart' | { refuse: string };

/**
 * What a signal does to a run in this state of which `wish` is wished. A signal that asks for what is so or will be so is no error:
 * two people may press the same button, and a signal takes effect only at the next step's border.
 */
export function effectOf(signal: Signal, state: RunState, wish: Wish): SignalEffect {
  if (!isOver(state)) return effectUnderWay(signal, wish);
  if (state === 'completed') return { refuse: 'The run has completed. Start a new one.' };
  if (signal === 'resume') return 'restart';
  return signal === 'stop' ? 'already' : { refuse: `The run has ${state}. Resume it to go on.` };
}

function effectUnderWay(signal: Signal, wish: Wish): SignalEffect {
  if (signal === 'stop') return wish === 'stop' ? 'already' : 'obey';
  if (wish === 'stop') return { refuse: 'The run is being stopped. Wait for its end, then resume it.' };
  return (signal === 'pause') === (wish === 'pause') ? 'already' : 'obey';
}

/** One execution of the three approved artifacts. `number` counts from 1 within the project. */
export interface Run {
  id: string;
  projectId: string;
  deploymentId: string;
  number: number;
  state: RunState;
  analysisApprovalId: string;
  infrastructureApprovalId: string;
  provisioningApprovalId: string;
  commit: string | null;
  url: string | null;
  reason: string | null;
  instanceId: string;
  createdAt: number;
  endedAt: number | null;
}
