import * as z from 'zod';
import { ok, refuse, type Result } from '../../domain/result.ts';
import type { Env } from '../../env.ts';

const templateSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string(),
  description: z.string(),
  services: z.array(z.string())
});
export type Template = z.infer<typeof templateSchema>;

const indexSchema = z.union([
  z.array(templateSchema),
  z.object({ templates: z.array(templateSchema) }).transform(({ templates }) => templates)
]);

/** The templates that come with this version, from the site's assets. Throws where the index does not read: it was built wrong. */
export async function listTemplates(env: Env): Promise<Template[]> {
  const response = await env.ASSETS.fetch(new Request('https://assets.invalid/templates/index.json'));
  if (!response.ok) throw new Error(`the index of templates answers with status ${response.status}`);
  return indexSchema.parse(await response.json());
}

export async function findTemplate(env: Env, name: string): Promise<Result<Template>> {
  const templates = await listTemplates(env);
  const found = templates.find((template) => template.name === name);
  if (found) return ok(found);
  return refuse(
    'template.absent',
    `There is no template ${name}. There are: ${templates.map((template) => template.name).join(', ')}.`
  );
}
