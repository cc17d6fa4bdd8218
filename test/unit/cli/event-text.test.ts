import { describe, expect, it } from 'vitest';
import { eventText } from '../../../cli/event-text.ts';
import type { EventBody } from '../../../workers/domain/events.ts';

const plain = (_style: string, text: string) => text;
const inRun = { runId: 'run_1' };
const inStep = { ...inRun, phase: 'provisioning', server: 'main', stepId: 'docker' } as const;
const step = { type: 'step', ...inStep, attempt: 1, execId: 'x1', exitCode: null, reason: null } as const;
const fix = {
  type: 'fix',
  ...inStep,
  attempt: 2,
  signature: null,
  title: 'trying again',
  reason: 'A lock was held.',
  diff: null
} as const;

const examples: [EventBody, string | null][] = [
  [{ type: 'phase.started', ...inRun, phase: 'os-install' }, 'OS install'],
  [{ ...step, state: 'running' }, '  runs     main/docker'],
  [{ ...step, state: 'skipped', reason: 'already in place' }, '  in place main/docker: already in place'],
  [
    { ...step, state: 'failed', attempt: 2, exitCode: 100, reason: 'no such package' },
    '  failed   main/docker (attempt 2) (exit 100): no such package'
  ],
  [
    { type: 'output', ...inStep, execId: 'x1', offset: 0, next: 8, text: 'a\n 10%\r100%\n' },
    '  main/docker | a\n  main/docker | 100%'
  ],
  [{ type: 'output', ...inStep, execId: 'x1', offset: 0, next: 8, text: 'a\u001b[2Jb' }, '  main/docker | ab'],
  [
    {
      type: 'probe',
      ...inRun,
      name: 'web',
      url: 'https://a',
      ok: false,
      status: 502,
      milliseconds: 12,
      note: 'bad gateway'
    },
    '  probe web: fails 502 in 12 ms: bad gateway'
  ],
  [
    { type: 'live', ...inRun, url: 'https://shop.localhost:8443', authority: null },
    'Live at https://shop.localhost:8443'
  ],
  [{ type: 'run.state', ...inRun, state: 'failed', reason: 'probe web' }, 'Run failed: probe web'],
  [{ type: 'message', id: 'msg_1', author: 'person', text: 'mine', actions: [] }, null],
  [
    {
      type: 'message',
      id: 'msg_2',
      author: 'hydron',
      text: 'Which service: web or docs?',
      actions: [{ label: 'web', command: 'web listens on 8080' }]
    },
    'Which service: web or docs?\n  - web listens on 8080'
  ],
  [{ ...step, state: 'pending' }, null],
  [
    { ...step, state: 'completed', attempt: 2, exitCode: 0, reason: 'after AI fix' },
    '  done     main/docker (after AI fix)'
  ],
  [{ ...fix, author: 'rules' }, '  fix      main/docker: trying again (A lock was held.)'],
  [{ ...fix, author: 'model' }, '  fix      main/docker: AI: trying again (A lock was held.)'],
  [
    {
      type: 'fix.asked',
      ...inStep,
      id: 'x1',
      attempt: 1,
      author: 'model',
      signature: null,
      question: 'Should this script run as root?',
      reason: 'A link is broken.',
      options: [
        { label: 'Run this script', text: 'set -x\nln -sf /a /b' },
        { label: 'Stop here', text: 'The step stays failed.' }
      ]
    },
    [
      '  asks     main/docker: AI: Should this script run as root? (A link is broken.)',
      '    1  Run this script',
      '       | set -x',
      '       | ln -sf /a /b',
      '    2  Stop here (The step stays failed.)',
      '    Answer with: hydron answer PROJECT NUMBER'
    ].join('\n')
  ]
];

describe('an event in the terminal', () => {
  it.each(examples)('%j', (event, text) => {
    expect(eventText(event, plain)).toBe(text);
  });
});
