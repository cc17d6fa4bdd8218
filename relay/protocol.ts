import * as z from 'zod';

/**
 * What the relay understands and answers. The only file of this folder that others may import.
 *
 * A request is signed: header `x-hydron-signature` is HMAC-SHA-256 (hex) with the shared key over
 * `METHOD\npath?query\nsha256(body) hex\ntime\nnonce`, with `x-hydron-time` (milliseconds since 1970) and `x-hydron-nonce`
 * beside it. Accepted within 60 s of the relay's clock and once per nonce. A callback is signed the same way with the key
 * that its exec was given.
 */
export const signatureWindowMs = 60_000;

const encoder = new TextEncoder();
const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The signature of one request or callback. `path` includes the query. Runs in Node and in workerd. */
export async function sign(
  key: string,
  request: { method: string; path: string; body: string; time: number; nonce: string }
): Promise<string> {
  const bodyHash = hex(await crypto.subtle.digest('SHA-256', encoder.encode(request.body)));
  const text = [request.method.toUpperCase(), request.path, bodyHash, String(request.time), request.nonce].join('\n');
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign'
  ]);
  return hex(await crypto.subtle.sign('HMAC', imported, encoder.encode(text)));
}

/** Compares two signatures without telling by its time where they differ. */
export function sameSignature(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

export const checkoutIdSchema = z.string().regex(/^[a-z0-9_-]{1,80}$/);
export const execIdSchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
const commitSchema = z.string().regex(/^[0-9a-f]{40,64}$/);

/** Every refusal: a stable code, and one sentence that says what to do. Sent with status 4xx or 5xx. */
export const relayProblemSchema = z.object({ code: z.string(), message: z.string() });
export type RelayProblem = z.infer<typeof relayProblemSchema>;

/** How to reach a server; `hostKey` (`ssh-ed25519 AAAA…`) must match or nothing is sent. `privateKey` is OpenSSH or PEM text. */
export const serverSchema = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  user: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/),
  hostKey: z.string().min(1).max(2000)
});
export const credentialSchema = z.object({ privateKey: z.string().min(1).max(20_000) });

/** A credential for one Git host, used for this checkout only and never kept. */
export const gitCredentialSchema = z.object({ username: z.string().max(200), password: z.string().max(4000) });

/**
 * POST /checkouts. `origin`: a Git URL, a folder of the relay's machine (only where its configuration allows), or the
 * files themselves (a template). `ref`: branch, tag or commit, null for the default branch. Sent again with the same id, it
 * answers what is already there.
 */
export const checkoutRequestSchema = z.object({
  id: checkoutIdSchema,
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('git'), url: z.string().max(2000) }),
    z.object({ kind: z.literal('folder'), path: z.string().max(2000) }),
    z.object({
      kind: z.literal('files'),
      files: z
        .array(z.object({ path: z.string().max(400), text: z.string().max(1_000_000), executable: z.boolean() }))
        .max(500)
    })
  ]),
  ref: z.string().max(200).nullable(),
  subfolder: z.string().max(400).nullable(),
  credential: gitCredentialSchema.nullable()
});
export type CheckoutRequest = z.infer<typeof checkoutRequestSchema>;

/** One file of the tree, relative to the subfolder. `kind` link targets are not followed. */
export const treeEntrySchema = z.object({
  path: z.string(),
  bytes: z.number().int().min(0),
  kind: z.enum(['file', 'executable', 'link', 'submodule'])
});
export type TreeEntry = z.infer<typeof treeEntrySchema>;

/** `truncated`: the tree had more files than the limit and the rest is not listed. */
export const checkoutAnswerSchema = z.object({
  id: checkoutIdSchema,
  commit: commitSchema,
  ref: z.string().nullable(),
  tree: z.array(treeEntrySchema),
  truncated: z.boolean()
});
export type CheckoutAnswer = z.infer<typeof checkoutAnswerSchema>;

