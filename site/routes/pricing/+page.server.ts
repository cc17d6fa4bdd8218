import type { Tier } from '../../../workers/domain/tier.ts';
import { call } from '#lib/api.ts';
import type { PageServerLoad } from './$types';

/** What can be bought here. A vendor that does not answer leaves the page readable. */
export const load: PageServerLoad = async ({ fetch }) => {
  const answer = await call<{ tiers: Tier[] }>(fetch, 'GET', '/api/catalogue');
  return answer.ok ? { tiers: answer.value.tiers, problem: null } : { tiers: [], problem: answer.problem };
};
