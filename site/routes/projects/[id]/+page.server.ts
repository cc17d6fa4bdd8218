import { projectAndEvents } from '#lib/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => projectAndEvents(event, event.params.id);
