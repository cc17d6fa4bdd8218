import type { Member, Team } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  need<{ team: Team; members: Member[] }>(event, `/api/teams/${encodeURIComponent(event.params.id)}`);
