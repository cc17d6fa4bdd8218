import { ok, type Result } from '../../../domain/result.ts';
import { splitImage, storeOfImage } from '../../analysis/stores.ts';
import { no } from '../../dropping.ts';
import { imageFindings } from '../../validate/images.ts';

/** Datastores whose makers publish them under a name of their own. Docker's official images need no word here. */
const publishers = new Set([
  'qdrant/qdrant',
  'semitechnologies/weaviate',
  'milvusdb/milvus',
  'chromadb/chroma',
  'surrealdb/surrealdb',
  'cockroachdb/cockroach',
  'scylladb/scylla',
  'questdb/questdb',
  'redpandadata/redpanda',
  'apachepulsar/pulsar',
  'dgraph/dgraph',
  'arangodb/arangodb',
  'victoriametrics/victoria-metrics',
  'manticoresearch/manticore',
  'memgraph/memgraph',
  'falkordb/falkordb',
  'immudb/immudb',
  'ferretdb/ferretdb',
  'ghcr.io/tigerbeetle/tigerbeetle',
  'quay.io/coreos/etcd',
  'prom/prometheus'
]);

/** The image of a datastore that may be added, and its tag: official or its makers' own, at a version, and of no kind that rules know. */
export function storeImage(reference: string): Result<{ image: string; tag: string }> {
  const { name, tag } = splitImage(reference);
  if (tag === null || !/^[a-z0-9][a-z0-9._/-]*:[\w][\w.-]*$/.test(reference)) return no('its image names no version');
  const [finding] = imageFindings(reference, '/image');
  if (finding) return no(finding.message);
  if (storeOfImage(reference)) return no('it is of a kind that belongs in the analysis');
  const short = name.replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  if (short.includes('/') && !publishers.has(short)) return no(`${name} is not an image of a maker that is known here`);
  return ok({ image: name, tag });
}
