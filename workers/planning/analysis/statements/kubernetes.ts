import type { Statement, Statements } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readYaml, record, text, type Raw } from '../reading/formats.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import { splitImage, storeOfImage } from '../stores.ts';
import { isFurniture } from './furniture.ts';
import { containerStatement } from './kubernetes-container.ts';

/** At most so many manifests are read: they repeat themselves from one environment to the next. */
const most = 20;

const folders = /(?:^|\/)(?:\.?k8s|kubernetes|kube|kustomize|manifests?|deploy(?:ments?)?)[\w-]*(?:\/|$)/i;
const environments =
  /(?:^|\/)(?:overlays?|components?|envs?|environments?|dev|development|staging|test|local|istio[\w-]*)(?:\/|$)/i;
const runs = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'Rollout', 'CronJob']);

/** A manifest's place: in a folder that is named for it; those of other environments than the first come last. */
function manifestsOf(tree: Tree): string[] {
  const all = tree.files.filter(
    (path) => /\.ya?ml$/.test(path) && folders.test(folderOf(path)) && !isAside(folderOf(path)) && tree.bytes(path) > 0
  );
  const charts = [...new Set(tree.files.filter((path) => nameOf(path) === 'Chart.yaml').map(folderOf))];
  const plain = all.filter(
    (path) =>
      !charts.some((chart) => chart === folderOf(path) || path.startsWith(`${chart}/`)) &&
      !/^(?:kustomization|values|ingress|namespace|rbac|secret|pvc|hpa|network-?polic)/i.test(nameOf(path))
  );
  const settled = plain.filter((path) => !environments.test(folderOf(path)));
  return (settled.length > 0 ? settled : plain).slice(0, most);
}

/** What Kubernetes manifests state: workloads with their ports and checks, time tables and datastores. */
export async function readKubernetes(reader: Reader): Promise<Statements> {
  const found: Statements = { services: [], about: [], stores: [] };
  const files = await reader.read(manifestsOf(reader.tree), 'Kubernetes manifest');
  for (const file of files) {
    if (/\{\{[^}]*\}\}/.test(file.text)) {
      reader.note(file.path, 'is a template: what it makes is not known before it is filled in');
      continue;
    }
    for (const document of readYaml(reader, file).flatMap(unfolded)) workload(file, document, found);
  }
  return found;
}

/** A List stands for its items. */
const unfolded = (document: Raw): Raw[] =>
  text(record(document).kind) === 'List' ? list(record(document).items).slice(0, 100) : [document];

function workload(file: SourceFile, document: Raw, found: Statements): void {
  const kind = text(record(document).kind) ?? '';
  const name = text(dig(document, 'metadata', 'name')) ?? '';
  if (!runs.has(kind) || name === '' || found.services.length >= 40) return;
  const spec = kind === 'CronJob' ? dig(document, 'spec', 'jobTemplate', 'spec') : dig(document, 'spec');
  const pod = record(dig(spec, 'template', 'spec'));
  const container = record(list(pod.containers)[0]);
  const image = text(container.image) ?? '';
  const store = storeOfImage(image);
  if (store)
    found.stores.push({
      ...store,
      name,
      strength: 'stated',
      reason: `${nameOf(file.path)} runs ${image}`,
      evidence: evidenceOfKey(file, ['name', name, 'image'], 0.9)
    });
  else if (image !== '' && !isFurniture(splitImage(image).name) && !found.services.some((each) => each.name === name))
    found.services.push(scheduled(containerStatement(file, name, pod, container, image), kind, document));
}

function scheduled(statement: Statement, kind: string, document: Raw): Statement {
  if (kind !== 'CronJob') return statement;
  const said = text(dig(document, 'spec', 'schedule'));
  return { ...statement, kind: 'cron', schedule: said?.slice(0, 100) ?? null };
}
