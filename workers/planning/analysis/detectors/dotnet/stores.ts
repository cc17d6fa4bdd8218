import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { StoreHint } from '../../detector.ts';
import { isSql, storeOfDriver } from '../../stores.ts';
import type { DotnetProject } from './project.ts';

/** Packages of .NET that speak to a datastore, beside those by which drivers of every language are known. */
const clients: [RegExp, DatastoreKind][] = [
  [
    /^(?:aspire\.(?:azure\.)?npgsql(?:\..*)?|marten|hangfire\.postgresql|npgsql\..*|dapper\.fsharp\.postgresql)$/i,
    'postgres'
  ],
  [
    /^(?:microsoft\.data\.sqlclient|system\.data\.sqlclient|aspire\.microsoft\.(?:data\.sqlclient|entityframeworkcore\.sqlserver)|hangfire\.sqlserver)$/i,
    'mssql'
  ],
  [/^(?:mysqlconnector|mysql\.data|mysql\.entityframeworkcore|aspire\.(?:mysqlconnector|pomelo\..*))$/i, 'mysql'],
  [/^(?:microsoft\.data\.sqlite(?:\.core)?|system\.data\.sqlite(?:\.core)?|sqlite-net-pcl)$/i, 'sqlite'],
  [
    /^(?:microsoft\.extensions\.caching\.stackexchangeredis|aspire\.stackexchange\.redis(?:\..*)?|microsoft\.aspnetcore\.signalr\.stackexchangeredis|hangfire\.redis\..*|redis\.om)$/i,
    'redis'
  ],
  [/^(?:mongodb\.(?:entityframeworkcore|driver\.core)|aspire\.mongodb\.driver(?:\..*)?|mongodb\.bson)$/i, 'mongodb'],
  [
    /^(?:aspire\.rabbitmq\.client(?:\..*)?|easynetq|rebus\.rabbitmq|nservicebus\.rabbitmq|wolverinefx\.rabbitmq|dotnetcore\.cap\.rabbitmq)$/i,
    'rabbitmq'
  ],
  [/^(?:aspire\.confluent\.kafka|kafkaflow|masstransit\.kafka|dotnetcore\.cap\.kafka)$/i, 'kafka'],
  [/^(?:nats\.client(?:\..*)?|nats\.net|aspire\.nats\.net)$/i, 'nats'],
  [/^(?:nest|elastic\.clients\.elasticsearch|aspire\.elastic\.clients\.elasticsearch)$/i, 'elasticsearch'],
  [/^opensearch\.client$/i, 'opensearch']
];

/** What the packages of a project say of datastores; brokers are needed, a database's driver may be one of several. */
export const clientsOf = (project: DotnetProject): StoreHint[] =>
  project.packages
    .filter((each) => !each.development && storeOfDriver(each.name) === null)
    .flatMap((each) => {
      const kind = clients.find(([pattern]) => pattern.test(each.name))?.[1];
      if (!kind) return [];
      const driver: StoreHint = {
        kind,
        name: null,
        version: null,
        strength: 'driver',
        reason: `${each.name} is a dependency`,
        evidence: each.evidence
      };
      const replaceable = isSql(kind) || kind === 'redis' || kind === 'elasticsearch';
      return replaceable ? [driver] : [driver, { ...driver, strength: 'needed' as const }];
    });
