import type { RelayProblem } from './protocol.ts';

/** Failures of the world are data here too. `status` is the HTTP status that the refusal is answered with. */
export type Refusal = { ok: false; problem: RelayProblem; status: number };
export type Result<T> = { ok: true; value: T } | Refusal;

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const refuse = (code: string, message: string, status = 422): Refusal => ({
  ok: false,
  problem: { code, message },
  status
});

/** The text of whatever was thrown, in one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).split('\n')[0]!.slice(0, 300);
