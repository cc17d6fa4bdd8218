import type { Tier } from '../../../workers/domain/tier.ts';
import type { ProjectCard, ServerView, Settings } from '#lib/answers.ts';
import { call } from '#lib/api.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

/** Settings, servers and projects, and the vendors' prices where they answer. */
export const load: PageServerLoad = async (event) => {
  const [settings, { servers }, { projects }, catalogue] = await Promise.all([
    need<Settings>(event, '/api/settings'),
    need<{ servers: ServerView[] }>(event, '/api/servers'),
    need<{ projects: ProjectCard[] }>(event, '/api/projects'),
    call<{ tiers: Tier[] }>(event.fetch, 'GET', '/api/catalogue')
  ]);
  return { settings, servers, projects, tiers: catalogue.ok ? catalogue.value.tiers : [] };
};
