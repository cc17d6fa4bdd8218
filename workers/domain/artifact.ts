import * as z from 'zod';
import { analysisSchema, type Analysis } from './analysis.ts';
import { infrastructurePlanSchema, type InfrastructurePlan } from './infrastructure-plan.ts';
import { hashOf } from './json.ts';
import { provisioningPlanSchema, type ProvisioningPlan } from './provisioning-plan.ts';
import { refuse, type Result } from './result.ts';

export const stages = ['analysis', 'infrastructure', 'provisioning'] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

export interface Bodies {
  analysis: Analysis;
  infrastructure: InfrastructurePlan;
  provisioning: ProvisioningPlan;
}

export const bodySchemas = {
  analysis: analysisSchema,
  infrastructure: infrastructurePlanSchema,
  provisioning: provisioningPlanSchema
} as const;

export const artifactStates = ['draft', 'proposed', 'approved', 'superseded', 'stale'] as const;
export const artifactStateSchema = z.enum(artifactStates);
export type ArtifactState = z.infer<typeof artifactStateSchema>;

export const authorSchema = z.enum(['rules', 'model', 'person']);
export type Author = z.infer<typeof authorSchema>;

/** One RFC 6902 operation; `test`, `move` and `copy` are left out on purpose: an edit says what it sets. */
export const patchOperationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('add'), path: z.string().max(500).startsWith('/'), value: z.json() }),
  z.object({ op: z.literal('replace'), path: z.string().max(500).startsWith('/'), value: z.json() }),
  z.object({ op: z.literal('remove'), path: z.string().max(500).startsWith('/') })
]);
export const patchSchema = z.array(patchOperationSchema).min(1).max(200);
export type Patch = z.infer<typeof patchSchema>;

/**
 * One immutable version of a stage's output. `hash` is SHA-256 over the canonical JSON of `{ body, basedOn }`; `basedOn`
 * holds the hashes of the versions it was made from. `patch` is the edit that made it from the version before, if one did.
 */
export interface Artifact<S extends Stage = Stage> {
  id: string;
  deploymentId: string;
  stage: S;
  version: number;
  body: Bodies[S];
  hash: string;
  basedOn: string[];
  author: Author;
  note: string;
  patch: Patch | null;
  state: ArtifactState;
  createdAt: number;
}

export const artifactHash = (body: unknown, basedOn: string[]): Promise<string> => hashOf({ body, basedOn });

/** The stages whose output rests on this one's, nearest first. */
export const stagesAfter = (stage: Stage): Stage[] => stages.slice(stages.indexOf(stage) + 1);
export const stageBefore = (stage: Stage): Stage | null => stages[stages.indexOf(stage) - 1] ?? null;

/** A body of a stage, or the first thing that is wrong with it and where. */
export function parseBody<S extends Stage>(stage: S, value: unknown): Result<Bodies[S]> {
  const read = bodySchemas[stage].safeParse(value);
  if (read.success) return { ok: true, value: read.data as Bodies[S] };
  const issue = read.error.issues[0];
  return refuse('artifact.invalid', `${issue?.path.join('.') || stage}: ${issue?.message ?? 'does not fit'}`);
}
