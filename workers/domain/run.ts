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
