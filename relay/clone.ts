import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { git, type GitEnd, type GitRun } from './git.ts';
import type { Remote } from './remote.ts';
import { ok, refuse, type Refusal, type Result } from './result.ts';

/** Larger files are left at their host until an archive needs them: the analysis would not read them anyway. */
export const blobLimit = 1024 * 1024;

const bareConfig = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n';
const shallow = ['--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];

/** What one repository on disk is fetched with. */
export interface Clone {
  config: Config;
  repository: string;
  remote: Remote;
  /** When its time is over, in milliseconds since 1970: one bound for all that git has to do. */
  until: number;
}

/** What a repository is fetched with from now on, for as long as the configuration allows. */
export const cloneOf = (config: Config, repository: string, remote: Remote): Clone => ({
  config,
  repository,
  remote,
  until: Date.now() + config.checkoutSeconds * 1000
});

/**
 * Fetches one commit, shallow and without large files where the host allows that. `named` is a branch, a tag or a commit
 * (7 characters or more), also as `refs/heads/…` or `refs/tags/…`, null for the default branch. Answers the commit and the ref's full name.
 */
export async function clone(
  clone: Clone,
  named: string | null
): Promise<Result<{ commit: string; ref: string | null }>> {
  const ref = named?.replace(/^refs\/(heads|tags)\//, '') ?? null;
  if (ref !== null && !/^[^\p{Cc}\s~^:?*[\\-][^\p{Cc}\s~^:?*[\\]*$/u.test(ref))
    return refuse('source.ref', 'The branch, tag or commit has characters that no ref has.');
  const listed = await list(clone, ref);
  if (!listed.ok) return listed;
  const tip = choose(listed.value, ref);
  if (tip) return fetchTip(clone, tip.id, tip.name);
  if (ref === null) return emptyOr(clone);
  if (!/^[0-9a-f]{7,64}$/.test(ref)) return listed.value.size === 0 ? emptyOr(clone, ref) : noSuchRef(ref);
  if (ref.length >= 40) {
    const fetched = await fetchTip(clone, ref, null);
    if (fetched.ok || fetched.problem.code !== 'source.ref') return fetched;
  }
  return fromHistory(clone, ref);
}

type Refs = Map<string, string>;

async function list(clone: Clone, ref: string | null): Promise<Result<Refs>> {
  const names = ref === null ? ['HEAD'] : ['HEAD', `refs/heads/${ref}`, `refs/tags/${ref}`];
  const ended = await run(clone, ['ls-remote', '--', clone.remote.url, ...names]);
  const problem = problemOf(ended);
  if (problem) return problem;
  const lines = ended.stdout.toString('utf8').split('\n').filter(Boolean);
  return ok(new Map(lines.map((line) => [line.split('\t')[1] ?? '', line.split('\t')[0]!])));
}

function choose(refs: Refs, ref: string | null): { id: string; name: string | null } | null {
  for (const name of ref === null ? ['HEAD'] : [`refs/heads/${ref}`, `refs/tags/${ref}`]) {
    const id = refs.get(name);
    if (id) return { id, name: ref };
  }
  return null;
}

async function emptyOr(clone: Clone, ref: string | null = null): Promise<Refusal> {
  const ended = await run(clone, ['ls-remote', '--heads', '--', clone.remote.url]);
  if (ended.code === 0 && ended.stdout.length === 0)
    return refuse('source.empty', 'The repository is empty. Push a commit first.');
  return ref === null ? refuse('source.ref', 'The repository has no default branch. Name a branch.') : noSuchRef(ref);
}

const noSuchRef = (ref: string) =>
  refuse('source.ref', `The repository has no branch, tag or commit ${ref}. Check its name.`);

async function fetchTip(
  clone: Clone,
  id: string,
  name: string | null
): Promise<Result<{ commit: string; ref: string | null }>> {
  const ended = await run(clone, [
    'fetch',
    '--depth=1',
    `--filter=blob:limit=${blobLimit}`,
    ...shallow,
    '--',
    clone.remote.url,
    id
  ]);
  await forgetRemote(clone);
  const problem = problemOf(ended);
  if (problem) return problem;
  const commit = await commitOf(clone, id);
  return commit ? ok({ commit, ref: name }) : noSuchRef(name ?? id);
}

/** Looks for a commit that the host does not give by itself, or that is abbreviated: the history without its files. */
async function fromHistory(clone: Clone, ref: string): Promise<Result<{ commit: string; ref: string | null }>> {
  const specs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  const ended = await run(clone, [
    'fetch',
    '--filter=blob:none',
    '--refetch',
    ...shallow,
    '--',
    clone.remote.url,
    ...specs
  ]);
  await forgetRemote(clone);
  const problem = problemOf(ended);
  if (problem) return problem;
  const commit = await commitOf(clone, ref);
  if (!commit) return noSuchRef(ref);
  const filled = await fetchMissing(clone, commit);
  return filled.ok ? ok({ commit, ref: null }) : filled;
}

async function commitOf(clone: Clone, id: string): Promise<string | null> {
  const ended = await run(clone, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${id}^{commit}`]);
  return ended.code === 0 ? ended.stdout.toString('utf8').trim() : null;
}

/** Fetches the files of a commit that are not here yet. */
export async function fetchMissing(clone: Clone, commit: string): Promise<Result<null>> {
  const listed = await run(clone, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  const problem = problemOf(listed);
  if (problem) return problem;
  const missing = listed.stdout
    .toString('latin1')
    .split('\0')
    .map((line) => /^\d+ blob ([0-9a-f]+) +BAD\t/.exec(line)?.[1])
    .filter((id) => id !== undefined);
  if (missing.length === 0) return ok(null);
  const input = Buffer.from([...new Set(missing)].join('\n') + '\n');
  const ended = await run(clone, ['fetch', '--filter=blob:none', ...shallow, '--stdin', '--', clone.remote.url], input);
  await forgetRemote(clone);
  return problemOf(ended) ?? ok(null);
}

/** A partial fetch writes its remote into the repository's configuration, and reading would then fetch without being asked. */
const forgetRemote = (clone: Clone) => writeFile(join(clone.repository, 'config'), bareConfig);

function run(clone: Clone, args: string[], input?: Buffer): Promise<GitEnd> {
  const { config, remote, repository, until } = clone;
  const limits: GitRun['limits'] = {
    seconds: Math.max(0, until - Date.now()) / 1000,
    folder: repository,
    maxBytes: config.maxCheckoutBytes
  };
  return git(args, {
    cwd: repository,
    settings: remote.settings,
    env: remote.env,
    limits,
    ...(input ? { input } : {})
  });
}

/** An empty bare repository. */
export async function emptyRepository(config: Config, repository: string): Promise<void> {
  const limits = { seconds: 30, folder: null, maxBytes: 0 };
  const ended = await git(['init', '--bare', '--quiet', '--template=', repository], { cwd: config.state, limits });
  if (ended.code !== 0) throw new Error(`git init failed: ${ended.stderr}`);
  await writeFile(join(repository, 'config'), bareConfig);
}

const signs: [RegExp, string, string][] = [
  [
    /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i,
    'source.ref',
    'The repository has no such commit.'
  ],
  [
    /could not read Username|Authentication failed|Permission denied|access denied|HTTP 40[13]/i,
    'source.private',
    'The repository is private or does not exist. Connect an account that may read it.'
  ],
  [
    /not found|does not exist|does not appear to be a git repository|not exported/i,
    'source.absent',
    'The repository does not exist, or is private. Check the address, or connect an account that may read it.'
  ],
  [
    /Host key verification failed|REMOTE HOST IDENTIFICATION/i,
    'source.host-key',
    'The Git host shows another SSH key than before.'
  ],
  [
    /unable to look up|Could not resolve|unable to connect|Connection (refused|timed out|reset|closed)|Failed to connect|unable to access|Network is unreachable|hung up/i,
    'source.unreachable',
    'The Git host cannot be reached. Try again later.'
  ],
  [/git cannot be run/, 'relay.git', 'The relay has no git. Install git 2.37 or newer.']
];

function problemOf(ended: GitEnd): Refusal | null {
  if (ended.stopped === 'size' || ended.stopped === 'output')
    return refuse(
      'source.large',
      'The repository is larger than the relay takes (RELAY_MAX_CHECKOUT_MB). Name a smaller one.',
      413
    );
  if (ended.stopped === 'time')
    return refuse(
      'source.slow',
      'Fetching the repository took too long (RELAY_CHECKOUT_SECONDS). Try again later.',
      504
    );
  if (ended.code === 0) return null;
  for (const [pattern, code, message] of signs) if (pattern.test(ended.stderr)) return refuse(code, message);
  const last =
    ended.stderr
      .trim()
      .split('\n')
      .filter((line) => /fatal|error/i.test(line))
      .at(-1) ?? 'no reason given';
  const shown = last.replace(/https?:\/\/\S+/g, 'the URL').replace(/\p{Cc}/gu, ' ');
  return refuse('source.failed', `The repository could not be fetched: ${shown.slice(0, 200)}.`);
}
