import { call } from '#lib/api.ts';
import type { Me } from '#lib/answers.ts';
import { readTheme, themeCookie } from '#lib/shell/theme.ts';
import type { LayoutServerLoad } from './$types';

/** Who visits, or null where nobody is signed in; pages that need somebody ask for it themselves. */
export const load: LayoutServerLoad = async ({ fetch, cookies }) => {
  const me = await call<Me>(fetch, 'GET', '/api/me');
  return { me: me.ok ? me.value : null, theme: readTheme(cookies.get(themeCookie)) };
};
