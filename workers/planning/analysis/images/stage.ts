import {
  commandText,
  finalStage,
  lastOf,
  lineage,
  type ParsedDockerfile,
  type Stage
} from '../../../domain/dockerfile.ts';
import { isForDevelopment } from './names.ts';

const settled = /^(?:prod(?:uction)?|release|runner|runtime|final|deploy|serve)(?:[-_]\w+)?$/;
const aside =
  /(?:^|[-_])(?:dev|devel|development|debug|tests?|testing|lint|ci|e2e|envs|artifacts?|exports?|uploads?|nightly|docs|bench|vet|check|pr)(?:$|[-_])/;

/** Images whose own command starts something, so that a Dockerfile on them needs none. */
const startsItself =
  /(?:^|\/)(?:nginx|nginx-unprivileged|httpd|caddy|php:[\w.-]*(?:apache|fpm)|tomcat|jetty|wordpress|ghost|wildfly|nginx-php-fpm|frankenphp|serversideup|tiangolo|redis|postgres|mysql|mariadb|mongo|rabbitmq|grafana|traefik|haproxy|node-red|directus|strapi|keycloak|hasura|metabase)/;

/** Images that serve HTTP on port 80 without a word of it in a Dockerfile that builds on them. */
export const servesHttp = (base: string): boolean =>
  /(?:^|\/)(?:nginx|httpd|caddy|php:[\w.-]*apache)(?:[:@]|$|[\w.-]*apache)/.test(base);

/** The command of a stage, with what it builds on: entry point and arguments as one line. */
export function commandOf(stages: Stage[]): { text: string; line: number } | null {
  const entry = lastOf(stages, 'ENTRYPOINT');
  const cmd = lastOf(stages, 'CMD');
  const text = [commandText(entry), commandText(cmd)].filter((part) => part !== null).join(' ');
  const line = cmd?.line ?? entry?.line;
  return text && line ? { text, line } : null;
}

/** Whether what a stage makes starts something: by its own command, or by that of the image at its bottom. */
export const starts = (stages: Stage[]): boolean =>
  commandOf(stages) !== null || startsItself.test(stages[0]?.base ?? '');

/**
 * The stage that makes the image for production: the one that is asked for, unless it is a developer's; else the last, unless
 * that one is for tests, for developers or for handing files out, and another starts something. `asked` insists on its stage.
 */
export function stageOf(parsed: ParsedDockerfile, target: string | null, insists: boolean): Stage | null {
  const asked = target ? parsed.stages.find((stage) => stage.name === target.toLowerCase()) : undefined;
  if (asked && (insists || !isForDevelopment(target!))) return asked;
  const last = finalStage(parsed, null);
  if (!last) return null;
  const runs = (stage: Stage) => starts(lineage(parsed, stage));
  if (runs(last) && !aside.test(last.name ?? '')) return last;
  const others = parsed.stages.filter((stage) => stage.name !== null && runs(stage) && !aside.test(stage.name));
  return others.find((stage) => settled.test(stage.name!)) ?? others.at(-1) ?? asked ?? last;
}
