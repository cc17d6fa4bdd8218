/**
 * Failures of the world are data. `code` is stable and for programs, `message` is one sentence for a person that says
 * what to do. `actions` are buttons that do it: what each sends as a message when it is pressed.
 */
export interface Problem {
  code: string;
  message: string;
  actions?: { label: string; command: string }[];
}

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (code: string, message: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, message }
});
