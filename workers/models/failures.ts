import { APIError } from '@anthropic-ai/sdk';
import type { Problem } from '../domain/result.ts';

/** Why a request was not answered, whether to make it again, and the wait that was asked for, in milliseconds. */
export interface Failure {
  problem: Problem;
  again: boolean;
  after: number | null;
}

const problem = (code: string, message: string): Problem => ({ code, message });

const busy = problem(
  'model.busy',
  'The model is overloaded, or too much was asked of it at once. Try again in a few minutes.'
);
const unreachable = problem('model.unreachable', 'The model could not be reached, or its answer broke off. Try again.');
const key = problem('model.key', "The model's key was refused. Give another one in the team's settings.");
const credit = problem(
  'model.key',
  "The account of the model's key cannot pay. Add credit to it, or give another key."
);
const tooLong = problem(
  'model.cut',
  'There was more to read than the model takes in at once. Choose a smaller part of it.'
);

/** A stream that ended, or fell silent, before its message did. */
export const cutOff: Failure = { problem: unreachable, again: true, after: null };

/** What an error of the client means. Anything that is not an answer of the API is a connection that broke. */
export function failureOf(error: unknown, modelId: string): Failure {
  if (!(error instanceof APIError)) return cutOff;
  const { status, type, headers } = error;
  const said = saidBy(error);
  if (status === 401 || status === 403 || type === 'authentication_error' || type === 'permission_error')
    return final(key);
  if (status === 402 || type === 'billing_error' || /credit balance/i.test(said)) return final(credit);
  if (status === 413 || /prompt is too long/i.test(said)) return final(tooLong);
  if (status === 404 || type === 'not_found_error')
    return final(
      problem('model.unknown', `There is no model ${modelId} for this key. Choose another in the settings.`)
    );
  if (isTransient(error))
    return {
      problem: isBusy(error) ? busy : unreachable,
      again: headers?.get('x-should-retry') !== 'false',
      after: waitAsked(headers)
    };
  return final(problem('model.refused', `The model's service refused the request${said && `: ${said}`}`));
}

const final = (said: Problem): Failure => ({ problem: said, again: false, after: null });

const isBusy = ({ status, type }: APIError) =>
  [429, 503, 529].includes(status ?? 0) || type === 'overloaded_error' || type === 'rate_limit_error';

const isTransient = (error: APIError) =>
  error.status === undefined
    ? error.type !== 'invalid_request_error'
    : isBusy(error) || error.status === 408 || error.status === 409 || error.status >= 500;

/** What the service says of it, as one short line. */
const saidBy = (error: APIError): string =>
  (error.apiMessage ?? '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300);

/** `retry-after` in milliseconds: it is given in seconds, or as a date. */
function waitAsked(headers: Headers | undefined): number | null {
  const text = headers?.get('retry-after');
  if (!text) return null;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
