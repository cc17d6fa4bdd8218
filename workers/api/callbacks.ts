import { Hono } from 'hono';
import { idSchema } from '../domain/ids.ts';
import type { Database } from '../store/database.ts';
import { deploymentExists } from '../store/projects.ts';
import { readText } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { refusal } from './middleware/problems.ts';

const callbackLimit = 256 * 1024;
const execIdForm = /^[a-z0-9-]{1,60}$/;

const unsigned = () =>
  refusal({ code: 'callback.signature', message: 'The callback is not signed with the key of its exec.' });

/** What makes a callback believable; the object knows the key to check it with. Null when a part is missing or misshapen. */
function proofOf(headers: Headers): { time: number; nonce: string; signature: string } | null {
  const time = headers.get('x-hydron-time') ?? '';
  const nonce = headers.get('x-hydron-nonce') ?? '';
  const signature = headers.get('x-hydron-signature') ?? '';
  if (!/^\d{1,15}$/.test(time) || !/^[\w-]{8,100}$/.test(nonce) || !/^[0-9a-f]{64}$/.test(signature)) return null;
  return { time: Number(time), nonce, signature };
}

const seen = new Set<string>();
const seenLimit = 1000;

/** Whether a deployment is there, so that a made-up id wakes no object. Remembered, since output comes many times a second. */
async function isKnown(db: Database, deploymentId: string): Promise<boolean> {
  if (seen.has(deploymentId)) return true;
  if (!(await deploymentExists(db, deploymentId))) return false;
  if (seen.size >= seenLimit) seen.clear();
  seen.add(deploymentId);
  return true;
}

/** Output and exits of execs, posted by the relay and signed with a key of that exec alone. */
export const callbacks = new Hono<Api>().post('/:deploymentId/:execId', async (c) => {
  const { deploymentId, execId } = c.req.param();
  const proof = proofOf(c.req.raw.headers);
  if (!proof || !execIdForm.test(execId) || !idSchema('deployment').safeParse(deploymentId).success) return unsigned();
  const text = await readText(c.req.raw, callbackLimit);
  if (!text.ok) return refusal(text.problem, 413);
  if (!(await isKnown(c.var.db, deploymentId))) return unsigned();
  const { pathname, search } = new URL(c.req.url);
  const taken = await roomOf(c.env, deploymentId).callback({
    execId,
    body: text.value,
    path: pathname + search,
    ...proof
  });
  return taken.ok ? c.json({ offset: taken.value.offset }) : refusal(taken.problem);
});
