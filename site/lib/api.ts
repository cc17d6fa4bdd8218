import { refuse, type Problem, type Result } from '../../workers/domain/result.ts';

export interface ApiProblem extends Problem {
  /** HTTP status; 0 when the server was not reached. */
  status: number;
}

export type ApiResult<T> = { ok: true; value: T } | { ok: false; problem: ApiProblem };

type Fetch = typeof fetch;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const unreachable = {
  status: 0,
  ...refuse('offline', 'Hydron cannot be reached. Check the connection and try again.').problem
};

/** One call of Hydron's API. Refusals and a lost connection are data; `body` is sent as JSON. */
export async function call<T>(fetcher: Fetch, method: Method, path: string, body?: unknown): Promise<ApiResult<T>> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } };
  if (body !== undefined)
    Object.assign(init, {
      body: JSON.stringify(body),
      headers: { accept: 'application/json', 'content-type': 'application/json' }
    });
  const response = await fetcher(path, init).catch(() => null);
  if (response === null) return { ok: false, problem: unreachable };
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, value: answer as T };
  return { ok: false, problem: { status: response.status, ...problemOf(answer, response.status) } };
}

function problemOf(answer: unknown, status: number): Problem {
  const held = (answer as { error?: Partial<Problem> } | null)?.error;
  if (typeof held?.message === 'string') return { code: held.code ?? 'unknown', message: held.message };
  return { code: 'unknown', message: `The server answered with status ${status}.` };
}

/** A refusal without its status, for pages that show it. */
export const asResult = <T>(answer: ApiResult<T>): Result<T> =>
  answer.ok ? answer : refuse(answer.problem.code, answer.problem.message);
