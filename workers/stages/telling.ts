import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { TalkTurn } from '../../durable-objects/talk.ts';

/** Tells a deployment's object what is being written. `signal` is aborted once the object says to stop. */
export interface Telling {
  signal: AbortSignal;
  heard(piece: string): void;
  /** Says nothing more. Answers whether the object had said to stop. */
  close(): Promise<boolean>;
}

/** Pieces that come within this many milliseconds are told as one. */
const together = 80;
/** How often a sign of life is given while nothing is written, in milliseconds. */
const sign = 2_000;

export function telling(object: Pick<DeploymentRpc, 'hearTalk'>, of: TalkTurn): Telling {
  const stop = new AbortController();
  let written = '';
  let told = '';
  let last: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (pause: number) => (timer = setTimeout(() => (last = tell()), pause));
  const tell = async () => {
    const news = written === told ? null : written;
    told = written;
    const answer = await object.hearTalk(of, news);
    if (answer === 'stop') stop.abort();
    else if (timer !== undefined) later(written === told ? sign : together);
  };
  const close = async () => {
    clearTimeout(timer);
    timer = undefined;
    await last;
    return stop.signal.aborted;
  };
  later(0);
  return {
    signal: stop.signal,
    heard(piece) {
      const quiet = written === told;
      written += piece;
      if (!quiet || timer === undefined) return;
      clearTimeout(timer);
      later(together);
    },
    close
  };
}
