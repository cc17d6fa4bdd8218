import { error, redirect } from '@sveltejs/kit';
import type { JournalEvent } from '../../workers/domain/events.ts';
import type { ProjectDetail } from './answers.ts';
import { call } from './api.ts';

/** What a page cannot do without: the API's answer, the sign-in page when nobody is signed in, or the error page. */
export async function need<T>(event: { fetch: typeof fetch; url: URL }, path: string): Promise<T> {
  const answer = await call<T>(event.fetch, 'GET', path);
  if (answer.ok) return answer.value;
  if (answer.problem.status === 401) redirect(303, `/sign-in?next=${encodeURIComponent(event.url.pathname)}`);
  error(answer.problem.status || 503, answer.problem.message);
}

const firstEvents = 400;

/**
 * A project and the beginning of its journal; the page follows the rest by itself. The project is read again after the events, so
 * that no event is newer than what the page shows.
 */
export async function projectAndEvents(event: { fetch: typeof fetch; url: URL }, id: string) {
  const path = `/api/projects/${encodeURIComponent(id)}`;
  const { deploymentId } = await need<ProjectDetail>(event, path);
  const events = `/api/deployments/${deploymentId}/events?since=0&limit=${firstEvents}`;
  const journal = await call<{ events: JournalEvent[] }>(event.fetch, 'GET', events);
  const detail = await need<ProjectDetail>(event, path);
  return { detail, events: journal.ok ? journal.value.events : [] };
}
