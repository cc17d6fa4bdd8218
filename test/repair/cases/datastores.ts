import type { RepairCase, SabotagedServer } from '../case.ts';
import { databaseSite } from '../repositories.ts';
import { installEngine } from '../sabotage.ts';

/** Makes the volume that the plan's PostgreSQL will find, by another PostgreSQL with these settings. */
async function oldVolume(server: SabotagedServer, image: string, settings: Record<string, string>): Promise<void> {
  await installEngine(server);
  const env = Object.entries({ POSTGRES_USER: 'app', POSTGRES_DB: 'app', ...settings });
  await server.run(`docker run --quiet --detach --name old --volume ${server.project}-postgres:/var/lib/postgresql/data ${env
    .map(([name, value]) => `--env ${name}=${value}`)
    .join(' ')} ${image}
for _ in $(seq 120); do if docker exec old pg_isready --quiet --host 127.0.0.1; then break; fi; sleep 0.5; done
docker exec old pg_isready --host 127.0.0.1
docker stop old && docker rm old`);
}

/** Databases, and the volumes that earlier ones left. */
export const cases: RepairCase[] = [
  {
    name: 'the volume was set up with another password',
    signature: 'db_auth',
    outcome: 'asked',
    fix: 'password',
    repository: databaseSite('SELECT 1'),
    sabotage: (server) => oldVolume(server, 'postgres:17', { POSTGRES_PASSWORD: 'former' })
  },
  {
    name: 'the volume was set up for another database',
    signature: 'db_missing',
    outcome: 'fixed',
    fix: 'database',
    repository: databaseSite('SELECT 1'),
    sabotage: (server) => oldVolume(server, 'postgres:17', { POSTGRES_DB: 'shop', POSTGRES_HOST_AUTH_METHOD: 'trust' })
  },
  {
    name: 'the volume was written by an older PostgreSQL',
    signature: 'pg_version',
    outcome: 'gave up',
    repository: databaseSite('SELECT 1'),
    sabotage: (server) => oldVolume(server, 'postgres:15', { POSTGRES_PASSWORD: 'former' })
  },
  {
    name: 'the application reads a table that nothing creates',
    signature: 'migration',
    outcome: 'gave up',
    repository: databaseSite('SELECT * FROM orders')
  },
  {
    name: 'the application looks for its database under a name that there is not',
    signature: 'db_host',
    outcome: 'gave up',
    repository: databaseSite('SELECT 1', `{ host: 'database.internal', user: 'app', database: 'app' }`)
  },
  {
    name: 'the application looks for its database in its own container',
    signature: 'db_refused',
    outcome: 'gave up',
    repository: databaseSite('SELECT 1', `{ host: '127.0.0.1', port: 5432, user: 'app', database: 'app' }`)
  }
];
