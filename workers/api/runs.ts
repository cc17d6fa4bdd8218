import { Hono } from 'hono';
import * as z from 'zod';
import type { Approval } from '../domain/approval.ts';
import type { JournalEvent } from '../domain/events.ts';
import { signals, type Run } from '../domain/run.ts';
import { approvalById } from '../store/approvals.ts';
import { record } from '../store/audit.ts';
import { artifactById } from '../store/artifacts.ts';
import type { Scope } from '../store/database.ts';
import { projectById } from '../store/projects.ts';
import { ofRun } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { roomOf, type DeploymentRoom } from './middleware/deployment.ts';
import { notFound, refusal } from './middleware/problems.ts';

const answerSchema = z.strictObject({ id: z.string().min(1).max(80), option: z.number().int().min(0).max(20) });
const signalSchema = z.strictObject({ signal: z.enum(signals) });

/** The three approvals that a run carries out, in the order of the stages. */
async function approvalsOf(scope: Scope, run: Run): Promise<Approval[]> {
  const ids = [run.analysisApprovalId, run.infrastructureApprovalId, run.provisioningApprovalId];
  const found = await Promise.all(ids.map((id) => approvalById(scope, id)));
  return found.filter((approval) => approval !== undefined);
}

/** The approved steps, server by server. */
async function stepsOf(scope: Scope, approvals: Approval[]) {
  const approval = approvals.find(({ stage }) => stage === 'provisioning');
  const plan = approval && (await artifactById<'provisioning'>(scope, approval.artifactId));
  return plan?.body.servers ?? [];
}

/** One event as the lines of a log, or nothing. */
function lines(event: JournalEvent): string {
  if (event.type === 'output') return event.text;
  const when = new Date(event.at).toISOString();
  switch (event.type) {
    case 'phase.started':
      return `\n== ${when} ${event.phase}\n`;
    case 'phase.ended':
      return `== ${when} ${event.phase}: ${event.outcome}${event.note ? ` (${event.note})` : ''}\n`;
    case 'step':
      return `-- ${when} ${event.server} ${event.stepId}: ${event.state}${event.exitCode === null ? '' : ` (exit ${event.exitCode})`}\n`;
    case 'fix':
      return `-- ${when} ${event.server} ${event.stepId}: ${event.title} (${event.reason})\n`;
    case 'fix.asked':
      return `-- ${when} ${event.server} ${event.stepId}: ${event.question} (${event.options.map(({ label }) => label).join(' | ')})\n`;
    case 'fix.answered':
      return `-- ${when} ${event.by} chose: ${event.label}\n`;
    case 'fix.given-up':
      return `-- ${when} ${event.server} ${event.stepId}: given up. ${event.reason} ${event.advice}\n`;
    case 'note':
      return `-- ${when} ${event.text}\n`;
    case 'probe':
      return `-- ${when} probe ${event.name} ${event.url}: ${event.ok ? 'ok' : 'failed'}${event.note ? ` (${event.note})` : ''}\n`;
    case 'run.state':
      return `== ${when} run ${event.state}${event.reason ? `: ${event.reason}` : ''}\n`;
    case 'live':
      return `== ${when} live at ${event.url}\n`;
    default:
      return '';
  }
}

const pageLimit = 200;

/** A run's journal as text, read page by page as the reader takes it. */
function logOf(room: DeploymentRoom, runId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let seq = 0;
  return new ReadableStream({
    async pull(controller) {
      const events = await room.ofRun(runId, seq, pageLimit);
      seq = events.at(-1)?.seq ?? seq;
      if (events.length > 0) controller.enqueue(encoder.encode(events.map(lines).join('')));
      if (events.length < pageLimit) controller.close();
    }
  });
}

/** A run: what it carries out, how it stands, what it printed, and the wishes sent to it. */
export const runs = new Hono<Api>()
  .get('/:id', ofRun, async (c) => {
    const { scope, run } = c.var;
    const project = await projectById(scope, run.projectId);
    if (!project) return notFound('project');
    const approvals = await approvalsOf(scope, run);
    return c.json({
      run,
      project,
      deploymentId: run.deploymentId,
      approvals,
      servers: await stepsOf(scope, approvals)
    });
  })
  .post('/:id/signals', ofRun, body(signalSchema), async (c) => {
    const { run, user } = c.var;
    const wish = { runId: run.id, signal: c.req.valid('json').signal, userId: user.id, userName: user.name };
    const done = await roomOf(c.env, run.deploymentId).signal(wish);
    return done.ok ? c.json({ ok: true }, 202) : refusal(done.problem);
  })
  .post('/:id/answers', ofRun, body(answerSchema), async (c) => {
    const { run, user, scope } = c.var;
    const { id, option } = c.req.valid('json');
    const done = await roomOf(c.env, run.deploymentId).answerFix({ runId: run.id, id, option, userName: user.name });
    if (!done.ok) return refusal(done.problem);
    await record(scope, { userId: user.id, action: 'answer', subject: run.id, detail: `option ${option} of ${id}` });
    return c.json({ ok: true }, 202);
  })
  .get('/:id/log', ofRun, (c) =>
    c.body(logOf(roomOf(c.env, c.var.run.deploymentId), c.var.run.id), 200, {
      'content-type': 'text/plain; charset=utf-8'
    })
  );
