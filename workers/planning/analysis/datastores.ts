import type { Datastore, DatastoreKind } from '../../domain/analysis.ts';
import { slugify } from '../../domain/ids.ts';
import type { App, StatedVariable, StoreHint } from './detector.ts';
import { currentVersion, familyOf, isSql, storeOfDriver, storeOfUrl, storeOfVariable } from './stores.ts';

/** What is said of one kind of datastore by all places together. */
interface Said {
  kind: DatastoreKind;
  hints: StoreHint[];
}

/** Packages that do nothing without their datastore. */
const queues =
  /^(?:bull|bullmq|@nestjs\/bull|@nestjs\/bullmq|bee-queue|rq|arq|django-rq|sidekiq|resque|github\.com\/hibiken\/asynq|channels-redis|connect-redis|flask-redis|pg-boss|graphile-worker)$/;

/**
 * The datastores of the apps: required ones are placed, optional ones offered, embedded ones live in the service. A driver
 * alone is no requirement where the code falls back to SQLite or supports several databases.
 */
export function resolveDatastores(apps: App[], stated: StoreHint[], variables: StatedVariable[]): Datastore[] {
  const hints = [...stated, ...apps.flatMap((app) => app.stores), ...driverHints(apps), ...variableHints(variables)];
  const groups = new Map<string, Said>();
  for (const hint of hints) {
    const family = familyOf(hint.kind);
    const group = groups.get(family);
    if (!group) groups.set(family, { kind: hint.kind, hints: [hint] });
    else {
      group.hints.push(hint);
      if (hint.strength === 'stated' && !group.hints.slice(0, -1).some((each) => each.strength === 'stated'))
        group.kind = hint.kind;
    }
  }
  const said = [...groups.values()];
  const many = new Set(stated.filter((hint) => hint.strength === 'stated').map((hint) => hint.kind)).size > 0;
  return said.map((each) => decided(each, said, variables, apps, many)).filter((store) => store !== null);
}

function driverHints(apps: App[]): StoreHint[] {
  return apps.flatMap((app) =>
    app.dependencies
      .filter((each) => !each.development)
      .flatMap((each): StoreHint[] => {
        const kind = storeOfDriver(each.name);
        return kind
          ? [
              {
                kind,
                name: null,
                version: null,
                strength: queues.test(each.name) ? 'needed' : 'driver',
                reason: `${each.name} is a dependency`,
                evidence: each.evidence
              }
            ]
          : [];
      })
  );
}

/** A connection URL in an example, a schema or the code says which database is meant. */
function variableHints(variables: StatedVariable[]): StoreHint[] {
  return variables.flatMap((each): StoreHint[] => {
    const kind = storeOfUrl(each.default);
    if (!kind || storeOfVariable(each.name) === null) return [];
    const file = kind === 'sqlite';
    if (file && each.origin === 'example' && each.required === false) return [];
    const strength = each.required === false && each.origin === 'example' ? 'optional' : file ? 'embedded' : 'needed';
    return [
      {
        kind,
        name: null,
        version: null,
        strength,
        reason: file ? `${each.name} leads to a file of the service's own` : `${each.name} leads to ${kind}`,
        evidence: each.evidence
      }
    ];
  });
}

/** Drivers of so many kinds that they are what the app watches or moves data between, not where it keeps its own. */
const speaksToAll = (apps: App[]): boolean =>
  new Set(
    driverHints(apps)
      .map((hint) => familyOf(hint.kind))
      .filter((family) => family !== 'sqlite')
  ).size >= 5;

/** A switch for a kind of datastore that is off by default, such as REDIS_ENABLED. */
const isSwitchedOff = (said: Said, variables: StatedVariable[]): boolean => {
  const family = familyOf(said.kind).toUpperCase();
  const named = new RegExp(`^(?:\\w+_)?(?:${family}_(?:ENABLED?|ACTIVE|ON)|(?:USE|ENABLE|WITH)_${family})$`);
  return variables.some(
    (each) => named.test(each.name) && each.origin !== 'compose' && /^(?:false|0|no|off|)$/i.test(each.default ?? 'set')
  );
};

