import type { Analysis } from '../../../domain/analysis.ts';
import type { EvidenceMap } from '../../../domain/evidence.ts';
import type { EnvironmentVariable, Service } from '../../../domain/service.ts';
import { untrusted } from '../../../models/untrusted.ts';
import type { Checkout } from '../reading/checkout.ts';
import { treeOf } from '../reading/tree.ts';
import { isHolder, struckLine, struckValue } from './holders.ts';

/** Characters of the draft, and of a Dockerfile of the repository; paths of the tree. */
const limits = { draft: 150_000, dockerfile: 6_000, paths: 150 };

/** What a model is given to check: the draft with its evidence and the top of the file tree. Values of files of values are left out. */
export function materialOf(draft: Analysis, checkout: Checkout): string {
  const { services, datastores, externals, truncated } = draft;
  const json = JSON.stringify(
    {
      services: services.map(serviceOf),
      datastores: datastores.map((store) => ({ ...store, evidence: evidenceOf(store.evidence) })),
      externals,
      read: draft.filesRead.map(({ path, note }) => (note ? `${path}: ${note}` : path)),
      truncated
    },
    null,
    1
  );
  const tree = treeOf(checkout.tree);
  const paths = tree.files.slice(0, limits.paths);
  const more = tree.files.length - paths.length;
  return [
    'The draft:',
    untrusted('draft', json.length > limits.draft ? `${json.slice(0, limits.draft)} (cut)` : json),
    `The files${more > 0 ? `, of which ${more} more lie deeper` : ''}:`,
    untrusted('files', paths.join('\n'))
  ].join('\n');
}

function serviceOf({ dockerfile, evidence, env, ...service }: Service): object {
  const most = dockerfile?.origin === 'repository' ? limits.dockerfile : Infinity;
  return {
    ...service,
    evidence: evidenceOf(evidence),
    dockerfile: dockerfile && {
      origin: dockerfile.origin,
      path: dockerfile.path,
      text: dockerfile.text.slice(0, most)
    },
    env: env.map(variableOf)
  };
}

/** An example's default is there to be seen; what a real file of values holds is not. */
const isPrivate = (path: string) => isHolder(path) && !/example|sample|template|dist|default|schema/i.test(path);

const variableOf = ({ evidence, ...variable }: EnvironmentVariable): object => ({
  ...variable,
  default:
    variable.default !== null && Object.values(evidence).some(({ path }) => isPrivate(path))
      ? struckValue
      : variable.default,
  evidence: evidenceOf(evidence)
});

/** Evidence as one line for each field: `server.js:12 app.listen(3000) (0.9)`. */
const evidenceOf = (evidence: EvidenceMap): Record<string, string> =>
  Object.fromEntries(
    Object.entries(evidence).map(([field, { path, line, excerpt, confidence }]) => [
      field,
      `${path}:${line} ${isHolder(path) ? struckLine(excerpt) : excerpt} (${confidence})`
    ])
  );
