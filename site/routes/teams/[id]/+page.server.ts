import type { TeamUsage } from '../../../../workers/domain/usage-summary.ts';
import type { Member, Team, TeamModelView } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

/** A team, its members, what it thinks with and what that cost. */
export const load: PageServerLoad = async (event) => {
  const path = `/api/teams/${encodeURIComponent(event.params.id)}`;
  const [team, model, usage] = await Promise.all([
    need<{ team: Team; members: Member[] }>(event, path),
    need<TeamModelView>(event, `${path}/model`),
    need<TeamUsage>(event, `${path}/usage`)
  ]);
  return { ...team, model, usage };
};
