import { namesVersion } from '../../domain/image-tag.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import type { Finding } from './finding.ts';

/** Images that are not Docker's own official ones and still may be built on or run; a slash at the end stands for all below it. */
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
  'public.ecr.aws/docker/library/',
  // Datastores and their like, under the names of their makers.
  'apache/kafka',
  'apachepulsar/pulsar',
  'arangodb/arangodb',
  'chromadb/chroma',
  'clickhouse/clickhouse-server',
  'cockroachdb/cockroach',
  'dgraph/dgraph',
  'docker.elastic.co/elasticsearch/elasticsearch',
  'falkordb/falkordb',
  'ferretdb/ferretdb',
  'getmeili/meilisearch',
  'ghcr.io/tigerbeetle/tigerbeetle',
  'immudb/immudb',
  'manticoresearch/manticore',
  'memgraph/memgraph',
  'milvusdb/milvus',
  'minio/minio',
  'opensearchproject/opensearch',
  'pgvector/pgvector',
  'postgis/postgis',
  'prom/prometheus',
  'qdrant/qdrant',
  'quay.io/coreos/etcd',
  'questdb/questdb',
  'redpandadata/redpanda',
  'scylladb/scylla',
  'semitechnologies/weaviate',
  'surrealdb/surrealdb',
  'timescale/timescaledb',
  'typesense/typesense',
  'valkey/valkey',
  'victoriametrics/victoria-metrics'
];
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const form = new RegExp(
  `^((?:[a-z0-9.-]+(?::\\d+)?/)?${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`
);

const nameIn = (reference: string): string | null => form.exec(reference)?.[1] ?? null;

function isKnown(name: string): boolean {
  const short = name.replace(/^(?:docker\.io\/)?(?:library\/)?/, '').replace(/^docker\.io\//, '');
  const official = !short.includes('/');
  return official || known.some((each) => (each.endsWith('/') ? short.startsWith(each) : short === each));
}

/**
 * An image to build on or to run: answered as it is where it is an official or known one at a version. `was` is one that it takes the
 * place of, whose name counts as known. Else refused: `image.form`, `image.publisher`, `image.unpinned`.
 */
export function pinnedImage(reference: string, was: string | null = null): Result<string> {
  const match = reference.length > 300 ? null : form.exec(reference);
  if (!match) return refuse('image.form', `${reference.slice(0, 120)} is not an image at a version`);
  const [, name = '', tag, digest] = match;
  if (!isKnown(name) && (was === null || nameIn(was) !== name))
    return refuse('image.publisher', `${name.slice(0, 120)} is neither an official image nor another known one`);
  return digest || (tag && namesVersion(tag))
    ? ok(reference)
    : refuse('image.unpinned', `${reference.slice(0, 120)} names no version, so that another image may come any day`);
}

/** What is to be said against running an image in place of another, the path being where it stands. */
export function imageFindings(image: string, path: string, was: string | null = null): Finding[] {
  const judged = pinnedImage(image, was);
  return judged.ok
    ? []
    : [{ code: judged.problem.code, path, message: `${judged.problem.message}.`, severity: 'needs-person' }];
}
