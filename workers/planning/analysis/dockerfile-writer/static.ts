import type { BuildFacts, Written } from '../detector.ts';
import { copy, dockerfile, ignoreText } from './layout.ts';

/**
 * A last stage in which Caddy serves a folder of the stage `build` (or of the context, when `stage` is null) as a user without
 * rights. A path that names no file gets the 404 page where there is one, else the index page, as single-page sites need.
 */
export function caddyStage(folder: string, port: number, stage: string | null = 'build'): string[] {
  const site = [
    '{',
    'admin off',
    'auto_https off',
    '}',
    `:${port} {`,
    'root * /srv',
    'encode gzip',
    '@hidden path */.git* */.env*',
    'respond @hidden 404',
    'try_files {path} {path}.html {path}/index.html /404.html /index.html',
    'file_server',
    '}'
  ];
  return [
    'FROM caddy:2',
    'ENV XDG_CONFIG_HOME=/tmp/caddy XDG_DATA_HOME=/tmp/caddy',
    `RUN printf '%s\\n' ${site.map((line) => `'${line}'`).join(' ')} > /etc/caddy/Caddyfile`,
    copy([folder], '/srv/', stage ? `--from=${stage} ` : ''),
    'USER 1000:1000',
    `EXPOSE ${port}`,
    'CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]'
  ];
}

/** A Dockerfile for a folder of finished files. */
export const writeStatic =
  (folder: string, context: string) =>
  (facts: BuildFacts): Written => ({
    text: dockerfile(caddyStage(folder, facts.port, null)),
    ignore: ignoreText('*.md', '.hydron'),
    context
  });
