import { Hono } from 'hono';
import type { Api } from './middleware/context.ts';
import { listTemplates } from './middleware/templates.ts';

/** The gallery. */
export const templates = new Hono<Api>().get('/', async (c) => c.json({ templates: await listTemplates(c.env) }));
