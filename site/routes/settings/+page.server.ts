import type { ServerView, Settings } from '#lib/answers.ts';
import { need } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [settings, { servers }] = await Promise.all([
    need<Settings>(event, '/api/settings'),
    need<{ servers: ServerView[] }>(event, '/api/servers')
  ]);
  return { settings, servers };
};
