import { phases, phaseTitles, type Phase } from '../../../workers/domain/phase.ts';
import type { ProvisioningPlan } from '../../../workers/domain/provisioning-plan.ts';
import type { Step } from '../../../workers/domain/step.ts';
import { stepKey, type RunView, type StepView } from './reduce.ts';

/** A step as the run page lists it: what was planned, what happened, or both. */
export interface StepRow {
  key: string;
  server: string;
  phase: Phase;
  title: string;
  planned: Step | null;
  seen: StepView | null;
}

/** The steps of each phase in the order of the plan, then what the journal has beyond the plan. */
export function stepRows(run: RunView, plan: Pick<ProvisioningPlan, 'servers'> | null): Record<Phase, StepRow[]> {
  const rows = Object.fromEntries(phases.map((phase) => [phase, [] as StepRow[]])) as Record<Phase, StepRow[]>;
  const known = new Set<string>();
  for (const { name: server, steps } of plan?.servers ?? [])
    for (const planned of steps) {
      const key = stepKey(server, planned.id);
      known.add(key);
      rows[planned.phase].push({
        key,
        server,
        phase: planned.phase,
        title: planned.title,
        planned,
        seen: run.steps[key] ?? null
      });
    }
  for (const [key, seen] of Object.entries(run.steps))
    if (!known.has(key))
      rows[seen.phase].push({ key, server: seen.server, phase: seen.phase, title: seen.stepId, planned: null, seen });
  return rows;
}

/** The phase to show open: the running one, else the one that failed, else the deploy of a run that is done. */
export const phaseToOpen = (run: RunView): Phase | null =>
  phases.find((phase) => run.phases[phase].state === 'running') ??
  phases.find((phase) => run.phases[phase].state === 'failed') ??
  (run.state === 'completed' ? 'code-deploy' : null);

/** Why a run ended, with the title of the phase in place of its name: `Code deploy: Start web failed`. */
export function reasonInWords(reason: string): string {
  const phase = phases.find((name) => reason.startsWith(`${name}: `));
  return phase ? phaseTitles[phase] + reason.slice(phase.length) : reason;
}

/** Milliseconds between a start and an end, or up to now. */
export const elapsed = (from: { startedAt: number | null; endedAt: number | null }, now: number): number | null =>
  from.startedAt === null ? null : (from.endedAt ?? now) - from.startedAt;
