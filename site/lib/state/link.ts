import type { JournalEvent, PartialMessage, SocketFrame } from '../../../workers/domain/events.ts';

/** How the page hears of events. `retryAt` is when the next connection is tried, in milliseconds since 1970. */
export interface LinkStatus {
  state: 'connecting' | 'live' | 'reconnecting';
  attempt: number;
  retryAt: number | null;
  /** True while events are fetched by request instead, since the socket does not open. */
  polling: boolean;
}

/** The part of a WebSocket that is used here. */
export interface Socket {
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (message: { data: unknown }) => void): void;
  close(): void;
}

export interface LinkOptions {
  /** The last seq that is known; asked again at each connection, so that nothing is missed and nothing comes twice. */
  since(): number;
  open(since: number): Socket;
  /** Events after `since` by plain request, null when that failed too. */
  read(since: number): Promise<JournalEvent[] | null>;
  onEvents(events: JournalEvent[]): void;
  /** All of an answer as far as it is written. */
  onPartial(partial: PartialMessage): void;
  onStatus(status: LinkStatus): void;
}

export interface Link {
  /** Tries now, rather than when the pause is over. */
  retry(): void;
  close(): void;
}

const firstPause = 500;
const longestPause = 15_000;
const pollAfter = 3;
const pollEvery = 2_000;

/** The pause before a connection attempt, in milliseconds: doubling, at most 15 s, with up to a fifth added at random. */
export const pauseBefore = (attempt: number, random = Math.random()): number =>
  Math.round(Math.min(longestPause, firstPause * 2 ** (attempt - 1)) * (1 + random / 5));

/** Follows a journal over a socket, connects again when it is lost, and falls back to requests while it stays away. */
export function openLink(options: LinkOptions): Link {
  let socket: Socket | null = null;
  let attempt = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const status = (state: LinkStatus['state'], retryAt: number | null) =>
    options.onStatus({ state, attempt, retryAt, polling: pollTimer !== undefined });

  function connect() {
    clearTimeout(retryTimer);
    status(attempt === 0 ? 'connecting' : 'reconnecting', null);
    const opened = options.open(options.since());
    socket = opened;
    opened.addEventListener('open', live);
    opened.addEventListener('message', ({ data }) => receive(data));
    opened.addEventListener('close', () => {
      if (socket === opened) lose();
    });
  }

  function live() {
    attempt = 0;
    clearTimeout(pollTimer);
    pollTimer = undefined;
    status('live', null);
  }

  function receive(data: unknown) {
    if (typeof data !== 'string') return;
    const frame = JSON.parse(data) as SocketFrame;
    if (frame.kind === 'events') options.onEvents(frame.events);
    if (frame.kind === 'partial') options.onPartial(frame);
  }

  function lose() {
    socket = null;
    if (closed) return;
    attempt += 1;
    const pause = pauseBefore(attempt);
    retryTimer = setTimeout(connect, pause);
    if (attempt >= pollAfter && pollTimer === undefined) pollTimer = setTimeout(poll, 0);
    status('reconnecting', Date.now() + pause);
  }

  async function poll() {
    const events = await options.read(options.since());
    if (closed || pollTimer === undefined) return;
    if (events) options.onEvents(events);
    pollTimer = setTimeout(poll, pollEvery);
  }

  connect();
  return {
    retry() {
      if (socket === null && !closed) connect();
    },
    close() {
      closed = true;
      clearTimeout(retryTimer);
      clearTimeout(pollTimer);
      pollTimer = undefined;
      socket?.close();
    }
  };
}
