import * as z from 'zod';
import { slugify } from './ids.ts';
import { ok, refuse, type Problem, type Result } from './result.ts';

const cleanText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters');

export const refSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_./+@-]*$/, 'a branch, tag or commit')
  .refine((ref) => !ref.includes('..') && !ref.endsWith('.lock'), 'a branch, tag or commit');

export const subfolderSchema = cleanText(400).refine(
  (path) => !path.startsWith('/') && !path.split('/').some((part) => part === '..' || part === '' || part === '.git'),
  'a folder inside the repository, such as apps/web'
);

const imageName =
  /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

export const gitSourceSchema = z.object({
  kind: z.literal('git'),
  url: cleanText(2000).refine(
    (text) => URL.canParse(text) && whyNotGit(new URL(text)) === null,
    'an https, ssh or git URL without credentials'
  ),
  ref: refSchema.nullable(),
  subfolder: subfolderSchema.nullable()
});
export const imageSourceSchema = z.object({
  kind: z.literal('image'),
  reference: cleanText(300).regex(imageName, 'an image such as registry/name:tag')
});
export const templateSourceSchema = z.object({
  kind: z.literal('template'),
  name: z.string().regex(/^[a-z0-9-]{1,40}$/)
});
export const folderSourceSchema = z.object({ kind: z.literal('folder'), path: cleanText(2000) });

export const sourceSchema = z.discriminatedUnion('kind', [
  gitSourceSchema,
  imageSourceSchema,
  templateSourceSchema,
  folderSourceSchema
]);
export type Source = z.infer<typeof sourceSchema>;
export type GitSource = z.infer<typeof gitSourceSchema>;

const scpLike = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):(?!\/\/)([^\s]+)$/;

/**
 * What a person typed into the paste box or the terminal, as a source. Understands `template:NAME`, image references,
 * `https://`, `ssh://`, `git://` and `user@host:path` URLs, a forge's page of a branch (`…/tree/BRANCH/FOLDER`), and the
 * suffix `#REF:SUBFOLDER`. Folders (`./x`, `/x`, `~/x`) only where `folders` says so. Options, other schemes, credentials
 * inside a URL and control characters are refused with what to do instead. Addresses are checked later, by the relay.
 */
