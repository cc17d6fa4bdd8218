import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { relayProblemSchema, sandboxOrderRequestSchema } from '../protocol.ts';

const installSchema = z.object({
  installId: z.string(),
  authorizedKey: z.string(),
  state: z.enum(['installing', 'ready', 'failed']),
  hostKey: z.string().nullable(),
  problem: relayProblemSchema.nullable()
});

/**
 * What is wanted of one server, written before the engine is asked for it: whoever reads it after a crash goes on from
 * there. `sshPort` is the port of 127.0.0.1 at which its sshd is published; `released` is final.
 */
export const recordSchema = z.object({
  id: z.string(),
  key: z.string(),
  request: sandboxOrderRequestSchema,
  sshPort: z.number().int(),
  order: z.enum(['placed', 'delivered', 'cancelled']),
  problem: relayProblemSchema.nullable(),
  install: installSchema.nullable(),
  released: z.boolean()
});
export type ServerRecord = z.infer<typeof recordSchema>;

/** Names one state folder, so that two stacks on one machine never touch each other's servers. */
export const identityOf = (stateFolder: string): string =>
  createHash('sha256')
    .update(realPath(resolve(stateFolder)))
    .digest('hex')
    .slice(0, 16);

/** The path without links, also of a folder that is gone: it has to name the same servers as before. */
const realPath = (path: string): string =>
  existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));

/** The server that a key orders: the same key names the same server for ever, so it can exist only once. */
export const serverIdOf = (identity: string, key: string): string =>
  `sbx-${createHash('sha256').update(`${identity}\n${key}`).digest('hex').slice(0, 20)}`;

const validId = /^sbx-[0-9a-f]{20}$/;

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** The records of one folder, a JSON file each, replaced whole. */
export function recordsIn(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (id: string) => join(folder, `${id}.json`);
  return {
    async load(id: string): Promise<ServerRecord | null> {
      const text = validId.test(id) ? await readFile(path(id), 'utf8').catch(nullIfAbsent) : null;
      return text === null ? null : recordSchema.parse(JSON.parse(text));
    },
    async save(record: ServerRecord): Promise<ServerRecord> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = await open(`${path(record.id)}.tmp`, 'w', 0o600);
      await file.writeFile(JSON.stringify(record, null, 2));
      await file.sync();
      await file.close();
      await rename(`${path(record.id)}.tmp`, path(record.id));
      return record;
    },
    async all(): Promise<ServerRecord[]> {
      const names = (await readdir(folder)).filter((name) => validId.test(name.replace(/\.json$/, '')));
      const records = await Promise.all(names.map((name) => this.load(name.replace(/\.json$/, ''))));
      return records.filter((record) => record !== null);
    }
  };
}
