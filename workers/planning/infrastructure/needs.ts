import { deployedServices, placedDatastores, type Analysis, type DatastoreKind } from '../../domain/analysis.ts';
import type { MemoryNeed } from '../../domain/infrastructure-plan.ts';
import type { Service } from '../../domain/service.ts';

/** What the system, the container engine and the proxy take, in MiB. */
export const systemMb = 450;

/** A build's peak beside what runs already, in MiB; swap takes what exceeds it. */
const buildMb = { light: 300, middle: 700, heavy: 1200 };

const datastoreMb: Partial<Record<DatastoreKind, number>> = {
  postgres: 256,
  mysql: 512,
  mariadb: 320,
  mongodb: 512,
  redis: 96,
  valkey: 96,
  memcached: 96,
  rabbitmq: 256,
  nats: 64,
  kafka: 1024,
  elasticsearch: 1280,
  opensearch: 1280,
  meilisearch: 256,
  typesense: 256,
  clickhouse: 1024,
  mssql: 2048,
  minio: 256
};

/** First rule that fits wins. From what such processes hold after some hours of little traffic, with room for a peak. */
const rules: { language?: RegExp; framework?: RegExp; kind?: RegExp; megabytes: number; reason: string }[] = [
  { kind: /^static$/, megabytes: 48, reason: 'a static site behind a small web server' },
  { framework: /^next/, megabytes: 384, reason: 'Next.js renders on the server' },
  { framework: /^nuxt/, megabytes: 320, reason: 'Nuxt renders on the server' },
  { framework: /^nest/, megabytes: 256, reason: 'a NestJS process' },
  { framework: /^(?:sveltekit|astro|remix)/, megabytes: 192, reason: 'a Node process that renders pages' },
  { framework: /^django/, megabytes: 320, reason: 'Django with a few worker processes' },
  { framework: /^(?:fastapi|flask|starlette)/, megabytes: 224, reason: 'a Python web process' },
  { framework: /^(?:rails)/, megabytes: 512, reason: 'Rails with a few threads' },
  { framework: /^(?:spring|quarkus|micronaut)/, megabytes: 640, reason: 'a Java virtual machine with its heap' },
  { framework: /^(?:laravel|symfony)/, megabytes: 320, reason: 'PHP with a few worker processes' },
  { language: /^(?:java|kotlin|scala)\b/, megabytes: 512, reason: 'a Java virtual machine with its heap' },
  { language: /^(?:c#|dotnet|\.net)/, megabytes: 256, reason: 'a .NET process' },
  { language: /^python/, megabytes: 192, reason: 'a Python process' },
  { language: /^(?:node|javascript|typescript|bun|deno)/, megabytes: 160, reason: 'a Node process' },
  { language: /^ruby/, megabytes: 320, reason: 'a Ruby process' },
  { language: /^php/, megabytes: 256, reason: 'PHP with a few worker processes' },
  { language: /^elixir|^erlang/, megabytes: 256, reason: 'an Erlang virtual machine' },
  { language: /^(?:go|rust|zig|c|c\+\+)$/, megabytes: 64, reason: 'a native binary' }
];

/** What one service is expected to hold while it runs; a figure that a file or a person states is taken as it is. */
export function serviceNeed(service: Service): MemoryNeed {
  if (service.memoryMb !== null)
    return { name: service.name, memoryMb: service.memoryMb, reason: 'stated in the analysis' };
  const rule = rules.find(
    (each) =>
      (each.kind?.test(service.kind) ?? true) &&
      (each.framework?.test(service.framework?.toLowerCase() ?? '') ?? true) &&
      (each.language?.test(service.language?.toLowerCase() ?? '') ?? true)
  );
  return { name: service.name, memoryMb: rule?.megabytes ?? 256, reason: rule?.reason ?? 'nothing is known of it' };
}

/** The needs of all that is deployed, services first. `sqlite` lives in its service and needs nothing of its own. */
export const needsOf = (analysis: Analysis): MemoryNeed[] => [
  ...deployedServices(analysis).map(serviceNeed),
  ...placedDatastores(analysis).flatMap(({ name, kind }) => {
    const memoryMb = datastoreMb[kind];
    return memoryMb === undefined ? [] : [{ name, memoryMb, reason: `${kind} with its usual caches` }];
  })
];

/** The room that building these services takes at its peak, in MiB: builds run one after another, so the largest counts. */
export function buildNeed(services: Service[]): number {
  const peak = services
    .filter((service) => service.dockerfile !== null)
    .map((service) => {
      if (/^(?:next|nuxt|nest|sveltekit|astro|angular|gatsby)/.test(service.framework?.toLowerCase() ?? ''))
        return buildMb.heavy;
      if (/^(?:rust|java|kotlin|scala|c#|go)/.test(service.language?.toLowerCase() ?? '')) return buildMb.heavy;
      return service.kind === 'static' || /node|typescript|javascript/.test(service.language?.toLowerCase() ?? '')
        ? buildMb.middle
        : buildMb.light;
    });
  return Math.max(0, ...peak);
}
