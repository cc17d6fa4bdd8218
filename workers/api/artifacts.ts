import { Hono, type Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import { patchSchema, stageSchema, type Artifact, type Stage } from '../domain/artifact.ts';
import { changesBetween } from '../domain/patch.ts';
import { artifactVersion, artifactVersions } from '../store/artifacts.ts';
import { ofDeployment, type OfProject } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { notFound, refusal } from './middleware/problems.ts';

const versionSchema = z.number().int().min(1).max(1_000_000);
const editSchema = z.strictObject({ version: versionSchema, patch: patchSchema, note: z.string().max(400).optional() });
const approvalSchema = z.strictObject({
  version: versionSchema,
  hash: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
});

interface OfStage {
  Bindings: OfProject['Bindings'];
  Variables: OfProject['Variables'] & { stage: Stage };
}

const ofStage = createMiddleware<OfStage, '/:id/artifacts/:stage'>(async (c, next) => {
  const stage = stageSchema.safeParse(c.req.param('stage'));
  if (!stage.success) return notFound('stage');
  c.set('stage', stage.data);
  return next();
});

/** The version that a text names, or undefined. */
async function versionOf(c: Context<OfStage>, text: string | undefined): Promise<Artifact | undefined> {
  if (!text || !/^[1-9]\d{0,6}$/.test(text)) return undefined;
  return artifactVersion(c.var.scope, c.var.project.deploymentId, c.var.stage, Number(text));
}

const row = ({ version, hash, author, note, state, createdAt }: Artifact) => ({
  version,
  hash,
  author,
  note,
  state,
  createdAt
});

/** The artifacts of a deployment's three stages: their versions, edits and approvals. */
export const artifacts = new Hono<Api>()
  .get('/:id/artifacts/:stage', ofDeployment, ofStage, async (c) => {
    const versions = await artifactVersions(c.var.scope, c.var.project.deploymentId, c.var.stage);
    return c.json({ current: versions.at(-1) ?? null, versions: versions.map(row) });
  })
  .get('/:id/artifacts/:stage/:version', ofDeployment, ofStage, async (c) => {
    const artifact = await versionOf(c, c.req.param('version'));
    return artifact ? c.json(artifact) : notFound('version');
  })
  .get('/:id/artifacts/:stage/:version/diff', ofDeployment, ofStage, async (c) => {
    const to = await versionOf(c, c.req.param('version'));
    const from = await versionOf(c, c.req.query('from') ?? String((to?.version ?? 1) - 1));
    if (!to || !from) return notFound('version');
    return c.json({ changes: changesBetween(from.body, to.body) });
  })
  .patch('/:id/artifacts/:stage', ofDeployment, ofStage, body(editSchema), async (c) => {
    const { version, patch, note } = c.req.valid('json');
    const { project, stage, user, scope, dependencies } = c.var;
    const sold = stage === 'infrastructure' ? await dependencies.tiers(scope.teamId) : null;
    const tiers = sold?.ok ? sold.value : [];
    const edit = { stage, version, patch, note: note ?? '', userId: user.id, author: 'person', tiers } as const;
    const artifact = await roomOf(c.env, project.deploymentId).edit(edit);
    return artifact.ok ? c.json({ artifact: artifact.value, conflicts: [] }) : refusal(artifact.problem);
  })
  .post('/:id/artifacts/:stage/approve', ofDeployment, ofStage, body(approvalSchema), async (c) => {
    const { project, stage, user } = c.var;
    const wish = { stage, ...c.req.valid('json'), userId: user.id, userName: user.name };
    const approved = await roomOf(c.env, project.deploymentId).approve(wish);
    return approved.ok ? c.json(approved.value) : refusal(approved.problem);
  });
