import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const keysSchema = z.object({ secretKey: z.string(), relayKey: z.string(), localToken: z.string() });
/** Made once per state folder. `secretKey` is base64 of 32 bytes; losing it loses every stored secret. */
export type Keys = z.infer<typeof keysSchema>;

const processSchema = z.object({ name: z.string(), pid: z.number().int(), started: z.string() });
/** A process and when it started (in the words of the system), so that a reused pid is not taken for it. */
export type KnownProcess = z.infer<typeof processSchema>;

const stackSchema = z.object({
  url: z.string(),
  relayUrl: z.string(),
  token: z.string(),
  ready: z.boolean(),
  launcher: processSchema,
  children: z.array(processSchema)
});
/** What a running stack says about itself in its state folder. */
export type Stack = z.infer<typeof stackSchema>;

/** The places inside a state folder. */
export const places = (state: string) => ({
  keys: join(state, 'keys.json'),
  stack: join(state, 'stack.json'),
  workerEnv: join(state, 'worker.env'),
  authorities: join(state, 'authorities.pem'),
  extraAuthorities: join(state, 'extra-authorities.pem'),
  build: join(state, 'build'),
  worker: join(state, 'worker'),
  relay: join(state, 'relay'),
  logs: join(state, 'logs')
});

/** Makes the folder, readable by its owner alone, with its folders for the relay and for logs. */
export function openState(state: string): void {
  const at = places(state);
  for (const folder of [state, at.relay, at.logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(state, 0o700);
}

/** Writes a file of mode 600 in one move, so that no reader sees half of it. */
export function writePrivately(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}

/** The keys of a state folder, made on first use. */
export function keysOf(state: string): Keys {
  const { keys: path } = places(state);
  if (existsSync(path)) return keysSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const keys = {
    secretKey: randomBytes(32).toString('base64'),
    relayKey: randomBytes(32).toString('hex'),
    localToken: randomBytes(32).toString('hex')
  };
  writePrivately(path, JSON.stringify(keys, null, 2));
  return keys;
}

export const saveStack = (state: string, stack: Stack): void =>
  writePrivately(places(state).stack, JSON.stringify(stack, null, 2));
export const forgetStack = (state: string): void => rmSync(places(state).stack, { force: true });

/** What stands in the folder about a stack, running or not; null if nothing readable does. */
export function readStack(state: string): Stack | null {
  const { stack: path } = places(state);
  if (!existsSync(path)) return null;
  const read = stackSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return read.success ? read.data : null;
}
