import * as z from 'zod';

export const phases = [
  'purchase',
  'availability',
  'domain',
  'os-install',
  'provisioning',
  'code-deploy',
  'post-deploy'
] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.infer<typeof phaseSchema>;

/** The doors by which each phase is left; all but the good ones end the run. */
export const phaseOutcomes = {
  purchase: ['ordered', 'in place', 'price rose', 'out of stock', 'refused', 'stopped'],
  availability: ['delivered', 'cancelled', 'late', 'stopped'],
  domain: ['named', 'refused', 'stopped'],
  'os-install': ['installed', 'skipped', 'failed', 'stopped'],
  provisioning: ['done', 'failed', 'stopped'],
  'code-deploy': ['live', 'failed', 'stopped'],
  'post-deploy': ['healthy', 'failed probe', 'stopped']
} as const satisfies Record<Phase, readonly string[]>;

export type PhaseOutcome = (typeof phaseOutcomes)[Phase][number];
const successes = new Set<PhaseOutcome>([
  'ordered',
  'in place',
  'delivered',
  'named',
  'installed',
  'skipped',
  'done',
  'live',
  'healthy'
]);
export const succeeded = (outcome: PhaseOutcome): boolean => successes.has(outcome);

export const phaseTitles: Record<Phase, string> = {
  purchase: 'Purchase',
  availability: 'Availability',
  domain: 'Domain',
  'os-install': 'OS install',
  provisioning: 'Provisioning',
  'code-deploy': 'Code deploy',
  'post-deploy': 'Post deploy'
};
