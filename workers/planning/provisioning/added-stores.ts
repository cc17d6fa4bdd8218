import type { Analysis } from '../../domain/analysis.ts';
import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type {
  EnvironmentValue,
  GeneratedSecret,
  PlannedService,
  ProvisioningPlan
} from '../../domain/provisioning-plan.ts';
import { secretsIn } from '../../domain/shell.ts';
import { storeOfImage } from '../analysis/stores.ts';

/**
 * A datastore of a kind that the analysis has no word for: its container, what it is told, the secrets made up for it, and the
 * values (templates) of the variables by which services find it.
 */
export interface AddedStore {
  unit: PlannedService;
  values: EnvironmentValue[];
  secrets: GeneratedSecret[];
  used: { service: string; variable: string; value: string }[];
}

/** Those whose server is still in the plan. */
export const storesOn = (stores: AddedStore[], { servers }: InfrastructurePlan): AddedStore[] =>
  stores.filter(({ unit }) => servers.some(({ name }) => name === unit.server));

/** A value that nobody gave and rules could not derive. */
export const isOpen = ({ value, origin }: EnvironmentValue): boolean => value === null || origin === 'default';

/** Fills the variables that lead to these stores, where nobody else did. */
export const filledBy =
  (stores: AddedStore[]) =>
  (row: EnvironmentValue): EnvironmentValue => {
    const found = stores
      .flatMap(({ used }) => used)
      .find(({ service, variable }) => service === row.service && variable === row.name);
    if (!found || !isOpen(row)) return row;
    return { ...row, value: found.value, origin: 'derived', secret: row.secret || secretsIn(found.value).length > 0 };
  };

/**
 * The stores that were added to an earlier plan: those of images that rules have no recipe for. They stay, since their data is of more
 * worth than a plan without them.
 */
export function addedBefore({ services, env, secrets }: ProvisioningPlan, analysis: Analysis): AddedStore[] {
  const known = new Set([...analysis.services, ...analysis.datastores].map(({ name }) => name));
  return services
    .filter(({ name, role, image }) => role === 'datastore' && !known.has(name) && storeOfImage(image) === null)
    .map((unit) => {
      const values = env.filter(({ service }) => service === unit.name);
      const names = new Set(values.flatMap(({ value }) => secretsIn(value ?? '')));
      const own = secrets.filter(({ name }) => names.has(name));
      const speaksOfIt = (value: string) =>
        new RegExp(`(?:^|[/@,])${unit.name}(?:[:/,]|$)`).test(value) ||
        secretsIn(value).some((name) => own.some((secret) => secret.name === name));
      const used = env.flatMap(({ service, name, value, origin }) =>
        service !== unit.name && origin === 'derived' && value !== null && speaksOfIt(value)
          ? [{ service, variable: name, value }]
          : []
      );
      return { unit, values, secrets: own, used };
    });
}
