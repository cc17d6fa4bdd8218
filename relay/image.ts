import { createHash } from 'node:crypto';
import * as z from 'zod';
import { authorities } from './authorities.ts';
import type { Config } from './config.ts';
import { imageRequestSchema, type ImageAnswer } from './protocol.ts';
import { fetchChecked, type Fetched } from './request.ts';
import { ok, refuse, type Refusal, type Result } from './result.ts';
import { reply, route, type Route } from './route.ts';

/** POST /images: what a registry says of an image, without pulling it. */
export const imageRoutes = (config: Config): Route[] => [
  route('POST', '/images', imageRequestSchema, async ({ body }) => reply(await image(config, body.reference)))
];

const architectures: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };
const index = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];
const manifest = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'];

const descriptorSchema = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/), size: z.number().int().min(0) });
const indexSchema = z.object({
  manifests: z.array(
    descriptorSchema.extend({ platform: z.object({ os: z.string(), architecture: z.string() }).optional() })
  )
});
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
const texts = z.array(z.string()).nullish();
const configSchema = z.object({
  config: z
    .object({
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      Env: texts,
      Cmd: texts,
      Entrypoint: texts,
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      User: z.string().nullish()
    })
    .nullish()
});

/** A reference in its parts. `host` is the registry's, `tag` may be a digest. */
export interface Reference {
  host: string;
  repository: string;
  tag: string;
}

