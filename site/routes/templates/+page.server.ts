import type { Template } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { templates } = await need<{ templates: Template[] }>(event, '/api/templates');
  return { templates };
};
