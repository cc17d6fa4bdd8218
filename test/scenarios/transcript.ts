import type { Scenario } from '../harness/messages-server.ts';
import { nothingProposed, proposed } from '../harness/proposals.ts';

const evidence = (path: string, line: number, excerpt: string) => [{ path, line, excerpt }];
const reads = (path: string) => ({ name: 'read_file', input: { path, from: 1, lines: 60 } });
const sonnet = 'claude-sonnet-5-5';

/** What a person asks when the site is live. */
export const question = 'Why is there a step that runs npm run tables?';

const atOnce = `const atOnce = Number(process.env.WEB_CONCURRENCY);
if (!(atOnce > 0)) {
  process.stderr.write('How many orders at once? WEB_CONCURRENCY says nothing.\\n');
  process.exit(1);
}
`;

/**
 * The files of the orders fixture that are changed: a script has a name that no rule knows, and the worker ends for a reason that none
 * knows either. `read` answers a file as it is.
 */
export const changes = (read: (path: string) => string): Record<string, string> => ({
  'web/package.json': read('web/package.json').replace('"migrate": "node migrate.js"', '"tables": "node migrate.js"'),
  'worker/worker.js': read('worker/worker.js').replace('const database', `${atOnce}const database`)
});

const analysis: Scenario = [
  {
    name: 'analysis: looks',
    expect: { model: sonnet, system: ['You check the analysis of a repository'], messages: 1 },
    reply: { tools: [reads('web/server.js'), reads('worker/worker.js')] }
  },
  {
    name: 'analysis: answers',
    expect: { ends: ['process.env.SHOP_NAME', 'Waiting for orders.'], toolErrors: 0 },
    reply: {
      json: {
        corrections: [
          {
            service: 'web',
            field: 'describes',
            variable: 'SHOP_NAME',
            value: 'The title of the page.',
            evidence: evidence('web/server.js', 19, "page(process.env.SHOP_NAME ?? 'Orders', rows)")
          }
        ],
        missing: { datastores: [], variables: [], externals: [] },
        questions: []
      }
    }
  }
];

const infrastructure: Scenario = [
  {
    name: 'infrastructure',
    expect: { model: sonnet, tools: [], system: ['You look over the choice of servers'], says: ['"name": "worker"'] },
    reply: {
      json: {
        needs: [],
        placement: null,
        servers: [],
        rationale: [
          {
            server: 'main',
            text: 'A small shop: two light Node processes beside Postgres and Redis. One server keeps all four next to each other, so no request leaves the machine. Take a larger one when orders are many enough for Postgres to want more than its usual caches.'
          }
        ]
      }
    }
  }
];

const provisioning: Scenario = [
  {
    name: 'provisioning: looks',
    expect: { model: sonnet, system: ['You look over how a deployment will be set up'], messages: 1 },
    reply: { tools: [reads('web/package.json'), reads('web/migrate.js')] }
  },
  {
    name: 'provisioning: answers',
    expect: { ends: ['"tables": "node migrate.js"', 'CREATE TABLE IF NOT EXISTS orders'], toolErrors: 0 },
    reply: {
      json: {
        packages: [],
        releases: [
          {
            service: 'web',
            command: 'npm run tables',
            evidence: evidence('web/package.json', 11, '"tables": "node migrate.js"')
          }
        ],
        stores: []
      }
    }
  }
];

const repair: Scenario = [
  {
    name: 'repair',
    expect: {
      model: sonnet,
      tools: [],
      system: ['You look at one failed step'],
      says: ['start-worker'],
      ends: ['How many orders at once? WEB_CONCURRENCY says nothing.']
    },
    reply: {
      json: {
        ...nothingProposed,
        cause:
          'The worker wants to be told by WEB_CONCURRENCY how many orders it takes at once, and nobody has set it.',
        advice: 'Set WEB_CONCURRENCY under Variables to as many orders as the worker shall take at once.',
        fixes: [proposed.variable('worker', 'WEB_CONCURRENCY', '2')]
      }
    }
  }
];

const conversation: Scenario = [
  {
    name: 'conversation: looks',
    expect: { model: sonnet, system: ['You are the part of Hydron that people talk to'], ends: [question] },
    reply: {
      tools: [{ name: 'read_artifact', input: { stage: 'provisioning', path: '/servers/main/steps/release-web' } }]
    }
  },
  {
    name: 'conversation: answers',
    expect: { ends: ['npm run tables'], toolErrors: 0 },
    reply: {
      text: 'web keeps its orders in a table that nothing else makes. The script tables in web/package.json creates it if it is not there, so it runs once before each new version starts, and does no harm when it runs again.'
    }
  }
];

/** One deployment of the orders fixture, from the first look to a question about it. */
export const transcript: Scenario = [...analysis, ...infrastructure, ...provisioning, ...repair, ...conversation];