/** Reads a reference as Docker does: `redis` is `docker.io/library/redis:latest`. Null where it is none. */
export function readReference(text: string): Reference | null {
  const parts =
    /^(?:([a-z0-9.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)\/)?([a-z0-9][a-z0-9._/-]*?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      text
    );
  if (!parts) return null;
  const [, first, rest = '', tag = 'latest', digest] = parts;
  const isHost = first !== undefined && (/[.:]/.test(first) || first === 'localhost');
  const host = isHost && first !== 'docker.io' && first !== 'index.docker.io' ? first : 'docker.io';
  const path = first !== undefined && !isHost ? `${first}/${rest}` : rest;
  const repository = host === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  return repository.includes('..') || repository.includes('//') ? null : { host, repository, tag: digest ?? tag };
}

/** Registries to ask, in order: for Docker Hub the configured mirror first. */
function basesOf(config: Config, host: string): URL[] {
  if (host !== 'docker.io') {
    const named = config.allowedHosts.includes(host) || config.allowedHosts.includes(host.replace(/:\d+$/, ''));
    return [new URL(`https://${host}`), ...(named ? [new URL(`http://${host}`)] : [])];
  }
  const hub = new URL('https://registry-1.docker.io');
  return config.registryMirror ? [new URL(config.registryMirror), hub] : [hub];
}

async function image(config: Config, text: string): Promise<Result<ImageAnswer>> {
  const reference = readReference(text);
  if (!reference)
    return refuse('image.reference', `${text.slice(0, 100)} is no image reference. It looks like name:tag.`, 400);
  let refusal: Refusal = refuse('image.unreachable', 'No registry was asked.');
  for (const base of basesOf(config, reference.host)) {
    const found = await describe(config, base, reference, text);
    if (found.ok) return found;
    if (refusal.problem.code === 'image.unreachable') refusal = found;
  }
  return refusal;
}

interface Registry {
  config: Config;
  base: URL;
  reference: Reference;
  token: string | null;
}

async function describe(config: Config, base: URL, reference: Reference, text: string): Promise<Result<ImageAnswer>> {
  const registry: Registry = { config, base, reference, token: null };
  const top = await ask(registry, `manifests/${reference.tag}`, [...index, ...manifest]);
  if (!top.ok) return top;
  const digest = `sha256:${createHash('sha256').update(top.value.body).digest('hex')}`;
  const chosen = await forThisMachine(registry, top.value.body);
  if (!chosen.ok) return chosen;
  const blob = await ask(registry, `blobs/${chosen.value.config.digest}`, ['*/*']);
  if (!blob.ok) return blob;
  const parsed = configSchema.safeParse(readJson(blob.value.body));
  if (!parsed.success) return refuse('image.form', `${base.host} describes ${text} in a form that is not known.`);
  const { ExposedPorts, Env, Cmd, Entrypoint, Volumes, User } = parsed.data.config ?? {};
  const ports = Object.keys(ExposedPorts ?? {}).filter((port) => !port.endsWith('/udp'));
  return ok({
    reference: text,
    digest,
    ports: ports.map((port) => Number.parseInt(port, 10)).filter((port) => port > 0 && port < 65536),
    command: [...(Entrypoint ?? []), ...(Cmd ?? [])],
    env: Env ?? [],
    volumes: Object.keys(Volumes ?? {}),
    user: User ?? '',
    bytes: chosen.value.layers.reduce((sum, layer) => sum + layer.size, 0)
  });
}

async function forThisMachine(registry: Registry, body: Buffer): Promise<Result<z.infer<typeof manifestSchema>>> {
  const json = readJson(body);
  const list = indexSchema.safeParse(json);
  const architecture = architectures[process.arch] ?? 'amd64';
  if (list.success) {
    const one = list.data.manifests.find(
      ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture
    );
    if (!one) return refuse('image.platform', `The image has no build for linux/${architecture}.`);
    const answer = await ask(registry, `manifests/${one.digest}`, manifest);
    return answer.ok ? readManifest(readJson(answer.value.body), registry) : answer;
  }
  return readManifest(json, registry);
}

function readManifest(json: unknown, { base }: Registry): Result<z.infer<typeof manifestSchema>> {
  const parsed = manifestSchema.safeParse(json);
  return parsed.success
    ? ok(parsed.data)
    : refuse('image.form', `${base.host} describes the image in a form that is not known.`);
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

/** One request to the registry, with a token fetched when it asks for one. */
async function ask(registry: Registry, path: string, accept: string[]): Promise<Result<Fetched>> {
  const url = new URL(`/v2/${registry.reference.repository}/${path}`, registry.base);
  const first = await send(registry, url, accept);
  if (!first.ok || first.value.status !== 401 || registry.token) return readStatus(registry, first);
  const token = await anonymousToken(registry, String(first.value.headers['www-authenticate'] ?? ''));
  if (!token) return readStatus(registry, first);
  registry.token = token;
  return readStatus(registry, await send(registry, url, accept));
}

function send({ config, base, token }: Registry, url: URL, accept: string[]): Promise<Result<Fetched>> {
  const mirror = config.registryMirror ? new URL(config.registryMirror) : null;
  const named =
    mirror?.host === base.host
      ? [mirror.host, `${mirror.hostname}:${mirror.port || (mirror.protocol === 'http:' ? 80 : 443)}`]
      : [];
  return fetchChecked(url, {
    access: { allowedHosts: [...config.allowedHosts, ...named] },
    authorities: authorities(config),
    headers: { accept: accept.join(', '), ...(token ? { authorization: `Bearer ${token}` } : {}) },
    maxBytes: 4 * 1024 * 1024,
    seconds: 20
  });
}

function readStatus({ base, reference }: Registry, fetched: Result<Fetched>): Result<Fetched> {
  const name = `${reference.repository}:${reference.tag}`;
  if (!fetched.ok && ['address.unreachable', 'address.unknown'].includes(fetched.problem.code))
    return refuse('image.unreachable', fetched.problem.message);
  if (!fetched.ok) return fetched;
  const { status } = fetched.value;
  if (status === 200) return fetched;
  if (status === 404) return refuse('image.absent', `${base.host} has no image ${name}. Check its name and tag.`, 404);
  if (status === 401 || status === 403)
    return refuse('image.private', `${name} does not exist at ${base.host}, or is private.`);
  if (status === 429)
    return refuse(
      'image.limited',
      `${base.host} allows no more requests for now. Try again later, or set HYDRON_REGISTRY_MIRROR.`
    );
  return refuse('image.unreachable', `${base.host} answered with status ${status}. Try again later.`);
}

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** The anonymous token that a registry's challenge tells where to get (distribution spec, token authentication). */
async function anonymousToken(registry: Registry, challenge: string): Promise<string | null> {
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = field('realm');
  if (!/^bearer /i.test(challenge) || !realm || !URL.canParse(realm)) return null;
  const url = new URL(realm);
  const service = field('service');
  if (service) url.searchParams.set('service', service);
  url.searchParams.set('scope', field('scope') ?? `repository:${registry.reference.repository}:pull`);
  const answer = await send({ ...registry, token: null }, url, ['application/json']);
  const parsed = answer.ok && answer.value.status === 200 ? tokenSchema.safeParse(readJson(answer.value.body)) : null;
  return parsed?.success ? (parsed.data.token ?? parsed.data.access_token ?? null) : null;
}
