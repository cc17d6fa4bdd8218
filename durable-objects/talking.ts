import { refusalMessage } from '../workers/domain/model-refusal.ts';
import { ownWords } from '../workers/domain/quotation.ts';
import { ok, type Problem, type Result } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import type { ProposedEdit, ProposedOutcome } from '../workers/planning/conversation/edits.ts';
import type { Spoken } from '../workers/planning/validate/spoken.ts';
import type { Journal, Message } from './journal.ts';
import { keyOf, makeProposed } from './proposed-edits.ts';
import type { Room } from './room.ts';
import { answerByRules, hear, keepSaid, type Saying } from './say.ts';
import { editArtifact } from './stages.ts';
import { answerId, hasEdited, type Talk, type TalkTurn } from './talk.ts';
import type { Talks } from './talks.ts';

/** What the conversation needs of its object. `ask` sends a message to where a model answers it. */
export interface Around {
  talks: Talks;
  journal: Journal;
  room(): Promise<Room>;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  ask(messageId: string): Promise<void>;
}

/** How much of the conversation a model is told. */
const remembered = 30;

/**
 * What a person wrote: kept, and answered. Where the project has a model, by the model, which is asked for it; else by rules, which
 * do what they understand.
 */
export function say({ room: roomOf, inTurn, talks, ask }: Around, wish: Saying): Promise<Result<null>> {
  return inTurn(async () => {
    const room = await roomOf();
    if (room.project.model === null) return hear(room, wish, (edit) => editArtifact(room, edit));
    await talks.stop(null);
    const messageId = await keepSaid(room, wish.text);
    talks.open(messageId, wish.userId);
    await ask(messageId);
    return ok(null);
  });
}

/** Takes up a message that a model is to answer, with what was said up to it. Null where it needs no answer any more. */
export function begin({ talks, journal }: Around, messageId: string): { turn: TalkTurn; said: Message[] } | null {
  const turn = talks.begin(messageId);
  const said = journal.messages(remembered);
  return turn && { turn, said: said.slice(0, said.findIndex(({ id }) => id === messageId) + 1) };
}

/** Edits that a model proposes while it answers: all are made, or none. */
export async function propose(
  { room, talks, journal, inTurn }: Around,
  of: TalkTurn,
  edits: ProposedEdit[],
  tiers: Tier[]
): Promise<ProposedOutcome> {
  const key = await keyOf(edits);
  const userId = talks.current()?.userId ?? '';
  const spoken = spokenUpTo(journal.messages(remembered), of.messageId);
  return inTurn(() => talks.edit(of, key, async () => makeProposed(await room(), edits, { userId, tiers, spoken })));
}

/** What people wrote of their own, up to a message: what they quote is not theirs. */
function spokenUpTo(messages: Message[], messageId: string): Spoken {
  const end = messages.findIndex(({ id }) => id === messageId);
  const own = messages
    .slice(0, end + 1)
    .filter(({ author }) => author === 'person')
    .map(({ text }) => ownWords(text));
  return { now: own.at(-1) ?? '', ever: own.join('\n') };
}

/**
 * Says why a model could not answer, and lets the rules answer instead. Where the model has changed plans for this message already,
 * the rules leave it at that.
 */
export async function fail(around: Around, of: TalkTurn, problem: Problem, tiers: Tier[]): Promise<void> {
  const talk = around.talks.take(of);
  if (talk) await around.inTurn(() => fallBack(around, talk, problem, tiers));
}

async function fallBack({ room: roomOf, journal }: Around, talk: Talk, problem: Problem, tiers: Tier[]): Promise<void> {
  const room = await roomOf();
  const id = answerId(talk.messageId);
  if (hasEdited(talk)) return void (await room.append([refusalMessage(problem, id)]));
  await room.append([refusalMessage(problem, crypto.randomUUID())]);
  const text = journal.messages(remembered).find((message) => message.id === talk.messageId)?.text ?? '';
  await answerByRules(room, { text, userId: talk.userId, tiers }, (edit) => editArtifact(room, edit), id);
}

/** Sees to it that an answer that fell silent is asked for again, or given up. Without `now` whatever is waited for counts as silent. */
export async function mind({ talks, ask }: Around, now: number | null): Promise<void> {
  const talk = talks.current();
  const then = talks.mind(now);
  if (talk && then === 'ask again') await ask(talk.messageId);
  if (then === 'give up') await talks.stop('The model did not answer. Send it again, or go on by rules.');
}
