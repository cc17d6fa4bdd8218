import type { DatastoreKind } from '../../../domain/analysis.ts';

/** Datastores that platforms sell beside an app, by the first word of the plan. */
const addons: [RegExp, DatastoreKind][] = [
  [/^(?:heroku-postgresql|postgres|postgresql|crunchy-postgres|elephantsql|supabase)/, 'postgres'],
  [/^(?:jawsdb-maria|stackhero-mariadb)/, 'mariadb'],
  [/^(?:cleardb|jawsdb|mysql|stackhero-mysql)/, 'mysql'],
  [/^(?:mongolab|mongohq|ormongo|mongodb|stackhero-mongodb|objectrocket)/, 'mongodb'],
  [
    /^(?:heroku-redis|heroku-key-value|rediscloud|redistogo|redisgreen|openredis|stackhero-redis|redis|upstash)/,
    'redis'
  ],
  [/^(?:memcachier|memcachedcloud|stackhero-memcached)/, 'memcached'],
  [/^(?:cloudamqp|rabbitmq|stackhero-rabbitmq)/, 'rabbitmq'],
  [/^(?:heroku-kafka|cloudkarafka|apache-kafka)/, 'kafka'],
  [/^(?:bonsai|searchbox|foundelasticsearch|elasticsearch|stackhero-elasticsearch)/, 'elasticsearch']
];

/** The kind of datastore that an add-on's plan such as `heroku-postgresql:mini` brings, or null. */
export const storeOfAddon = (plan: string): DatastoreKind | null =>
  addons.find(([name]) => name.test(plan.toLowerCase()))?.[1] ?? null;
