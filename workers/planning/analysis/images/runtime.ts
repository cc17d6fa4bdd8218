import { filled, type ParsedDockerfile, type Stage } from '../../../domain/dockerfile.ts';

const runtimes: [RegExp, string][] = [
  [/(?:^|\/)node(?::|$|@)|\/nodejs/, 'JavaScript'],
  [/(?:^|\/)bun(?::|$)/, 'JavaScript'],
  [/(?:^|\/)deno(?::|$)/, 'TypeScript'],
  [/(?:^|\/)(?:python|uvicorn-gunicorn[\w-]*|uwsgi-nginx-flask|pypy)(?::|$)|\/uv:python/, 'Python'],
  [/(?:^|\/)golang(?::|$)/, 'Go'],
  [/(?:^|\/)ruby(?::|$)/, 'Ruby'],
  [/(?:^|\/)(?:php|composer|frankenphp|php-fpm[\w-]*)(?::|$)/, 'PHP'],
  [
    /(?:^|\/)(?:openjdk|eclipse-temurin|amazoncorretto|maven|gradle|java|tomcat|ibm-semeru-runtimes|liberica-[\w-]+|temurin)(?::|$)/,
    'Java'
  ],
  [/dotnet\/(?:sdk|aspnet|runtime)/, 'C#'],
  [/(?:^|\/)(?:rust|cargo-chef)(?::|$)/, 'Rust'],
  [/(?:^|\/)(?:elixir|hexpm\/elixir)/, 'Elixir'],
  [/(?:^|\/)crystal(?::|$)/, 'Crystal'],
  [/(?:^|\/)swift(?::|$)/, 'Swift'],
  [/(?:^|\/)dart(?::|$)/, 'Dart'],
  [/(?:^|\/)haskell(?::|$)/, 'Haskell'],
  [/(?:^|\/)(?:clojure)(?::|$)/, 'Clojure'],
  [/(?:^|\/)(?:nginx|nginx-unprivileged|httpd|caddy)(?::|$)/, 'Nginx']
];

/** The language that an image is made with, as the bases of its stages say, with its version. */
export function runtimeOf(
  parsed: ParsedDockerfile,
  stages: Stage[]
): { language: string; version: string | null; line: number } | null {
  const order = [...[...stages].reverse(), ...[...parsed.stages].reverse()];
  const found = order
    .map((stage) => ({ stage, match: runtimes.find(([pattern]) => pattern.test(stage.base)) }))
    .filter((each) => each.match);
  const chosen = found.find((each) => each.match![1] !== 'Nginx') ?? found[0];
  if (!chosen) return null;
  const version = versionOf(chosen.stage.base, chosen.match![1]) ?? filledVersion(parsed);
  return { language: chosen.match![1], version, line: chosen.stage.line };
}

function versionOf(base: string, language: string): string | null {
  const tag = /:([^@]+)/.exec(base.replace(/^[^/]*:\d+\//, ''))?.[1] ?? '';
  if (/(?:^|\/)(?:maven|gradle|cargo-chef|uv)$/.test(base.split(':')[0]!))
    return /(?:temurin|jdk-?|openjdk-?|corretto|python|rust-)-?(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? null;
  const match =
    /^(?:v|python)?(\d+(?:\.\d+)?)/.exec(tag)?.[1] ??
    /(?:python|node|jdk|jre|php)-?(\d+(?:\.\d+)?)/.exec(`${base}`)?.[1] ??
    null;
  return match && (language === 'JavaScript' || language === 'Java') ? match.split('.')[0]! : match;
}

const filledVersion = (parsed: ParsedDockerfile): string | null => {
  const stated = [...parsed.args].find(
    ([name, value]) =>
      /^(?:NODE|PYTHON|GO|GOLANG|RUBY|PHP|JAVA|JDK|RUST|DOTNET)_?(?:VERSION|IMAGE)?$/.test(name) && value
  );
  return /\d+(?:\.\d+)?/.exec(filled(stated?.[1] ?? '', parsed.args))?.[0] ?? null;
};
