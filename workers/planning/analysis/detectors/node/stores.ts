import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { StoreHint } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { Reader } from '../../reading/reader.ts';
import type { NodePackage } from './package.ts';

const prismaKinds: Record<string, DatastoreKind> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  cockroachdb: 'postgres',
  mysql: 'mysql',
  mongodb: 'mongodb',
  sqlserver: 'mssql',
  sqlite: 'sqlite'
};
const dialects: Record<string, DatastoreKind> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  pg: 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mariadb',
  mongodb: 'mongodb',
  mssql: 'mssql',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  turso: 'sqlite'
};

/** What an ORM's own settings say: Prisma's datasource, the dialect of Drizzle, Knex, TypeORM and Sequelize. */
export async function nodeStores(reader: Reader, app: NodePackage): Promise<StoreHint[]> {
  const names = app.dependencies.map((each) => each.name);
  const hints: StoreHint[] = [];
  if (names.includes('prisma') || names.includes('@prisma/client')) {
    const schemas = reader.tree.below(app.folder, /(?:^|\/)(?:schema|datasource|base|main)\.prisma$/).slice(0, 2);
    for (const file of await reader.read(schemas, 'database schema')) {
      const match = /datasource\s+\w+\s*\{[^}]*?provider\s*=\s*"(\w+)"/.exec(file.text);
      const kind = prismaKinds[match?.[1] ?? ''];
      if (match && kind) hints.push(hint(kind, 'Prisma', evidenceAt(file, match.index + match[0].length - 1, 0.95)));
    }
  }
  const settings = reader.tree
    .below(
      app.folder,
      /(?:^|\/)(?:drizzle\.config\.[cm]?[jt]s|knexfile\.[cm]?[jt]s|ormconfig\.(?:json|[cm]?[jt]s)(?:\.example)?|data-?source\.[cm]?[jt]s|config\/config\.json)$/
    )
    .slice(0, 3);
  for (const file of await reader.read(settings, 'database settings')) {
    const match = /["']?(?:dialect|type|client)["']?\s*:\s*["'`]([\w-]+)["'`]/.exec(file.text);
    const kind = dialects[match?.[1] ?? ''];
    if (match && kind) hints.push(hint(kind, 'the ORM', evidenceAt(file, match.index, 0.9)));
  }
  return hints;
}

const hint = (kind: DatastoreKind, by: string, evidence: StoreHint['evidence']): StoreHint => ({
  kind,
  name: null,
  version: null,
  strength: kind === 'sqlite' ? 'embedded' : 'needed',
  reason: kind === 'sqlite' ? `${by} is set to SQLite, a file of the service's own` : `${by} is set to ${kind}`,
  evidence
});
