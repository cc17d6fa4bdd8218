import type { Analysis } from '../domain/analysis.ts';
import type { Author } from '../domain/artifact.ts';
import type { Fix } from '../domain/fix.ts';
import type { FixRecord } from '../domain/fix-record.ts';
import type { Phase } from '../domain/phase.ts';
import type { PlannedService, ProvisioningPlan } from '../domain/provisioning-plan.ts';
import type { Step } from '../domain/step.ts';

export type { FixRecord } from '../domain/fix-record.ts';

/**
 * What is known of the server; each may be unknown. `os` is such as `debian 13`, `arch` such as `x86_64`. A server that is itself
 * a `container` has its host's clock and swap space.
 */
export interface ServerFacts {
  os: string | null;
  arch: string | null;
  memoryMb: number | null;
  swapMb: number | null;
  diskFreeMb: number | null;
  cores: number | null;
  container: boolean | null;
}

/**
 * A failed attempt and all that judging it needs. `step` is the approved one, null where a phase failed outside of steps.
 * `output` is its last output, already redacted; `result` is the service manager's word (`timeout`, `oom-kill`, `signal`), null
 * for a plain exit. `fixes` are all of this run so far, oldest first.
 */
export interface Situation {
  step: Step | null;
  phase: Phase;
  server: string;
  output: string;
  exitCode: number | null;
  result: string | null;
  facts: ServerFacts | null;
  analysis: Analysis;
  plan: ProvisioningPlan;
  fixes: FixRecord[];
}

/** What to do next, and why in one sentence. `signature` is the known failure that was recognised, null for none. */
export interface Decision {
  signature: string | null;
  author: Author;
  fix: Fix;
  reason: string;
}

/** The fixes that count against the step at hand. */
export const fixesOfStep = ({ fixes, step, server }: Situation): FixRecord[] =>
  fixes.filter((record) => record.server === server && record.stepId === step?.id);

/** The service or datastore that a step builds, pulls, releases or starts, if it is about one. */
export function unitOf({ step, plan, server }: Pick<Situation, 'step' | 'plan' | 'server'>): PlannedService | null {
  const name = /^(?:build|pull|release|start)-(.+)$/.exec(step?.id ?? '')?.[1];
  return plan.services.find((unit) => unit.name === name && unit.server === server) ?? null;
}

/** The same unit as the analysis knows it; datastores have none. */
export const serviceOf = (situation: Situation) =>
  situation.analysis.services.find((service) => service.name === unitOf(situation)?.name) ?? null;

/**
 * What carrying a fix out comes to. `waitSeconds` pass first, then `remedy` runs on the server (bash, as root, placeholders as in
 * a step), then `step` is tried: the approved one, its check and verify unchanged. `overlay` is the Dockerfile that is built from
 * now on, `diff` what changed, for people to read.
 */
export interface Applied {
  waitSeconds: number;
  remedy: { script: string; timeout: number } | null;
  step: Step;
  overlay: { service: string; dockerfile: string } | null;
  diff: string | null;
}
