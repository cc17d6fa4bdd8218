import { describe, expect, it } from 'vitest';
import type { Datastore, DatastoreKind } from '../../../../workers/domain/analysis.ts';
import { connectionTo, connectionValue } from '../../../../workers/planning/provisioning/connections.ts';

const store = (kind: DatastoreKind): Datastore => ({
  name: kind,
  kind,
  version: null,
  requirement: 'required',
  reason: 'for the test',
  evidence: {}
});
const valueOf = (variable: string, ...kinds: DatastoreKind[]) =>
  connectionValue(
    variable,
    kinds.map((kind) => connectionTo(store(kind), `${kind}.internal`)!),
    null
  );

describe('a variable that a framework of Java reads', () => {
  it.each([
    ['SPRING_DATASOURCE_URL', 'postgres', 'jdbc:postgresql://postgres.internal:5432/app?user=app&password='],
    ['JDBC_DATABASE_URL', 'mysql', 'jdbc:mysql://mysql.internal:3306/app?user=app&password='],
    ['QUARKUS_DATASOURCE_JDBC_URL', 'mariadb', 'jdbc:mariadb://mariadb.internal:3306/app?user=app&password='],
    ['SPRING_DATASOURCE_URL', 'mssql', 'jdbc:sqlserver://mssql.internal:1433;databaseName=master;user=sa;password=']
  ] as const)('%s is given a JDBC URL to %s', (variable, kind, begins) => {
    expect(valueOf(variable, kind)).toContain(begins);
  });

  it('is given the account apart where it asks for that', () => {
    expect(valueOf('QUARKUS_DATASOURCE_USERNAME', 'postgres')).toBe('app');
    expect(valueOf('SPRING_DATASOURCE_PASSWORD', 'postgres')).toBe('${SECRET:POSTGRES_PASSWORD}');
  });

  it('is given a plain URL where its name asks for no other', () => {
    expect(valueOf('DATABASE_URL', 'postgres')).toMatch(/^postgresql:\/\//);
  });
});

describe('a connection string of .NET', () => {
  it.each([
    [
      'ConnectionStrings__Shop',
      'Host=postgres.internal;Port=5432;Database=app;Username=app;Password=${SECRET:POSTGRES_PASSWORD}'
    ],
    ['ConnectionStrings__redis', 'redis.internal:6379'],
    ['ConnectionStrings__EventBus', 'amqp://app:${SECRET:RABBITMQ_PASSWORD}@rabbitmq.internal:5672']
  ])('%s leads to the datastore that its name speaks of', (variable, value) => {
    expect(valueOf(variable, 'redis', 'rabbitmq', 'postgres')).toBe(value);
  });

  it('to a datastore that is not there has no value', () => {
    expect(valueOf('ConnectionStrings__redis', 'postgres')).toBeNull();
  });
});
