import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const indexSchema = z.array(z.object({ id: z.string().min(1), path: z.string().min(1) })).min(1);

/** The folders that FOLDER/index.json lists. */
export function indexOf(folder: string): z.infer<typeof indexSchema> {
  const path = join(folder, 'index.json');
  const parsed = indexSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not a list of { "id", "path" }:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
