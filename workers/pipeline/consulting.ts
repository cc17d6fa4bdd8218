import type { EventBody } from '../domain/events.ts';
import type { Problem } from '../domain/result.ts';
import { modelOf } from '../model-of.ts';
import { consult } from '../repair/consult.ts';
import type { Decision, Situation } from '../repair/situation.ts';
import { nameOf, type Attempt, type Execution } from './pieces.ts';

const modelFor = ({ env, scope, approved, object }: Execution) =>
  modelOf(env, scope, approved.project, (bodies) => object.append(bodies));

const note = ({ params: { runId } }: Execution, { phase, server }: Attempt, text: string): EventBody => ({
  type: 'note',
  runId,
  phase,
  server,
  text
});

/** Whether the project has a model to ask about this attempt. Tells the journal that it is asked, or why it is not. */
export const hasModel = (run: Execution, attempt: Attempt): Promise<boolean> =>
  run.context.once<boolean>(`${nameOf(attempt)} has a model`, async () => {
    const model = await modelFor(run);
    if (model.ok && !model.value) return false;
    const words = model.ok ? `looks at why ${attempt.step.title} failed` : `was not asked. ${model.problem.message}`;
    await run.object.append([note(run, attempt, `AI ${words}`)]);
    return model.ok;
  });

/** What came of asking: what the model decided, why it could not, or that a person's signal ended it first. */
type Said = { decision: Decision } | { problem: Problem } | 'interrupted';

/**
 * Asks the project's model about a failed attempt, once. Where it is of no help the rules' decision stands, and the journal says why.
 * A pause ends the thinking and begins it anew when the run goes on; a stop ends it for good.
 */
export async function consulting(
  run: Execution,
  attempt: Attempt,
  ruled: Decision,
  situation: () => Promise<Situation>
): Promise<Decision | 'stop'> {
  const name = nameOf(attempt);
  for (let round = 0; ; round++) {
    if ((await run.context.checkpoint(attempt.lane, `${name} before thinking ${round}`)) === 'stop') return 'stop';
    const said = await run.context.once<Said>(`${name} is thought about ${round}`, () => think(run, situation));
    if (said === 'interrupted') continue;
    if ('decision' in said) return { ...said.decision, signature: ruled.signature };
    await run.context.once(`${name} is left to the rules`, () => tellWhy(run, attempt, said.problem));
    return ruled;
  }
}

async function think(run: Execution, situation: () => Promise<Situation>): Promise<Said> {
  const model = await modelFor(run);
  if (!model.ok) return { problem: model.problem };
  if (!model.value) return { problem: { code: 'model.none', message: 'The project has no model any more.' } };
  const seen = await situation();
  const watch = watching(run);
  try {
    const answer = await consult(model.value, seen, watch.signal);
    if (watch.signal.aborted) return 'interrupted';
    return answer.ok ? { decision: answer.value } : { problem: answer.problem };
  } finally {
    watch.close();
  }
}

/** How often the run's wish is looked at while a model thinks, in milliseconds. */
const everySoOften = 400;

/** A signal that is aborted once the run is wished to pause or to stop. */
function watching({ object, params: { runId } }: Execution) {
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    // The object may be moving house; then it is asked again.
    const wish = await object.wish(runId, null).catch(() => 'go' as const);
    if (wish !== 'go') ending.abort();
    else if (timer !== undefined) timer = setTimeout(() => void look(), everySoOften);
  };
  timer = setTimeout(() => void look(), 0);
  return {
    signal: ending.signal,
    close(): void {
      clearTimeout(timer);
      timer = undefined;
    }
  };
}

/** Says in the run why the model was of no help, and in the conversation too where a button gets on with it. */
async function tellWhy(run: Execution, attempt: Attempt, { message, actions = [] }: Problem): Promise<null> {
  const text = `AI could not help with ${attempt.step.title}. ${message}`;
  await run.object.append([
    note(run, attempt, text),
    ...(actions.length === 0
      ? []
      : [
          {
            type: 'message' as const,
            id: crypto.randomUUID(),
            author: 'hydron' as const,
            text: `${text} Then resume the run.`,
            actions
          }
        ])
  ]);
  return null;
}
