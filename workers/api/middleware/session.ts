import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { sha256 } from '../../domain/ids.ts';
import { isLoopbackName, type Config } from '../../env.ts';
import type { Database } from '../../store/database.ts';
import { sessionUser } from '../../store/sessions.ts';
import { localUser, type User } from '../../store/users.ts';
import type { Api, Credential } from './context.ts';
import { isJson } from './body.ts';
import { refusal } from './problems.ts';

export const sessionCookie = 'hydron_session';

type Signed = { user: User; credential: Credential };

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export async function sameText(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([sha256(a), sha256(b)]);
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i);
  return difference === 0;
}

/** The token of `Authorization: Bearer …`, or null. */
export const bearerOf = (request: Request): string | null =>
  /^Bearer ([\x21-\x7e]{1,400})$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;

/**
 * The origins under which an install is opened: its base URL's, and on a local install the other names of this machine
 * with the same port.
 */
export function originsOf({ mode, baseUrl }: Config): string[] {
  const url = new URL(baseUrl);
  if (mode === 'public') return [url.origin];
  const port = url.port === '' ? '' : `:${url.port}`;
  return ['localhost', '127.0.0.1', '[::1]'].map((name) => `${url.protocol}//${name}${port}`);
}

const hops = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether a request was sent by a program of this machine to this machine: the name it asked for is a loopback name with our
 * port (a page elsewhere that has its own name resolve to 127.0.0.1 asks for that name), the address it came from is a
 * loopback address (workerd puts it into `cf-connecting-ip`), and no proxy says that it passes on another's request. Whoever
 * reaches the port can write that header, so a local install also listens on 127.0.0.1 alone.
 */
export function isFromLoopback(request: Request, config: Config): boolean {
  const { host, protocol } = new URL(request.url);
  const asked = request.headers.get('host') ?? host;
  const address = request.headers.get('cf-connecting-ip') ?? '';
  if (hops.some((name) => request.headers.has(name))) return false;
  if (asked !== host || !originsOf(config).includes(`${protocol}//${host}`)) return false;
  return address === '::1' || isLoopbackName(address) || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}

async function signedIn(
  request: Request,
  cookie: string | undefined,
  config: Config,
  db: Database
): Promise<Signed | null> {
  const bearer = bearerOf(request);
  if (config.mode === 'local') return signedInLocally(request, bearer, config, db);
  const token = bearer ?? cookie;
  const user = token ? await sessionUser(db, token) : undefined;
  return user ? { user, credential: bearer ? 'bearer' : 'cookie' } : null;
}

async function signedInLocally(
  request: Request,
  bearer: string | null,
  config: Config,
  db: Database
): Promise<Signed | null> {
  if (bearer !== null) {
    const known = config.localToken !== null && (await sameText(bearer, config.localToken));
    return known ? { user: await localUser(db), credential: 'bearer' } : null;
  }
  return isFromLoopback(request, config) ? { user: await localUser(db), credential: 'loopback' } : null;
}

const howToSignIn = {
  local: 'A local install answers this machine alone: open it on localhost, or send its token as a bearer.',
  public: 'Sign in first.'
};

/** Lets in who is signed in, and tells the handlers who it is. */
export const session = createMiddleware<Api>(async (c, next) => {
  const { config, db } = c.var;
  const signed = await signedIn(c.req.raw, getCookie(c, sessionCookie), config, db);
  if (!signed) return refusal({ code: 'sign-in.needed', message: howToSignIn[config.mode] });
  c.set('user', signed.user);
  c.set('credential', signed.credential);
  return next();
});

const reading = new Set(['GET', 'HEAD']);

/**
 * Refuses what a page of somebody else's could make a browser send in our user's name: a change, or a socket, must come
 * from our own origin unless a bearer token came along, and a change with a body is JSON.
 */
export const sameOrigin = createMiddleware<Api>(async (c, next) => {
  const opensSocket = c.req.header('upgrade')?.toLowerCase() === 'websocket';
  const changes = !reading.has(c.req.method);
  const from = c.req.header('origin');
  if (
    (changes || opensSocket) &&
    (from !== undefined || c.var.credential !== 'bearer') &&
    !originsOf(c.var.config).includes(from ?? '')
  )
    return refusal({
      code: 'forbidden.origin',
      message: 'This request came from another site. Use Hydron from its own address.'
    });
  const type = c.req.header('content-type');
  if (changes && type !== undefined && !isJson(type))
    return refusal({ code: 'body.type', message: 'Send the body as JSON, with content-type: application/json.' }, 415);
  return next();
});