/** GET /checkouts/:id/files?path=&path=… answers `{ files }`: text or null with a note (absent, too large, binary, a link). */
export const filesAnswerSchema = z.object({
  files: z.array(
    z.object({ path: z.string(), text: z.string().nullable(), bytes: z.number().int(), note: z.string().nullable() })
  )
});
export type FilesAnswer = z.infer<typeof filesAnswerSchema>;

/**
 * POST /checkouts/:id/search: where a text stands, letter by letter, in the files below `folder` (`.` for all). At most `most`
 * lines are answered, long ones cut around the text.
 */
export const searchRequestSchema = z.object({
  text: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'one line of text'),
  folder: z.string().min(1).max(1024),
  most: z.number().int().min(1).max(200)
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

/** `line` counts from 1. `truncated`: there may be more, since a limit ended the search or left a large file out. */
export const searchAnswerSchema = z.object({
  matches: z.array(z.object({ path: z.string(), line: z.number().int().min(1), text: z.string() })),
  truncated: z.boolean()
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

/** Where output and exit of an exec are posted, and the key that signs those posts. */
export const callbackSchema = z.object({ url: z.url().max(2000), key: z.string().min(16).max(200) });

/** POST /checkouts/:id/archive: sends the commit's tree to `folder` on a server (beside it first, then renamed), under an exec id. */
export const archiveRequestSchema = z.object({
  execId: execIdSchema,
  server: serverSchema,
  credential: credentialSchema,
  folder: z.string().regex(/^(?!.*\/\.{0,2}(\/|$))\/[A-Za-z0-9_./-]{1,400}$/),
  files: z.array(z.object({ path: z.string().max(1024), text: z.string().max(200_000) })).max(60),
  timeout: z.number().int().min(5).max(7200),
  callback: callbackSchema
});
export type ArchiveRequest = z.infer<typeof archiveRequestSchema>;

/**
 * PUT /execs/:execId runs `script` with bash as root, once; sent again, it re-attaches and output goes on from `offset`.
 * `secrets` and `servers` become the variables SECRET_NAME and SERVER_NAME that `${SECRET:NAME}` and `${SERVER:name}` in
 * the script stand for; values of secrets are struck out of the output. `fresh` asks for a new SSH connection. `timeout` is in
 * seconds of the script's own running time.
 */
export const execRequestSchema = z.object({
  server: serverSchema,
  credential: credentialSchema,
  script: z.string().max(800_000),
  secrets: z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/), z.string().max(20_000)),
  servers: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), z.string().max(253)),
  timeout: z.number().int().min(1).max(7200),
  offset: z.number().int().min(0),
  fresh: z.boolean(),
  callback: callbackSchema
});
export type ExecRequest = z.infer<typeof execRequestSchema>;

export const execStates = ['not started', 'in progress', 'succeeded', 'failed', 'unreachable'] as const;

/**
 * How an exec stands. `exitCode` is null while it runs or when a signal ended it; `result` is systemd's word
 * (`success`, `exit-code`, `timeout`, `oom-kill`, `signal`, `lost` after a reboot) or the relay's (`unreachable`, `host-key`, `refused`).
 */
export const execAnswerSchema = z.object({
  execId: execIdSchema,
  state: z.enum(execStates),
  exitCode: z.number().int().nullable(),
  result: z.string().max(60).nullable(),
  bytes: z.number().int().min(0),
  tail: z.string(),
  problem: relayProblemSchema.nullable()
});
export type ExecAnswer = z.infer<typeof execAnswerSchema>;

/** POST to the callback: a piece of output from raw byte `offset` up to `next`; `text` is redacted, so its length differs. */
export const outputCallbackSchema = z.object({
  kind: z.literal('output'),
  execId: execIdSchema,
  offset: z.number().int().min(0),
  next: z.number().int().min(0),
  text: z.string()
});
/** POST to the callback, after all output was accepted: how the exec ended. */
export const exitCallbackSchema = z.object({ kind: z.literal('exit'), execId: execIdSchema, answer: execAnswerSchema });
export const callbackBodySchema = z.discriminatedUnion('kind', [outputCallbackSchema, exitCallbackSchema]);
export type CallbackBody = z.infer<typeof callbackBodySchema>;
/** The answer to a callback: how far the journal has read. The relay goes on from there. */
export const callbackAnswerSchema = z.object({ offset: z.number().int().min(0) });

