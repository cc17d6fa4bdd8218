import { ok, refuse, type Result } from '../../../domain/result.ts';

/** Images that are not Docker's own official ones and still may be built on; a slash at the end stands for all below it. */
const known = [
  'oven/bun',
  'denoland/deno',
  'nginxinc/nginx-unprivileged',
  'hexpm/elixir',
  'dunglas/frankenphp',
  'lukemathwalker/cargo-chef',
  'ghcr.io/astral-sh/uv',
  'gcr.io/distroless/',
  'mcr.microsoft.com/dotnet/',
  'mcr.microsoft.com/playwright',
  'public.ecr.aws/docker/library/'
];
const moving =
  /(?:^|[._-])(?:latest|edge|nightly|canary|rolling|main|master|next|unstable|experimental|beta|alpha|rc\d*)(?:$|[._-])/;
/** Releases that go by a name, and never move on to the next. */
const release = /(?:^|-)(?:bullseye|bookworm|trixie|jammy|noble|debian1[0-9])(?:$|-)/;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const form = new RegExp(
  `^((?:[a-z0-9.-]+(?::\\d+)?/)?${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`
);

/** An image to build on: answered as it is where it is an official or known one at a version, else refused (`image.refused`). */
export function pinnedImage(reference: string): Result<string> {
  const match = reference.length > 300 ? null : form.exec(reference);
  if (!match) return refuse('image.refused', `${reference.slice(0, 120)} is not an image at a version`);
  const [, name = '', tag, digest] = match;
  const short = name.replace(/^(?:docker\.io\/)?(?:library\/)?/, '').replace(/^docker\.io\//, '');
  const official = !short.includes('/');
  if (!official && !known.some((each) => (each.endsWith('/') ? short.startsWith(each) : short === each)))
    return refuse('image.refused', `${name.slice(0, 120)} is neither an official image nor another known one`);
  if (digest) return ok(reference);
  if (!tag || moving.test(tag) || !(/\d/.test(tag) || release.test(tag)))
    return refuse(
      'image.refused',
      `${reference.slice(0, 120)} names no version, so that another image may come any day`
    );
  return ok(reference);
}
