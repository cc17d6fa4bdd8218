import type { ProjectCard } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

/** The projects of the visitor's own team, or of the one that `?team=` names. */
export const load: PageServerLoad = async (event) => {
  const team = event.url.searchParams.get('team');
  const query = team === null ? '' : `?team=${encodeURIComponent(team)}`;
  const { projects } = await need<{ projects: ProjectCard[] }>(event, `/api/projects${query}`);
  return { projects, team };
};
