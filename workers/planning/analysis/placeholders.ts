import type { Datastore } from '../../domain/analysis.ts';
import type { EnvironmentVariable } from '../../domain/service.ts';
import { connectionTo, connectionValue, url, type Connection } from '../provisioning/connections.ts';
import { storeFor } from './stores.ts';

/** A value of the right shape and of no use, for a build that reads what only the running service is given. */
export interface Placeholder {
  name: string;
  value: string;
}

/** As long as schemas ask keys to be. */
const key = '0'.repeat(32);

const shapes: [RegExp, string][] = [
  [/ENCRYPTION_KEY$|KEY_BASE$/, '0'.repeat(64)],
  [/(?:^|_)(?:URL|URI|ORIGIN|ENDPOINT|ISSUER|BASE)$/, 'http://localhost:3000'],
  [/(?:^|_)(?:HOST|HOSTNAME|DOMAIN|FQDN)$/, 'localhost'],
  [/(?:^|_)(?:EMAIL|FROM|SENDER)$/, 'build@localhost.localdomain'],
  [/(?:^|_)(?:PORT|TIMEOUT|TTL|SIZE|LIMIT|MAX|MIN)$/, '1']
];

/**
 * Placeholders for the variables that a service insists on and that its build is not given: frameworks load the server's code
 * while they build, and that code stops without them. They reach the build's one command, never the image.
 */
export function placeholdersFor(env: EnvironmentVariable[], datastores: Datastore[]): Placeholder[] {
  const connections = datastores
    .map((datastore) => connectionTo(datastore, 'localhost'))
    .filter((connection) => connection !== null)
    .map((connection) => ({ ...connection, password: connection.password && 'build' }));
  return env
    .filter((each) => each.required && !each.buildTime)
    .map(({ name, secret, default: known }) => ({
      name,
      value:
        connectionValue(name, connections, known) ??
        otherUrl(name, connections) ??
        shapes.find(([pattern]) => pattern.test(name))?.[1] ??
        (secret ? key : 'build')
    }));
}

/** The address of the datastore that a variable speaks of in words that connections do not know. */
function otherUrl(name: string, connections: Connection[]): string | null {
  const placed = connections.map((connection) => connection.datastore);
  const store = /UR[IL]|DSN/.test(name) ? storeFor(name, null, placed) : null;
  const connection = connections.find((each) => each.datastore === store);
  return connection ? url(connection) : null;
}