export function parseSource(input: string, options: { folders?: boolean } = {}): Result<Source> {
  const text = input.trim();
  if (text === '') return refuse('source.empty', 'Paste a Git URL, a Docker image or a template name.');
  if (/[\p{Cc}\p{Cf}]/u.test(text))
    return refuse('source.control', 'The address holds control characters. Paste it again as plain text.');
  if (text.length > 2000) return refuse('source.long', 'The address is longer than 2,000 characters.');
  if (text.startsWith('-'))
    return refuse(
      'source.option',
      'The address starts with a hyphen, which Git would read as an option. Paste a URL such as https://host/owner/name.'
    );
  if (text.startsWith('template:'))
    return parsed(
      templateSourceSchema,
      { kind: 'template', name: text.slice(9) },
      'template:NAME, as in the list of templates'
    );
  if (/^[a-z0-9+.-]+::/i.test(text))
    return refuse('source.helper', 'Remote helpers such as ext:: are not allowed. Paste an https, ssh or git URL.');
  if (/^(\.{1,2}|~)?\//.test(text) || text === '.' || text === '..' || text === '~')
    return folder(text, options.folders === true);
  return gitOrImage(text);
}

function folder(path: string, allowed: boolean): Result<Source> {
  if (!allowed) return refuse('source.folder', 'Folders can be deployed from a local install only. Paste a Git URL.');
  return parsed(folderSourceSchema, { kind: 'folder', path }, 'the path of a folder');
}

function gitOrImage(text: string): Result<Source> {
  if (text.includes('@sha256:') && imageName.test(text)) return image(text);
  const { address, ref, subfolder } = splitSuffix(text);
  const scp = scpLike.exec(address);
  if (scp) return url(`ssh://${scp[1]}@${scp[2]}/${scp[3]!.replace(/^\/+/, '')}`, ref, subfolder);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return url(address, ref, subfolder);
  if (/^(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/]+\/.+/.test(address))
    return url(`https://${address}`, ref, subfolder);
  if (imageName.test(text)) return image(text);
  return refuse(
    'source.unknown',
    'This is neither a Git URL (https://host/owner/name) nor an image (name:tag) nor template:NAME.'
  );
}

function splitSuffix(text: string): { address: string; ref: string | null; subfolder: string | null } {
  const hash = text.indexOf('#');
  if (hash < 0) return { address: text, ref: null, subfolder: null };
  const [ref, ...folders] = text.slice(hash + 1).split(':');
  return {
    address: text.slice(0, hash),
    ref: ref || null,
    subfolder: folders.join(':').replace(/(?<=.)\/$/, '') || null
  };
}

const image = (reference: string): Result<Source> =>
  parsed(imageSourceSchema, { kind: 'image', reference }, 'an image such as registry/name:tag');

function whyNotGit(address: URL): Problem | null {
  const scheme = address.protocol.slice(0, -1);
  const problem = (code: string, message: string) => ({ code, message });
  if (!['https', 'http', 'ssh', 'git'].includes(scheme))
    return problem('source.scheme', `${scheme}:// is not allowed. Paste an https, ssh or git URL.`);
  if (address.password !== '' || (scheme !== 'ssh' && address.username !== ''))
    return problem(
      'source.credentials',
      'The URL holds credentials. Remove them from it, and connect an account for private repositories.'
    );
  if (address.username.startsWith('-') || address.hostname.startsWith('-'))
    return problem('source.option', 'The host or user starts with a hyphen.');
  if (address.hostname === '') return problem('source.url', 'The URL names no host.');
  // Git undoes these escapes before it hands host and user to ssh.
  if (/[^A-Za-z0-9_.-]/.test(address.username) || address.hostname.includes('%'))
    return problem('source.url', 'The host or user holds a character that neither can have.');
  if (/%(?:[01][0-9a-f]|7f)/i.test(address.pathname + address.search))
    return problem('source.control', 'The address holds escaped control characters. Paste it again as plain text.');
  return address.pathname.length < 2 ? problem('source.url', 'The URL names a host but no repository.') : null;
}

const branchPage = /^(?:(\/.+)\/-|(\/[^/]+\/[^/]+))\/(?:tree|src)\/([^/]+)(?:\/(.+?))?\/?$/;

function url(text: string, ref: string | null, subfolder: string | null): Result<Source> {
  const unreadable = refuse('source.url', 'The URL cannot be read. It looks like https://host/owner/name.');
  if (!URL.canParse(text)) return unreadable;
  const address = new URL(text);
  const problem = whyNotGit(address);
  if (problem) return { ok: false, problem };
  const page = branchPage.exec(address.pathname);
  if (page && address.protocol === 'https:' && ref === null) {
    const [branch, folder] = [plain(page[3]), plain(page[4])];
    return branch === undefined || folder === undefined
      ? unreadable
      : git(address.origin + (page[1] ?? page[2]), branch, folder ?? subfolder);
  }
  address.hash = '';
  if (address.protocol.startsWith('http')) address.search = '';
  return git(address.href.replace(/\/$/, ''), ref, subfolder);
}

/** A part of a path without its escapes: null where there is none, undefined where they are broken. */
function plain(part: string | undefined): string | null | undefined {
  if (part === undefined) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

const git = (address: string, ref: string | null, subfolder: string | null): Result<Source> =>
  parsed(gitSourceSchema, { kind: 'git', url: address, ref, subfolder }, 'URL#BRANCH:FOLDER');

function parsed(schema: z.ZodType<Source>, value: unknown, form: string): Result<Source> {
  const read = schema.safeParse(value);
  return read.success
    ? ok(read.data)
    : refuse('source.form', `This does not read as ${form}: ${read.error.issues[0]?.message ?? 'bad form'}.`);
}

function address(source: Source): string {
  if (source.kind === 'git') return source.url;
  if (source.kind === 'image') return source.reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return source.kind === 'template' ? source.name : source.path;
}

/** A name for the project that a source starts: the last part of its path, as a slug. */
export function nameOfSource(source: Source): string {
  const text = address(source);
  return slugify(
    text
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}

/** A source in one line, as the paste box takes it. */
export function describeSource(source: Source): string {
  if (source.kind === 'image') return source.reference;
  if (source.kind === 'template') return `template:${source.name}`;
  if (source.kind === 'folder') return source.path;
  const suffix = source.subfolder ? `#${source.ref ?? ''}:${source.subfolder}` : source.ref ? `#${source.ref}` : '';
  return source.url + suffix;
}
