import type { ProjectCard } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { projects } = await need<{ projects: ProjectCard[] }>(event, '/api/projects');
  return { projects };
};
