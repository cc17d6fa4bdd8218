import { resolve } from 'node:path';
import type { Result } from '../result.ts';
import { nameOf, serversOnEngine } from './container.ts';
import { identityOf } from './record.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

/**
 * Does something to every sandbox server of the state folder that RELAY_STATE names, all at a time, and says how each
 * went. The process exits with 1 where one failed. Where no Docker engine answers there is nothing to do.
 */
export async function eachServer(done: string, act: (serverId: string) => Promise<Result<null>>): Promise<void> {
  const found = await serversOnEngine(identityOf(resolve(process.env['RELAY_STATE'] ?? '.hydron/relay')));
  if (!found.ok && found.problem.code === 'sandbox.engine') return;
  if (!found.ok) return fail(found.problem.message);
  await Promise.all(
    found.value.map(async (id) => {
      const result = await act(id);
      if (result.ok) say(`${done} ${nameOf(id)}`);
      else fail(result.problem.message);
    })
  );
}

function fail(text: string): void {
  say(text);
  process.exitCode = 1;
}
