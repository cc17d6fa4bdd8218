import type { JournalEvent } from '../../../../workers/domain/events.ts';
import { call } from '#lib/api.ts';
import type { ProjectDetail } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

const firstEvents = 400;

/** The project and the beginning of its journal; the page follows the rest by itself. */
export const load: PageServerLoad = async (event) => {
  const detail = await need<ProjectDetail>(event, `/api/projects/${encodeURIComponent(event.params.id)}`);
  const path = `/api/deployments/${detail.deploymentId}/events?since=0&limit=${firstEvents}`;
  const journal = await call<{ events: JournalEvent[] }>(event.fetch, 'GET', path);
  return { detail, events: journal.ok ? journal.value.events : [] };
};
