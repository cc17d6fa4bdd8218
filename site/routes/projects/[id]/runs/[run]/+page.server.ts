import type { ProvisioningPlan } from '../../../../../../workers/domain/provisioning-plan.ts';
import type { Run } from '../../../../../../workers/domain/run.ts';
import { need, projectAndEvents } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

/** A run, its project and the beginning of the journal that tells it. */
export const load: PageServerLoad = async (event) => {
  const { id, run } = event.params;
  const [project, told] = await Promise.all([
    projectAndEvents(event, id),
    need<{ run: Run; servers: ProvisioningPlan['servers'] }>(event, `/api/runs/${encodeURIComponent(run)}`)
  ]);
  return { ...project, run: told.run, servers: told.servers };
};
