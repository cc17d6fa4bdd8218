import type { Analysis, Datastore, DatastoreKind } from '../../../domain/analysis.ts';
import type { Patch } from '../../../domain/artifact.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { Service } from '../../../domain/service.ts';
import { leadsElsewhere } from '../../validate/variables.ts';
import { classify, isShown } from '../env/classify.ts';
import { familyOf, storeFor, storeOfDriver, storeOfUrl, storeOfVariable } from '../stores.ts';
import type { Missing } from './answer.ts';
import { said } from './relating.ts';
import { no } from './service-fields.ts';

type MissingDatastore = Missing['datastores'][number];
type MissingVariable = Missing['variables'][number];
type MissingExternal = Missing['externals'][number];

const add = (path: string, value: unknown) => ({ op: 'add', path, value }) as Patch[number];

/** Whether a line speaks of a kind of datastore: by its name, a driver's, a URL's or a variable's. */
function speaksOf({ excerpt }: Evidence, kind: DatastoreKind): boolean {
  const same = (each: DatastoreKind | 'sql' | null) =>
    each !== null && (each === 'sql' || familyOf(each) === familyOf(kind));
  const words = excerpt.split(/[\s"'`,;()[\]{}=<>]+/).filter((word) => word !== '');
  return (
    excerpt.toLowerCase().includes(kind) ||
    words.some(
      (word) =>
        same(storeOfDriver(word.replace(/^[\w-]+:/, ''))) || same(storeOfUrl(word)) || same(storeOfVariable(word))
    )
  );
}

/** The edit that adds a datastore, and fills from it what the services that use it read; an optional one of its kind is made required. */
export function addDatastore(analysis: Analysis, wanted: MissingDatastore, evidence: Evidence[]): Result<Patch> {
  const line = evidence.find((each) => speaksOf(each, wanted.kind));
  if (!line) return no(`the lines named do not speak of ${wanted.kind}`);
  if (wanted.kind === 'sqlite') return no('it lives inside of its service');
  if (wanted.version !== null && !/^\d{1,4}(?:\.\d{1,4}){0,2}$/.test(wanted.version))
    return no('a version is like 17 or 8.4');
  const there = analysis.datastores.find(({ kind }) => familyOf(kind) === familyOf(wanted.kind));
  if (there) return promote(there);
  const taken = new Set([...analysis.services, ...analysis.datastores].map(({ name }) => name));
  const name = [wanted.kind, `${wanted.kind}-store`].find((each) => !taken.has(each));
  if (name === undefined) return no('its name is taken');
  const store: Datastore = {
    name,
    kind: wanted.kind,
    version: wanted.version,
    requirement: 'required',
    reason: wanted.reason.replace(/[\p{Cc}\p{Cf}]+/gu, ' '),
    evidence: { kind: line }
  };
  const users = analysis.services.filter((service) => wanted.services.includes(service.name));
  return ok([add(`/datastores/${name}`, store), ...users.flatMap((service) => connect(service, store))]);
}

const promote = (store: Datastore): Result<Patch> =>
  store.requirement === 'optional'
    ? ok([{ op: 'replace', path: `/datastores/${store.name}/requirement`, value: 'required' }])
    : no(`${store.name} is there already`);

function connect(service: Service, store: Datastore): Patch {
  const at = `/services/${service.name}`;
  const filled = service.env.filter(
    (each) => each.source === 'person' && storeFor(each.name, each.default, [store]) !== null
  );
  return [
    { op: 'replace', path: `${at}/dependsOn`, value: [...service.dependsOn, store.name] },
    ...filled.map((each): Patch[number] => ({
      op: 'replace',
      path: `${at}/env/${each.name}/source`,
      value: 'reference'
    }))
  ];
}

/** The edit that adds a variable to a service, judged by the same rules as one that the rules found. */
export function addVariable(analysis: Analysis, wanted: MissingVariable, evidence: Evidence[]): Result<Patch> {
  const service = analysis.services.find(({ name }) => name === wanted.service);
  if (!service) return no('there is no such service');
  if (service.env.some(({ name }) => name === wanted.name)) return no('it is there already');
  const line = evidence.find((each) => said([each], wanted.name));
  if (!line) return no('the lines named do not hold its name');
  if (!isShown(wanted.name)) return no('its name belongs to the machine that it runs on');
  const value = wanted.default !== null && said([line], wanted.default) ? wanted.default : null;
  if (leadsElsewhere(wanted.name, value ?? '')) return no('it could load other code into the app');
  const stated = {
    name: wanted.name,
    default: wanted.secret ? null : value,
    required: wanted.required,
    buildTime: wanted.buildTime,
    generated: false,
    describes: wanted.describes.replace(/[\p{Cc}\p{Cf}]+/gu, ' '),
    origin: 'schema' as const,
    evidence: line
  };
  const judged = classify(wanted.name, [stated], {
    port: service.port,
    datastores: analysis.datastores.filter(({ requirement }) => requirement === 'required'),
    packages: [],
    services: analysis.services.map(({ name }) => name),
    variables: [...service.env.map(({ name }) => name), wanted.name]
  });
  const secret = judged.secret || wanted.secret;
  return ok([
    add(`/services/${service.name}/env/${wanted.name}`, {
      ...judged,
      secret,
      default: secret ? null : judged.default
    })
  ]);
}

/** The edit that names a service of somebody else's, with those of its variables that are known here. */
export function addExternal(analysis: Analysis, wanted: MissingExternal, evidence: Evidence[]): Result<Patch> {
  const name = wanted.name.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9 ._-]{0,58}$/.test(name)) return no('its name is not a plain word');
  if (analysis.externals.some((each) => each.name === name)) return no('it is there already');
  const known = new Set(analysis.services.flatMap(({ env }) => env.map((each) => each.name)));
  const env = [...new Set(wanted.env)].filter((each) => known.has(each));
  const spoken = evidence.some(
    ({ excerpt }) => excerpt.toLowerCase().includes(name) || env.some((each) => said(evidence, each))
  );
  return spoken ? ok([add(`/externals/${name}`, { name, env })]) : no('the lines named do not speak of it');
}
