import type { Datastore, DatastoreKind } from '../../domain/analysis.ts';
import { slugify } from '../../domain/ids.ts';
import { driverHints, queues, variableHints } from './datastore-hints.ts';
import type { App, StatedVariable, StoreHint } from './detector.ts';
import { currentVersion, familyOf, isSql, storeOfUrl, storeOfVariable } from './stores.ts';

/** What is said of one kind of datastore by all places together. */
interface Said {
  kind: DatastoreKind;
  hints: StoreHint[];
}

/**
 * The datastores of the apps: required ones are placed, optional ones offered, embedded ones live in the service. A driver
 * alone is no requirement where the code falls back to SQLite or supports several databases.
 */
export function resolveDatastores(apps: App[], stated: StoreHint[], variables: StatedVariable[]): Datastore[] {
  const hints = [
    ...stated,
    ...apps.flatMap((app) => app.stores),
    ...driverHints(apps),
    ...variableHints(variables, apps)
  ];
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
    ? sqlRequirement(said, all, isSideline(said, variables, apps))
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

/** The variables of a service that speak of a kind of datastore. */
const spokenOf = (said: Said, variables: StatedVariable[]): StatedVariable[] =>
  variables.filter((each) => {
    const kind = storeOfUrl(each.default) ?? storeOfVariable(each.name);
    return kind !== null && kind !== 'sql' && familyOf(kind) === familyOf(said.kind);
  });

/** Whether an app calls a database one of its choices, and no container is told of the one that a compose file runs. */
const isSideline = (said: Said, variables: StatedVariable[], apps: App[]): boolean =>
  strongest(said, 'needed') === undefined &&
  apps.some((app) =>
    app.stores.some((hint) => hint.strength === 'optional' && familyOf(hint.kind) === familyOf(said.kind))
  ) &&
  !variables.some(
    (each) =>
      each.origin === 'compose' &&
      (storeOfUrl(each.default) === said.kind ||
        storeOfVariable(each.name) === 'sql' ||
        storeOfVariable(each.name) === said.kind)
  );

/** Whether the code asks of all that leads to a datastore whether it is there, and goes on without it. */
function isSpared(said: Said, variables: StatedVariable[], apps: App[]): boolean {
  const leads = spokenOf(said, variables).filter(
    ({ name, origin }) =>
      (origin === 'code' || origin === 'schema') &&
      /(?:^|_)(?:UR[IL]|DSN|HOSTS?|SERVERS?|ADDR(?:ESS)?|NODE|ENDPOINT|MASTER_KEY|API_KEY|BROKERS?|LOCATION)$/.test(
        name
      )
  );
  const open = leads.filter((each) => each.default === null);
  const queued = apps.some((app) => app.dependencies.some((each) => !each.development && queues.test(each.name)));
  return !queued && open.length > 0 && open.every((each) => each.required === false);
}

function sqlRequirement(said: Said, all: Said[], sideline: boolean): Decision {
  const first = said.hints[0]!;
  const others = all.filter((each) => each !== said && isSql(each.kind));
  const stated = strongest(said, 'stated');
  if (stated) return { requirement: sideline ? 'optional' : 'required', hint: stated };
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
  if (stated) return { requirement: isSpared(said, variables, apps) ? 'optional' : 'required', hint: stated };
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
  const spoken = spokenOf(said, variables);
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
