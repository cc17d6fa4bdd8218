import type { Scenario } from '../../harness/messages-server.ts';

export const tools = ['read_artifact', 'catalogue', 'last_output', 'propose_edits'];

/** A question about the plan, answered from the plan. */
export const question: Scenario = [
  {
    expect: {
      model: 'claude-sonnet-5-5',
      tools,
      toolChoice: 'auto',
      system: ['You are the part of Hydron that people talk to.'],
      says: ['<untrusted-data from="plans">', '"tier": "medium"'],
      ends: ['Which port does web listen on?'],
      cached: ['system.0', 'messages.0.0', 'messages.0.2'],
      schema: false
    },
    reply: { tools: [{ name: 'read_artifact', input: { stage: 'analysis', path: '/services/web/port' } }] }
  },
  {
    expect: { ends: ['<untrusted-data from="analysis version 1 /services/web/port">', '3000'], toolErrors: 0 },
    reply: { text: 'It listens on port 3000.' }
  }
];

/** The failed step's output is read, as data. */
export const output: Scenario = [
  {
    expect: { ends: ['Why did greet fail?'] },
    reply: { tools: [{ name: 'last_output', input: { step: 'greet' } }] }
  },
  {
    expect: { ends: ['<untrusted-data from="output of greet">', 'hello: not found'] },
    reply: { text: 'The program hello is not there.' }
  }
];

/** An answer that is written so slowly that somebody can act meanwhile. */
export const slow: Scenario = [
  {
    expect: { tools, ends: ['Tell me all about it.'] },
    reply: { text: 'The plan has one server. '.repeat(40), slow: 50 }
  }
];

/** The question that somebody asks while another answer is being written. */
export const newer: Scenario = [
  {
    expect: {
      tools,
      messages: 3,
      says: ['Tell me all about it.', 'The plan has'],
      ends: ['Which port does web listen on?']
    },
    reply: { text: 'It listens on port 3000.' }
  }
];

/** A stream that is cut, and the same answer whole when it is asked for again. */
export const cutOnce: Scenario = [
  {
    expect: { tools, ends: ['Which port does web listen on?'] },
    reply: { text: 'It listens on port 3000.', breaks: { after: 5, by: 'cut' } }
  },
  {
    expect: { tools, ends: ['Which port does web listen on?'] },
    reply: { text: 'It listens on port 3000.' }
  }
];
