import * as z from 'zod';

export const stepKinds = [
  'packages',
  'docker',
  'firewall',
  'user',
  'network',
  'volume',
  'source',
  'build',
  'pull',
  'start',
  'release',
  'proxy',
  'probe',
  'script'
] as const;
export const stepKindSchema = z.enum(stepKinds);
export type StepKind = z.infer<typeof stepKindSchema>;

export const stepIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** What the text of a step can break: `network` and `ssh` steps arm a timed revert and are verified over a fresh connection. */
export const dangerSchema = z.enum(['none', 'network', 'ssh']);

/**
 * One planned command on one server. `check` exits 0 when the step is already done, `apply` does it, `verify` exits 0 when
 * it took effect; all three are the very bash text that runs, as root. `after` names steps, here or on other servers, that
 * must be over first (beside the order of the list). `timeout` is in seconds. A step of kind `source` has its files sent by the
 * relay before `apply` runs.
 */
export const stepSchema = z.object({
  id: stepIdSchema,
  title: z.string().min(1).max(160),
  kind: stepKindSchema,
  parameters: z.record(z.string(), z.json()),
  check: z.string().max(100_000),
  apply: z.string().max(200_000),
  verify: z.string().max(100_000),
  timeout: z.number().int().min(5).max(7200),
  idempotent: z.boolean(),
  danger: dangerSchema.default('none'),
  after: z.array(z.string().max(130)).max(60).default([]),
  phase: z.enum(['provisioning', 'code-deploy'])
});
export type Step = z.infer<typeof stepSchema>;

export const stepStates = ['pending', 'running', 'completed', 'failed', 'skipped'] as const;
export const stepStateSchema = z.enum(stepStates);
export type StepState = z.infer<typeof stepStateSchema>;
