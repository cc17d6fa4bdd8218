import type { Scenario } from '../harness/messages-server.ts';

/** Text that comes in pieces, after a tool was used and a try was overloaded. */
export const talking: Scenario = [
  {
    expect: { tools: ['read_file'], cached: ['system.0', 'messages.0.0', 'messages.0.1'] },
    reply: { thinking: 'I look.', tools: [{ name: 'read_file', input: { path: 'Dockerfile' } }] }
  },
  { expect: { ends: ['FROM node:22'] }, reply: { status: 529 } },
  { expect: { ends: ['FROM node:22'], messages: 3 }, reply: { text: 'It runs on Node 22 – “bookworm”.', slow: 5 } }
];

/** An answer that does not fit at first. */
export const deciding: Scenario = [
  { expect: { schema: ['node'], messages: 1 }, reply: { json: { node: 2 } } },
  { expect: { schema: ['node'], ends: ['node: Too small'] }, reply: { json: { node: 22 } } }
];

/** A stream that takes longer than anybody waits. */
export const lingering: Scenario = [{ expect: { messages: 1 }, reply: { text: 'word '.repeat(2000), slow: 20 } }];
