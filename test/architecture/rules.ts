/**
 * One room of the code. `at` are the paths it covers: a folder ends with a slash; of several rooms the longest path
 * wins. `sees` are the rooms it may import beside itself, `types` those of which it may import types alone.
 */
export type Room = {
  name: string;
  at: string[];
  sees: string[];
  types?: string[];
  /** The only packages it may import. Without it, any. */
  packages?: string[];
  /** Its files (or folders, one level down) may not import one another. */
  strangers?: true;
};

/** Which way imports point. To allow an import, add a word to a line; to add a room, add a line. */
export const rooms: Room[] = [
  { name: 'domain', at: ['workers/domain/'], sees: [], packages: ['zod'] },
  { name: 'protocol', at: ['relay/protocol.ts'], sees: [], packages: ['zod'] },
  { name: 'relay', at: ['relay/'], sees: ['protocol'] },
  { name: 'env', at: ['workers/env.ts'], sees: ['domain'], types: ['durable-objects', 'pipeline'] },
  { name: 'relay-client', at: ['workers/relay-client.ts'], sees: ['domain', 'protocol', 'env'] },
  { name: 'store', at: ['workers/store/'], sees: ['domain', 'env'] },
  { name: 'vendors', at: ['workers/vendors/'], sees: ['domain', 'relay-client', 'env'] },
  { name: 'forges', at: ['workers/forges/'], sees: ['domain', 'relay-client', 'env'], types: ['protocol'] },
  { name: 'models', at: ['workers/models/'], sees: ['domain', 'env'] },
  {
    name: 'model-of',
    at: ['workers/model-of.ts'],
    sees: ['domain', 'store', 'models', 'env']
  },
  { name: 'commands', at: ['workers/commands/'], sees: ['domain'] },
  { name: 'planning', at: ['workers/planning/'], sees: ['domain', 'models', 'forges', 'commands', 'env'] },
  { name: 'repair', at: ['workers/repair/'], sees: ['domain', 'models', 'forges', 'commands', 'env'] },
  {
    name: 'pipeline',
    at: ['workers/pipeline/'],
    sees: [
      'context',
      'phases',
      'domain',
      'store',
      'vendors',
      'forges',
      'relay-client',
      'protocol',
      'repair',
      'model-of',
      'env'
    ],
    types: ['durable-objects']
  },
  {
    name: 'context',
    at: ['workers/pipeline/context.ts'],
    sees: ['pipeline', 'domain', 'store', 'vendors', 'forges', 'relay-client', 'repair', 'model-of', 'env'],
    types: ['durable-objects']
  },
  { name: 'phases', at: ['workers/pipeline/phases/'], sees: ['context', 'domain'], strangers: true },
  { name: 'durable-objects', at: ['durable-objects/'], sees: ['domain', 'store', 'planning', 'protocol', 'env'] },
  { name: 'middleware', at: ['workers/api/middleware/'], sees: ['domain', 'store', 'env'] },
  { name: 'api', at: ['workers/api/'], sees: ['domain', 'store', 'middleware', 'env'], strangers: true },
  { name: 'api wiring', at: ['workers/api/app.ts'], sees: ['api', 'middleware', 'domain', 'store', 'env'] },
  {
    name: 'stages',
    at: ['workers/stages/'],
    sees: ['domain', 'planning', 'store', 'vendors', 'forges', 'relay-client', 'models', 'model-of', 'env'],
    types: ['durable-objects']
  },
  { name: 'queue', at: ['workers/queue.ts'], sees: ['domain', 'stages', 'env'] },
  { name: 'site', at: ['site/'], sees: ['domain'] },
  { name: 'cli', at: ['cli/'], sees: ['domain'] },
  { name: 'generated site', at: ['.svelte-kit/worker/'], sees: [] },
  {
    name: 'wiring',
    at: ['workers/index.ts'],
    sees: [
      'api wiring',
      'queue',
      'durable-objects',
      'pipeline',
      'vendors',
      'forges',
      'store',
      'relay-client',
      'domain',
      'env',
      'generated site'
    ]
  }
];

/** Packages that one place alone may import. */
export const keepers: { package: string; at: string }[] = [
  { package: 'ssh2', at: 'relay/ssh.ts' },
  { package: 'drizzle-orm', at: 'workers/store/' },
  { package: '@anthropic-ai/sdk', at: 'workers/models/' },
  { package: 'itty-durable', at: 'durable-objects/badge.ts' }
];

/** File names that say nothing, and the one place where such a name stands for something. */
export const forbiddenNames: { pattern: RegExp; except?: string; because: string }[] = [
  { pattern: /(^|\/)index\.[a-z.]+$/, except: 'workers/index.ts', because: 'no barrels' },
  { pattern: /(^|\/)utils?(\/|\.)/, because: 'no utils: name what it does' }
];
