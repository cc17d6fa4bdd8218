import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Where to go after signing in: a path of this site, never an address elsewhere. */
export const load: PageServerLoad = async ({ url, parent }) => {
  const asked = url.searchParams.get('next') ?? '/projects';
  const next = /^\/(?![/\\])/.test(asked) ? asked : '/projects';
  const { me } = await parent();
  if (me) redirect(303, next);
  return { href: `/api/auth/github?next=${encodeURIComponent(next)}` };
};
