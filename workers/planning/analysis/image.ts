import type { Analysis } from '../../domain/analysis.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { slugify } from '../../domain/ids.ts';
import type { EnvironmentVariable } from '../../domain/service.ts';
import type { Source } from '../../domain/source.ts';
import { isSecret } from './env/secret.ts';
import { splitImage, storeOfImage } from './stores.ts';

/** What a registry says of an image; ports as `80/tcp` or `80`, env as `NAME=value`. */
export interface ImageFacts {
  reference: string;
  digest: string;
  ports: (string | number)[];
  command: string[] | string | null;
  env: string[];
  volumes: string[];
  user: string | null;
  bytes: number | null;
}

/** Variables without which well-known images refuse to start, by kind of datastore or by the image's name. */
const required: [RegExp, string[]][] = [
  [/(?:^|\/)(?:postgres|postgis|pgvector|timescaledb)$/, ['POSTGRES_PASSWORD']],
  [/(?:^|\/)mysql$/, ['MYSQL_ROOT_PASSWORD']],
  [/(?:^|\/)mariadb$/, ['MARIADB_ROOT_PASSWORD']],
  [/(?:^|\/)(?:mongo|mongodb)$/, ['MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD']],
  [/(?:^|\/)minio$/, ['MINIO_ROOT_USER', 'MINIO_ROOT_PASSWORD']],
  [/(?:^|\/)(?:mssql\/server|mssql-server)$/, ['MSSQL_SA_PASSWORD']],
  [/(?:^|\/)meilisearch$/, ['MEILI_MASTER_KEY']]
];

const usual = [80, 8080, 3000, 8000, 5000, 443];

/** The analysis of a ready image: one service, which listens where the image says that it has a port. */
export function imageAnalysis(source: Extract<Source, { kind: 'image' }>, image: ImageFacts): Analysis {
  const { name } = splitImage(image.reference);
  const ports = image.ports.map((port) => Number.parseInt(String(port), 10)).filter((port) => port > 0 && port < 65536);
  const port = usual.find((each) => ports.includes(each)) ?? ports[0] ?? null;
  const store = storeOfImage(image.reference);
  const evidence: Evidence = {
    path: image.reference.slice(0, 1024),
    line: 0,
    excerpt: `image configuration: ports ${ports.join(', ') || 'none'}`,
    confidence: 1
  };
  const names = required.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  return {
    source,
    commit: null,
    services: [
      {
        name: slugify(name.split('/').at(-1) ?? 'app'),
        path: '.',
        kind: port !== null && !store ? 'web' : 'worker',
        language: null,
        framework: null,
        runtimeVersion: null,
        packageManager: null,
        buildCommand: null,
        startCommand: null,
        releaseCommand: null,
        schedule: null,
        port,
        health: null,
        dockerfile: null,
        image: image.reference,
        memoryMb: null,
        volumes: image.volumes.filter((path) => /^\/[^:\p{Cc}]*$/u.test(path)).slice(0, 20),
        env: names.map((each) => variable(each, evidence)),
        dependsOn: [],
        acceptance: 'pending',
        evidence: port === null ? { image: evidence } : { image: evidence, port: evidence }
      }
    ],
    datastores: [],
    externals: [],
    filesRead: [],
    truncated: null
  };
}

function variable(name: string, evidence: Evidence): EnvironmentVariable {
  const secret = isSecret(name, null);
  return {
    name,
    secret,
    default: secret ? null : 'root',
    source: secret ? 'generated' : 'default',
    required: secret,
    buildTime: false,
    describes: 'The image does not start without it',
    evidence: { name: evidence }
  };
}
