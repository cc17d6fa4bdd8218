import * as z from 'zod';
import type { CheckoutAnswer, CheckoutRequest } from '../../relay/protocol.ts';
import { ok, refuse, type Result } from '../domain/result.ts';
import type { Source } from '../domain/source.ts';
import type { Env } from '../env.ts';
import { relayOf } from '../relay-client.ts';

/** A checkout of a source at the relay: of `commit` where one is named, else of what its ref says now. `key` names the purpose. */
export async function checkoutFor(
  env: Env,
  source: Source,
  commit: string | null,
  key: string
): Promise<Result<CheckoutAnswer>> {
  const origin = await originOf(env, source);
  if (!origin.ok) return origin;
  return relayOf(env).checkout({
    id: key.toLowerCase(),
    origin: origin.value,
    ref: source.kind === 'git' ? (commit ?? source.ref) : commit,
    subfolder: source.kind === 'git' ? source.subfolder : null,
    credential: null
  });
}

async function originOf(env: Env, source: Source): Promise<Result<CheckoutRequest['origin']>> {
  if (source.kind === 'git') return ok({ kind: 'git', url: source.url });
  if (source.kind === 'folder') return ok({ kind: 'folder', path: source.path });
  if (source.kind === 'template') return templateFiles(env, source.name);
  return refuse('source.image', 'An image has no source to check out.');
}

const templateSchema = z.array(z.object({ name: z.string(), files: z.array(z.string().max(300)) }));

async function templateFiles(env: Env, name: string): Promise<Result<CheckoutRequest['origin']>> {
  const asset = (path: string) =>
    env.ASSETS.fetch(new Request(new URL(`/templates/${path}`, 'https://assets.invalid')));
  const index = await asset('index.json');
  const template = templateSchema.parse(await index.json()).find((one) => one.name === name);
  if (!template) return refuse('template.none', `There is no template called ${name}.`);
  const files = await Promise.all(
    template.files.map(async (path) => {
      const file = await asset(`${name}/${path.split('/').map(encodeURIComponent).join('/')}`);
      if (!file.ok) throw new Error(`template ${name} lacks ${path}`);
      return { path, text: await file.text(), executable: false };
    })
  );
  return ok({ kind: 'files', files });
}
