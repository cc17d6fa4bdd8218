import type { Patch, Stage } from '../../../workers/domain/artifact.ts';
import type { Scenario } from '../../harness/messages-server.ts';
import { tools } from './questions.ts';

/** An edit as the model proposes it. */
interface Proposed {
  stage: Stage;
  patch: Patch;
  note: string;
}

const replace = (path: string, value: unknown): Patch[number] => ({ op: 'replace', path, value }) as Patch[number];

/** A wish that is understood at once: edits, then words. `made` is what the model has to be told of them. */
const wish = (says: string, edits: Proposed[], made: string[], text: string): Scenario => [
  {
    expect: { model: 'claude-sonnet-5-5', tools, toolChoice: 'auto', ends: [says], schema: false },
    reply: { tools: [{ name: 'propose_edits', input: { edits } }] }
  },
  { expect: { ends: made, toolErrors: 0, tools }, reply: { text } }
];

export interface Example {
  says: string;
  scenario: Scenario;
  reply: string;
  /** The places that the newest versions hold afterwards. */
  holds: Partial<Record<Stage, Record<string, unknown>>>;
}

const example = (says: string, edits: Proposed[], reply: string, holds: Example['holds']): Example => ({
  says,
  reply,
  holds,
  scenario: wish(
    says,
    edits,
    edits.map(({ stage }) => `${stage} version 2`),
    reply
  )
});

/** What people wish for, and what a model makes of it. */
export const examples: Example[] = [
  example(
    'One tier smaller, please.',
    [{ stage: 'infrastructure', patch: [replace('/servers/main/tier', 'small')], note: 'A smaller server.' }],
    'The server is a small one now, for EUR 12.90 a month.',
    { infrastructure: { '/servers/main/tier': 'small', '/servers/main/price/monthly': 1290, '/totalMonthly': 1290 } }
  ),
  example(
    'Split Postgres onto its own server.',
    [
      {
        stage: 'infrastructure',
        patch: [
          replace('/servers/main/services', ['web']),
          {
            op: 'add',
            path: '/servers/-',
            value: {
              name: 'data',
              vendor: 'sandbox',
              tier: 'small',
              spec: { cores: 1, memoryGb: 1, disk: '10 GB' },
              region: 'local',
              os: 'ubuntu-24.04',
              price: { setup: 0, monthly: 1290, currency: 'EUR' },
              services: ['db'],
              rationale: 'The database by itself.',
              ownServerId: null
            }
          },
          replace('/totalMonthly', 3870)
        ],
        note: 'The database gets a server of its own.'
      }
    ],
    'The database runs on a server of its own, which makes EUR 38.70 a month.',
    { infrastructure: { '/servers/main/services': ['web'], '/servers/data/services': ['db'], '/totalMonthly': 3870 } }
  ),
  example(
    'Use Node 22.',
    [
      {
        stage: 'analysis',
        patch: [
          replace('/services/web/runtimeVersion', '22'),
          replace('/services/web/dockerfile/text', 'FROM node:22\nCMD ["node", "server.js"]\n')
        ],
        note: 'Node 22 instead of 24.'
      }
    ],
    'It is built on Node 22 now.',
    { analysis: { '/services/web/runtimeVersion': '22' } }
  ),
  example(
    'Swap the base image for the slim one.',
    [
      {
        stage: 'analysis',
        patch: [replace('/services/web/dockerfile/text', 'FROM node:24-slim\nCMD ["node", "server.js"]\n')],
        note: 'The slim image of Node 24.'
      }
    ],
    'It is built on node:24-slim now.',
    { analysis: { '/services/web/dockerfile/text': 'FROM node:24-slim\nCMD ["node", "server.js"]\n' } }
  ),
  example(
    'Close port 8080.',
    [
      {
        stage: 'provisioning',
        patch: [replace('/services/web/ports', [])],
        note: 'Nothing is published beside the proxy.'
      }
    ],
    'Port 8080 is no longer published.',
    { provisioning: { '/services/web/ports': [] } }
  ),
  example(
    'Listen on 4000, and give it the smaller server.',
    [
      { stage: 'analysis', patch: [replace('/services/web/port', 4000)], note: 'Port 4000.' },
      { stage: 'infrastructure', patch: [replace('/servers/main/tier', 'small')], note: 'A smaller server.' }
    ],
    'It listens on 4000, on a small server.',
    { analysis: { '/services/web/port': 4000 }, infrastructure: { '/servers/main/tier': 'small' } }
  )
];

/** What cannot be had: the model reads what is on sale, tries, is refused, and says so. */
export const inTheStates: Scenario = [
  {
    expect: { tools, ends: ['A server in the US, please.'] },
    reply: { tools: [{ name: 'catalogue', input: {} }] }
  },
  {
    expect: { ends: ['<untrusted-data from="catalogue">', '"tier":"medium"', 'This machine'] },
    reply: {
      tools: [
        {
          name: 'propose_edits',
          input: {
            edits: [
              { stage: 'analysis', patch: [replace('/services/web/port', 4000)], note: 'Not wished for.' },
              { stage: 'infrastructure', patch: [replace('/servers/main/region', 'us')], note: 'A server in the US.' }
            ]
          }
        }
      ]
    }
  },
  {
    expect: { ends: ['Nothing was changed.', '<untrusted-data from="validators">'], toolErrors: 0 },
    reply: { text: 'Nobody here sells a server in the US, so I left the plan as it is.' }
  }
];

/** The edit is made, and then the service is gone. */
export const halfway: Scenario = [
  {
    expect: { tools, ends: ['Listen on 4000.'] },
    reply: {
      tools: [
        {
          name: 'propose_edits',
          input: { edits: [{ stage: 'analysis', patch: [replace('/services/web/port', 4000)], note: 'Port 4000.' }] }
        }
      ]
    }
  },
  { expect: { ends: ['Made analysis version 2.'] }, reply: { status: 401 } }
];

/** The same edits twice, as a model may ask for when it is unsure. */
export const twice: Scenario = [1, 2].map((times) => ({
  expect: times === 1 ? { ends: ['Listen on 4000.'] } : { ends: ['Made analysis version 2.'] },
  reply: {
    tools: [
      {
        name: 'propose_edits',
        input: { edits: [{ stage: 'analysis', patch: [replace('/services/web/port', 4000)], note: 'Port 4000.' }] }
      }
    ]
  }
}));
