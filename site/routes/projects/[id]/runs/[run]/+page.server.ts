import type { JournalEvent } from '../../../../../../workers/domain/events.ts';
import type { ProvisioningPlan } from '../../../../../../workers/domain/provisioning-plan.ts';
import type { Run } from '../../../../../../workers/domain/run.ts';
import { call } from '#lib/api.ts';
import type { ProjectDetail } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

const firstEvents = 400;

/** A run, its project and the beginning of the journal that tells it. */
export const load: PageServerLoad = async (event) => {
  const { id, run } = event.params;
  const [detail, told] = await Promise.all([
    need<ProjectDetail>(event, `/api/projects/${encodeURIComponent(id)}`),
    need<{ run: Run; servers: ProvisioningPlan['servers'] }>(event, `/api/runs/${encodeURIComponent(run)}`)
  ]);
  const path = `/api/deployments/${detail.deploymentId}/events?since=0&limit=${firstEvents}`;
  const journal = await call<{ events: JournalEvent[] }>(event.fetch, 'GET', path);
  return { detail, run: told.run, servers: told.servers, events: journal.ok ? journal.value.events : [] };
};
