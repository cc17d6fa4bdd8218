import type { JournalEvent, PartialMessage } from '../../../workers/domain/events.ts';
import { call } from '#lib/api.ts';
import { emptyConversation, reduceConversation } from '#lib/chat/reduce.ts';
import { reduceRuns, type RunView } from '#lib/run/reduce.ts';
import { openLink, type Link, type LinkStatus, type Socket } from './link.ts';

const pageSize = 400;

/** A deployment's journal as this page knows it: what was rendered on the server, then live. `onTaken` hears of the live part. */
export class Journal {
  conversation = $state.raw(emptyConversation());
  runs = $state.raw<Record<string, RunView>>({});
  status = $state.raw<LinkStatus>({ state: 'connecting', attempt: 0, retryAt: null, polling: false });
  /** The answer that a model is writing, until it is a message. */
  partial = $state.raw<PartialMessage | null>(null);
  seq = 0;
  readonly deploymentId: string;
  #waiting: JournalEvent[] = [];
  #onTaken: (events: JournalEvent[]) => void = () => {};

  constructor(deploymentId: string, events: JournalEvent[], onTaken: (events: JournalEvent[]) => void = () => {}) {
    this.deploymentId = deploymentId;
    this.take(events);
    this.#onTaken = onTaken;
  }

  /** Takes events in order; those already known are passed over. */
  take(events: JournalEvent[]): void {
    const fresh = events.filter((event) => event.seq > this.seq);
    const last = fresh.at(-1);
    if (!last) return;
    this.seq = last.seq;
    this.conversation = fresh.reduce(reduceConversation, this.conversation);
    this.runs = fresh.reduce(reduceRuns, this.runs);
    if (fresh.some((event) => event.type === 'message' && event.id === this.partial?.messageId)) this.partial = null;
    this.#onTaken(fresh);
  }

  /** Takes an answer as far as it is written; what comes after its message is late and passed over. */
  hear({ messageId, text }: PartialMessage): void {
    const { items } = this.conversation;
    const there = items.some((item) => item.kind === 'message' && item.message.id === messageId);
    if (!there) this.partial = { messageId, text };
  }

  /** Follows the journal until the returned function is called. Only in a browser. */
  connect(): () => void {
    const link = openLink({
      since: () => this.#waiting.at(-1)?.seq ?? this.seq,
      open: (since) => this.#open(since),
      read: (since) => this.#read(since),
      onEvents: (events) => this.#receive(events),
      onPartial: (partial) => this.hear(partial),
      onStatus: (status) => (this.status = status)
    });
    return this.#watch(link);
  }

  #open(since: number): Socket {
    const { protocol, host } = location;
    const path = `/api/deployments/${this.deploymentId}/socket?since=${since}`;
    return new WebSocket(`${protocol.replace('http', 'ws')}//${host}${path}`);
  }

  async #read(since: number): Promise<JournalEvent[] | null> {
    const path = `/api/deployments/${this.deploymentId}/events?since=${since}&limit=${pageSize}`;
    const answer = await call<{ events: JournalEvent[] }>(fetch, 'GET', path);
    return answer.ok ? answer.value.events : null;
  }

  /** Many frames can arrive between two paints: they are taken at once. */
  #receive(events: JournalEvent[]): void {
    if (this.#waiting.length === 0) setTimeout(() => this.take(this.#waiting.splice(0)), 16);
    this.#waiting.push(...events);
  }

  #watch(link: Link): () => void {
    const retry = () => link.retry();
    addEventListener('online', retry);
    return () => {
      removeEventListener('online', retry);
      link.close();
    };
  }
}
