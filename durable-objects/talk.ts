import type { EventBody } from '../workers/domain/events.ts';
import type { ProposedOutcome } from '../workers/planning/conversation/edits.ts';

/** A message that a model is answering. A deployment has one at most: a newer message takes its place. */
export interface Talk {
  messageId: string;
  userId: string;
  /** How often the work was taken up. Only who took it up last may speak: what is delivered again silences what was before. */
  turn: number;
  /** How often a model was asked to answer. */
  asked: number;
  /** When it was last heard of, in milliseconds since 1970. */
  heard: number;
  /** Since when nobody watches, or null while somebody does. */
  alone: number | null;
  /** The edits that were proposed and what came of them, null while they are being made. Only the turn that began may go on. */
  edited: { turn: number; key: string; outcome: ProposedOutcome | null }[];
}

/** Which turn of which message speaks. */
export interface TalkTurn {
  messageId: string;
  turn: number;
}

/** How long a model goes on while nobody watches, in milliseconds. */
export const loneliness = 30_000;
/** How long a talk may say nothing before it is taken up again, in milliseconds: whoever carries it out says something every few seconds. */
export const talkSilence = 60_000;
const mostAsked = 3;

export const openTalk = (messageId: string, userId: string, now: number): Talk => ({
  messageId,
  userId,
  turn: 0,
  asked: 1,
  heard: now,
  alone: null,
  edited: []
});

/** The id that the answer of a message has in the journal, and its text has while it is being written. */
export const answerId = (messageId: string): string => `${messageId}-answer`;

export const speaks = (talk: Talk | null, { messageId, turn }: TalkTurn): talk is Talk =>
  talk !== null && talk.messageId === messageId && talk.turn === turn;

/** The talk after a word of it, with so many watchers. Over when nobody watched for too long. */
export function heardOf(talk: Talk, watchers: number, now: number): { talk: Talk; lonely: boolean } {
  const alone = watchers > 0 ? null : (talk.alone ?? now);
  return { talk: { ...talk, heard: now, alone }, lonely: alone !== null && now - alone >= loneliness };
}

/** What is to be done about a talk: without `now` it counts as silent, since a restart emptied the queue. */
export function mindTalk(talk: Talk | null, now: number | null): 'nothing' | 'ask again' | 'give up' {
  if (!talk || (now !== null && now - talk.heard < talkSilence)) return 'nothing';
  return talk.asked < mostAsked ? 'ask again' : 'give up';
}

/** Why edits are not made by this turn, or null: an earlier turn of the same message made some, or was about to. */
export const madeBefore = (talk: Talk, turn: number): string | null =>
  talk.edited.some((edit) => edit.turn < turn && edit.outcome?.made !== false)
    ? 'This message was interrupted after its edits were proposed, and they are not made twice. Read the plans and say what they hold now.'
    : null;

/** Whether anything may have been changed for this message. */
export const hasEdited = (talk: Talk): boolean => talk.edited.some(({ outcome }) => outcome?.made !== false);

const text = (id: string, author: 'model' | 'hydron', words: string): EventBody => ({
  type: 'message',
  id,
  author,
  text: words,
  actions: []
});

/** How a talk ends before its answer is whole: with what was written of it, and why. A newer message needs no word of why. */
export function cutShort(talk: Talk, written: string, because: string | null): EventBody[] {
  const id = answerId(talk.messageId);
  const part = written.trim() === '' ? [] : [text(id, 'model', written)];
  if (because === null) return part;
  return [...part, text(part.length > 0 ? crypto.randomUUID() : id, 'hydron', because)];
}

export const answered = (talk: Talk, words: string): EventBody => text(answerId(talk.messageId), 'model', words);
