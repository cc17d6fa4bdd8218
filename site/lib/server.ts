import { error, redirect } from '@sveltejs/kit';
import { call } from './api.ts';

/** What a page cannot do without: the API's answer, the sign-in page when nobody is signed in, or the error page. */
export async function need<T>(event: { fetch: typeof fetch; url: URL }, path: string): Promise<T> {
  const answer = await call<T>(event.fetch, 'GET', path);
  if (answer.ok) return answer.value;
  if (answer.problem.status === 401) redirect(303, `/sign-in?next=${encodeURIComponent(event.url.pathname)}`);
  error(answer.problem.status || 503, answer.problem.message);
}
