import type { Analysis, Datastore } from '../../workers/domain/analysis.ts';
import type { EnvironmentVariable } from '../../workers/domain/service.ts';
import { placeholdersFor } from '../../workers/planning/analysis/placeholders.ts';
import { connectionTo, connectionValue } from '../../workers/planning/provisioning/connections.ts';
import { datastoreImage, datastoreRecipes } from '../../workers/planning/provisioning/datastores.ts';
import { docker } from './docker.ts';

/** The password that placeholders for connections have. */
const password = 'build';

/**
 * Starts the datastores that a service needs in one network with nothing else: a container that holds the network and the port, and
 * each datastore in it, so that all of them are at localhost, also by their own names. Answers the network's container, and those to be removed.
 */
export async function startBeside(name: string, port: number, analysis: Analysis): Promise<string[]> {
  const holder = `${name}-network`;
  const hosts = required(analysis).flatMap((store) => ['--add-host', `${store.name}:127.0.0.1`]);
  await docker(
    'run',
    '--detach',
    '--name',
    holder,
    '--publish',
    `127.0.0.1::${port}`,
    ...hosts,
    '--entrypoint',
    'sleep',
    'debian:13-slim',
    'infinity'
  );
  const started = [holder];
  for (const store of required(analysis)) {
    const recipe = datastoreRecipes[store.kind];
    if (!recipe) continue;
    const container = `${name}-${store.name}`;
    const env = Object.entries(recipe.env).flatMap(([key, value]) => [
      '--env',
      `${key}=${value.replaceAll('{password}', password)}`
    ]);
    const command = recipe.command?.replaceAll('{password}', password).split(' ') ?? [];
    await docker(
      'run',
      '--detach',
      '--name',
      container,
      '--network',
      `container:${holder}`,
      ...env,
      datastoreImage(recipe, store.version),
      ...command
    );
    started.push(container);
    await healthy(container, recipe.health.replaceAll('{password}', password));
  }
  return started;
}

const required = ({ datastores }: Analysis): Datastore[] =>
  datastores.filter(({ requirement }) => requirement === 'required');

async function healthy(container: string, check: string): Promise<void> {
  for (let left = 60; left > 0; left--) {
    if ((await docker('exec', container, 'sh', '-c', check)).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Values for a service that runs beside its datastores: defaults, connections, and stand-ins for what it insists on. */
export function valuesFor(env: EnvironmentVariable[], analysis: Analysis): string[] {
  const placed = required(analysis);
  const connections = placed
    .map((store) => connectionTo(store, 'localhost'))
    .filter((each) => each !== null)
    .map((each) => ({ ...each, password: each.password && password }));
  const values = new Map<string, string>();
  for (const each of env) {
    const value = connectionValue(each.name, connections, each.default) ?? each.default;
    if (value !== null) values.set(each.name, value);
  }
  for (const { name, value } of placeholdersFor(env, placed)) values.set(name, value);
  return [...values].map(([name, value]) => `${name}=${value}`);
}
