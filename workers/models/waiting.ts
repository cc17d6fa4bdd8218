import { refuse, type Result } from '../domain/result.ts';

/** How long one request is tried. Times are in milliseconds. */
export interface Patience {
  /** Tries in all. */
  attempts: number;
  /** From the first try on; a wait that would go beyond it is not begun. */
  total: number;
  /** Before the second try; each later wait is twice as long, up to `longest`, give or take a quarter. */
  first: number;
  longest: number;
  /** How long a stream may say nothing before it counts as cut. */
  silence: number;
}

export const patient: Patience = { attempts: 5, total: 180_000, first: 1000, longest: 30_000, silence: 120_000 };

export const aborted = () => refuse('model.aborted', 'The model was stopped before it had answered.');

/**
 * How long to wait before the next try, or null: there is none. `after` is what the other side asks for, `elapsed` the time
 * since the first try, `chance` a number from 0 to 1.
 */
export function waitBefore(
  patience: Patience,
  attempt: number,
  elapsed: number,
  after: number | null,
  chance = Math.random()
): number | null {
  const backoff = Math.min(patience.first * 2 ** (attempt - 1), patience.longest) * (0.75 + chance / 2);
  const wait = after === null ? backoff : after + (backoff * chance) / 4;
  return attempt >= patience.attempts || elapsed + wait > patience.total ? null : wait;
}

/** The promise's value, or `model.aborted` as soon as the signal says so; then the promise may end as it likes. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<Result<T>> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(aborted());
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    promise
      .then((value) => resolve({ ok: true, value }), reject)
      .finally(() => signal?.removeEventListener('abort', stop));
  });
}

export const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<Result<void>> =>
  unlessAborted(new Promise((resolve) => setTimeout(resolve, milliseconds)), signal);
