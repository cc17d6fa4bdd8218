import type { EventBody, PartialMessage } from '../workers/domain/events.ts';
import type { ProposedOutcome } from '../workers/planning/conversation/edits.ts';
import {
  answerId,
  answered,
  cutShort,
  heardOf,
  madeBefore,
  mindTalk,
  openTalk,
  speaks,
  type Talk,
  type TalkTurn
} from './talk.ts';

/** The talk of a deployment with its model: who may speak, what is written so far, and which edits were made for it. */
export interface Talks {
  current(): Talk | null;
  /** The answer as far as it is written, or null where none is. */
  partial(): PartialMessage | null;
  /** A message that a model is to answer. */
  open(messageId: string, userId: string): void;
  /** Takes a message up, or takes it up again. Null where it is answered, was stopped, or is followed by a newer one. */
  begin(messageId: string): TalkTurn | null;
  /** All of the answer so far, or null for a mere sign of life. Answers whether to go on. */
  hear(of: TalkTurn, text: string | null): Promise<'go' | 'stop'>;
  /** Makes edits once: asked again, the same edits answer what came of them. */
  edit(of: TalkTurn, key: string, make: () => Promise<ProposedOutcome>): Promise<ProposedOutcome>;
  /** The answer is whole. */
  end(of: TalkTurn, text: string): Promise<void>;
  /** Closes the talk, for whoever answers instead: its state, or null where another one speaks. */
  take(of: TalkTurn): Talk | null;
  /** Ends it where it is, and says why, unless a newer message says it. False where nothing is being answered. */
  stop(because: string | null): Promise<boolean>;
  /** What is to be done about it, for it fell silent or, without `now`, was lost in a restart. To ask again is counted. */
  mind(now: number | null): 'nothing' | 'ask again' | 'give up';
}

interface Around {
  kv: SyncKvStorage;
  append(bodies: EventBody[]): Promise<unknown>;
  /** Shows the answer so far to whoever watches; answers how many do. */
  show(partial: PartialMessage): number;
}

const lonely = 'Nobody was watching, so I stopped. Send it again to go on.';
const over: ProposedOutcome = { made: false, because: ['The person has moved on. Say nothing more.'] };
/** How old the stored sign of life may be, in milliseconds. */
const staleSign = 5_000;

export function talksIn({ kv, append, show }: Around): Talks {
  let talk = kv.get<Talk>('talk') ?? null;
  let written = '';

  const put = (next: Talk | null) => {
    talk = next;
    if (next) kv.put('talk', next);
    else kv.delete('talk');
  };
  const take = (of: TalkTurn): Talk | null => {
    if (!speaks(talk, of)) return null;
    const taken = talk;
    put(null);
    return taken;
  };
  const partial = () => talk && { messageId: answerId(talk.messageId), text: written };
  const stop = async (because: string | null): Promise<boolean> => {
    if (!talk) return false;
    const events = cutShort(talk, written, because);
    put(null);
    if (events.length > 0) await append(events);
    return true;
  };

  return {
    current: () => talk,
    partial,
    take,
    stop,
    mind(now) {
      const then = mindTalk(talk, now);
      if (talk && then === 'ask again') put({ ...talk, asked: talk.asked + 1, heard: Date.now() });
      return then;
    },
    open(messageId, userId) {
      written = '';
      put(openTalk(messageId, userId, Date.now()));
      show({ messageId: answerId(messageId), text: '' });
    },
    begin(messageId) {
      if (talk?.messageId !== messageId) return null;
      written = '';
      put({ ...talk, turn: talk.turn + 1, heard: Date.now() });
      return { messageId, turn: talk.turn };
    },
    async hear(of, text) {
      if (!speaks(talk, of)) return 'stop';
      const before = talk;
      if (text !== null) written = text;
      const watchers = show({ messageId: answerId(of.messageId), text: written });
      const heard = heardOf(before, watchers, Date.now());
      if (heard.lonely) {
        await stop(lonely);
        return 'stop';
      }
      talk = heard.talk;
      const old = (kv.get<Talk>('talk')?.heard ?? 0) < Date.now() - staleSign;
      if (old || before.alone !== heard.talk.alone) put(heard.talk);
      return 'go';
    },
    async edit(of, key, make) {
      if (!speaks(talk, of)) return over;
      const known = talk.edited.find((edit) => edit.turn === of.turn && edit.key === key);
      if (known?.outcome?.made) return known.outcome;
      const refused = madeBefore(talk, of.turn);
      if (refused !== null) return { made: false, because: [refused] };
      const others = talk.edited.filter((edit) => edit !== known);
      put({ ...talk, edited: [...others, { turn: of.turn, key, outcome: null }] });
      const outcome = await make();
      if (speaks(talk, of)) put({ ...talk, edited: [...others, { turn: of.turn, key, outcome }] });
      return outcome;
    },
    async end(of, text) {
      const ended = take(of);
      if (ended) await append([answered(ended, text)]);
    }
  };
}
