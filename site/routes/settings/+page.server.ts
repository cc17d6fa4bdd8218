import type { Tier } from '../../../workers/domain/tier.ts';
import type { TeamUsage } from '../../../workers/domain/usage-summary.ts';
import type { ProjectCard, ServerView, Settings, TeamModelView } from '#lib/answers.ts';
import { call } from '#lib/api.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

/** Settings, servers, projects, what the team thinks with, and the vendors' prices where they answer. */
export const load: PageServerLoad = async (event) => {
  const team = (await event.parent()).me?.team?.id ?? '';
  const [settings, { servers }, { projects }, model, usage, catalogue] = await Promise.all([
    need<Settings>(event, '/api/settings'),
    need<{ servers: ServerView[] }>(event, '/api/servers'),
    need<{ projects: ProjectCard[] }>(event, '/api/projects'),
    need<TeamModelView>(event, `/api/teams/${team}/model`),
    need<TeamUsage>(event, `/api/teams/${team}/usage`),
    call<{ tiers: Tier[] }>(event.fetch, 'GET', '/api/catalogue')
  ]);
  return { settings, servers, projects, model, usage, tiers: catalogue.ok ? catalogue.value.tiers : [] };
};
