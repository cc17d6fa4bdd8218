import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkouts, type Checkouts } from '../../../relay/checkout.ts';
import { readConfig, type Config, type Environment } from '../../../relay/config.ts';
import {
  checkoutAnswerSchema,
  relayProblemSchema,
  type CheckoutAnswer,
  type RelayProblem
} from '../../../relay/protocol.ts';

/** What a checkout came to: the answer, or the problem that the relay told. */
export type Outcome = { answer: CheckoutAnswer; problem: null } | { answer: null; problem: RelayProblem };

export interface Asking {
  id?: string;
  ref?: string | null;
  subfolder?: string | null;
  credential?: { username: string; password: string };
}

export interface Sources {
  config: Config;
  checkouts: Checkouts;
  /** Checks a Git URL out, as POST /checkouts does. */
  git(url: string, asking?: Asking): Promise<Outcome>;
  stop(): void;
}

/** The relay's checkouts with a state folder of their own. */
export function startSources(settings: Environment, state = mkdtempSync(join(tmpdir(), 'hydron-sources-'))): Sources {
  const config = readConfig({ RELAY_KEY: 'a key of sixteen characters', RELAY_STATE: state, ...settings });
  const made = checkouts(config);
  const post = made.routes.find(({ method }) => method === 'POST')!;
  return {
    config,
    checkouts: made,
    async git(url, { id = crypto.randomUUID(), ref = null, subfolder = null, credential = undefined } = {}) {
      const body = { id, origin: { kind: 'git', url }, ref, subfolder, credential: credential ?? null };
      const reply = await post.handle({ params: {}, query: new URLSearchParams(), body });
      const told = reply.body as { error?: unknown };
      return reply.status < 300
        ? { answer: checkoutAnswerSchema.parse(reply.body), problem: null }
        : { answer: null, problem: relayProblemSchema.parse(told.error) };
    },
    stop: () => rmSync(state, { recursive: true, force: true })
  };
}

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com'
};

/** Runs git in a folder and answers its output. */
export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'core.protectNTFS=false', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...identity }
  }).trim();

/** Like `git`, with text or bytes on its standard input. */
export const gitWith = (input: string | Buffer, folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { input, env: { ...process.env, ...identity } })
    .toString('utf8')
    .trim();

/** A repository on branch `main` with a work tree, made in `<root>/<name>`. */
export function newRepository(root: string, name: string, files: Record<string, string | Buffer>): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  if (Object.keys(files).length > 0) commitFiles(folder, files);
  return folder;
}

/** Writes files, those whose text begins with `-> ` as links, and commits them. Answers the commit. */
export function commitFiles(folder: string, files: Record<string, string | Buffer>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), join(folder, path));
    else writeFileSync(join(folder, path), content);
  }
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'Change');
  return git(folder, 'rev-parse', 'HEAD');
}