const strongest = (said: Said, strength: StoreHint['strength']) =>
  said.hints.find((hint) => hint.strength === strength);

function decided(
  said: Said,
  all: Said[],
  variables: StatedVariable[],
  apps: App[],
  composed: boolean
): Datastore | null {
  const { requirement, hint } = isSql(said.kind)
    ? sqlRequirement(said, all)
    : otherRequirement(said, variables, apps, composed);
  if (said.kind === 'sqlite' && requirement !== 'embedded') return null;
  const named = said.hints.find((each) => each.name !== null);
  return {
    name: slugify(named?.name ?? said.kind, said.kind),
    kind: said.kind,
    version: said.hints.find((each) => each.version !== null)?.version ?? currentVersion(said.kind),
    requirement,
    reason: hint.reason.slice(0, 400),
    evidence: { kind: hint.evidence }
  };
}

interface Decision {
  requirement: Datastore['requirement'];
  hint: StoreHint;
}

function sqlRequirement(said: Said, all: Said[]): Decision {
  const first = said.hints[0]!;
  const others = all.filter((each) => each !== said && isSql(each.kind));
  const stated = strongest(said, 'stated');
  if (stated) return { requirement: 'required', hint: stated };
  const rivals = others.some((each) => strongest(each, 'stated'));
  if (said.kind === 'sqlite') {
    const embedded = strongest(said, 'embedded');
    const another = rivals || others.some((each) => strongest(each, 'needed'));
    const driverOnly = others.length === 0 || !embedded ? strongest(said, 'driver') : undefined;
    return { requirement: !another && (embedded ?? driverOnly) ? 'embedded' : 'optional', hint: embedded ?? first };
  }
  if (rivals) return { requirement: 'optional', hint: first };
  const needed = strongest(said, 'needed');
  const sqlite = all.find((each) => each.kind === 'sqlite');
  if (needed && !(sqlite && strongest(sqlite, 'embedded') && needed.reason.startsWith('the settings'))) {
    const leading = all.find((each) => isSql(each.kind) && strongest(each, 'needed'));
    return { requirement: leading === said || !leading ? 'required' : 'optional', hint: needed };
  }
  if (strongest(said, 'optional') || sqlite || others.some((each) => each.kind !== 'sqlite'))
    return { requirement: 'optional', hint: first };
  return { requirement: 'required', hint: first };
}

function otherRequirement(said: Said, variables: StatedVariable[], apps: App[], composed: boolean): Decision {
  const stated = strongest(said, 'stated');
  if (stated) return { requirement: 'required', hint: stated };
  const embedded = strongest(said, 'embedded');
  if (embedded) return { requirement: 'embedded', hint: embedded };
  if (isSwitchedOff(said, variables)) return { requirement: 'optional', hint: said.hints[0]! };
  const needed = strongest(said, 'needed');
  if (needed)
    return {
      requirement:
        composed && !queues.test(needed.reason.split(' ')[0]!) && said.hints.every((hint) => hint.strength !== 'driver')
          ? 'optional'
          : 'required',
      hint: needed
    };
  const hint = said.hints[0]!;
  if (strongest(said, 'optional') || said.hints.every((each) => each.strength !== 'driver'))
    return { requirement: 'optional', hint };
  const spoken = variables.filter((each) => {
    const kind = storeOfVariable(each.name);
    return kind !== null && kind !== 'sql' && familyOf(kind) === familyOf(said.kind);
  });
  const listed = spoken.some(
    (each) =>
      (each.origin === 'example' && each.required !== false) ||
      (each.origin === 'code' && each.required !== false && each.default === null) ||
      each.required === true
  );
  const celery =
    familyOf(said.kind) === 'redis' && apps.some((app) => app.dependencies.some((each) => each.name === 'celery'));
  const only = said.kind === 'mongodb' && !speaksToAll(apps);
  return {
    requirement:
      (listed && !composed) || celery || (only && !composed) || spoken.some((each) => each.required === true)
        ? 'required'
        : 'optional',
    hint
  };
}