/** POST /host-keys `{ host, port }` answers the keys that the server shows, without signing in: `SHA256:…` fingerprints beside. */
export const hostKeysRequestSchema = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535)
});
export const hostKeysAnswerSchema = z.object({
  keys: z.array(z.object({ key: z.string(), type: z.string(), fingerprint: z.string() }))
});

/** POST /images `{ reference }`: what a registry says of an image, without pulling it. */
export const imageRequestSchema = z.object({ reference: z.string().min(1).max(400) });
export const imageAnswerSchema = z.object({
  reference: z.string(),
  digest: z.string(),
  ports: z.array(z.number().int()),
  command: z.array(z.string()),
  env: z.array(z.string()),
  volumes: z.array(z.string()),
  user: z.string(),
  bytes: z.number().int()
});
export type ImageAnswer = z.infer<typeof imageAnswerSchema>;

/**
 * POST /probes: one HTTPS request from outside the server. `connect` overrides where the name resolves to; `authorities` are
 * extra PEM certificates to trust. The answer is data either way: `problem` says why there is no status.
 */
export const probeRequestSchema = z.object({
  url: z.url().max(2000),
  connect: z.object({ host: z.string().min(1).max(253), port: z.number().int().min(1).max(65535) }).nullable(),
  authorities: z.array(z.string().max(200_000)).max(20),
  timeout: z.number().int().min(1).max(120)
});
export type ProbeRequest = z.infer<typeof probeRequestSchema>;
export const probeAnswerSchema = z.object({
  status: z.number().int().nullable(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  timings: z.object({ connect: z.number(), tls: z.number(), firstByte: z.number(), total: z.number() }),
  certificate: z
    .object({
      subject: z.string(),
      issuer: z.string(),
      validTo: z.string(),
      names: z.array(z.string()),
      trusted: z.boolean()
    })
    .nullable(),
  problem: relayProblemSchema.nullable()
});
export type ProbeAnswer = z.infer<typeof probeAnswerSchema>;

/**
 * The sandbox vendor's machine room, on relays that have one (`/sandbox/…`).
 * GET /sandbox/tiers; PUT /sandbox/orders/:key (the key makes a repeat harmless); GET /sandbox/orders/:key;
 * POST /sandbox/servers/:id/install; GET /sandbox/servers/:id; DELETE /sandbox/servers/:id.
 */
export const sandboxTierSchema = z.object({
  tier: z.string(),
  title: z.string(),
  cores: z.number().int(),
  memoryGb: z.number(),
  disk: z.string(),
  monthly: z.number().int(),
  currency: z.string()
});
export const sandboxOrderRequestSchema = z.object({
  tier: z.string().max(60),
  name: z.string().regex(/^[a-z0-9-]{1,60}$/),
  httpsPort: z.number().int().min(0).max(65535),
  httpPort: z.number().int().min(0).max(65535)
});
export const sandboxOrderSchema = z.object({
  key: z.string(),
  state: z.enum(['placed', 'delivered', 'cancelled', 'unknown']),
  serverId: z.string().nullable(),
  problem: relayProblemSchema.nullable()
});
/** POST …/install: a clean system that admits `authorizedKey` alone. Sent again with the same `installId`, it answers how that one stands. */
export const sandboxInstallRequestSchema = z.object({
  installId: z.string().regex(/^[a-z0-9-]{1,80}$/),
  authorizedKey: z.string().max(2000),
  os: z.string().max(40)
});
export const sandboxServerSchema = z.object({
  id: z.string(),
  state: z.enum(['delivered', 'installing', 'ready', 'failed', 'released']),
  installId: z.string().nullable(),
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  hostKey: z.string().nullable(),
  peerAddress: z.string().nullable(),
  problem: relayProblemSchema.nullable()
});
export type SandboxServer = z.infer<typeof sandboxServerSchema>;
