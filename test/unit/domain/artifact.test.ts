import { describe, expect, it } from 'vitest';
import { parseBody, stageBefore, stagesAfter, type Stage } from '../../../workers/domain/artifact.ts';
import { deployedServices, placedDatastores } from '../../../workers/domain/analysis.ts';
import { serverOf } from '../../../workers/domain/infrastructure-plan.ts';
import { missingValues, urlOf } from '../../../workers/domain/provisioning-plan.ts';
import { analysis, infrastructure, plannedServer, provisioning, service, step } from '../../plans.ts';

const complaint = (stage: Stage, body: unknown) => {
  const read = parseBody(stage, body);
  return read.ok ? 'fits' : read.problem.message;
};

describe('the stages', () => {
  it('rest on one another in order', () => {
    expect(stagesAfter('analysis')).toEqual(['infrastructure', 'provisioning']);
    expect(stagesAfter('provisioning')).toEqual([]);
    expect([stageBefore('analysis'), stageBefore('provisioning')]).toEqual([null, 'infrastructure']);
  });
});

describe('a body', () => {
  it('that fits its schema is read unchanged', () => {
    expect(parseBody('analysis', analysis())).toEqual({ ok: true, value: analysis() });
    expect(parseBody('infrastructure', infrastructure())).toEqual({ ok: true, value: infrastructure() });
    expect(parseBody('provisioning', provisioning())).toEqual({ ok: true, value: provisioning() });
  });

  it.each<[Stage, unknown, RegExp]>([
    ['analysis', null, /^analysis: /],
    ['analysis', { ...analysis(), commit: 'main' }, /^commit: /],
    ['analysis', analysis({ services: [service({ port: 0 })] }), /^services\.0\.port: /],
    ['analysis', analysis({ services: [service({ name: 'Web App' })] }), /^services\.0\.name: lower-case/],
    ['analysis', analysis({ services: [service(), service()] }), /share a name/],
    ['analysis', analysis({ services: [service({ name: 'db' })] }), /share a name/],
    ['analysis', analysis({ services: [service({ dependsOn: ['cache'] })] }), /cache is neither/],
    ['analysis', analysis({ services: [service({ image: 'nginx' })] }), /not both/],
    ['analysis', analysis({ services: [service({ path: '../x' })] }), /^services\.0\.path: a path inside/],
    ['analysis', analysis({ services: [service({ path: '/etc' })] }), /a path inside/],
    ['analysis', analysis({ services: [service({ startCommand: 'a\0b' })] }), /NUL/],
    ['analysis', analysis({ services: [service({ health: 'healthz' })] }), /a path such as/],
    [
      'analysis',
      analysis({ services: [service({ volumes: ['/a:/etc'] })] }),
      /^services\.0\.volumes\.0: an absolute path/
    ],
    [
      'analysis',
      analysis({ source: { kind: 'git', url: 'ext::sh -c id', ref: null, subfolder: null } }),
      /^source\.url: an https/
    ],
    ['infrastructure', infrastructure({ servers: [] }), /^servers: /],
    [
      'infrastructure',
      infrastructure({ servers: [plannedServer(), plannedServer({ services: ['x'] })] }),
      /share a name/
    ],
    [
      'infrastructure',
      infrastructure({ servers: [plannedServer(), plannedServer({ name: 'two' })] }),
      /is placed twice/
    ],
    ['infrastructure', infrastructure({ totalMonthly: -1 }), /^totalMonthly: /],
    ['infrastructure', infrastructure({ totalMonthly: 0.5 }), /^totalMonthly: /],
    ['infrastructure', infrastructure({ checkedAt: 'yesterday' }), /^checkedAt: /],
    [
      'infrastructure',
      infrastructure({ servers: [plannedServer({ vendor: 'aws' as never })] }),
      /^servers\.0\.vendor: /
    ],
    ['provisioning', provisioning({ servers: [] }), /^servers: /],
    ['provisioning', provisioning({ servers: [{ name: 'main', steps: [] }] }), /^servers\.0\.steps: /],
    ['provisioning', provisioning({ servers: [{ name: 'main', steps: [step('a'), step('a')] }] }), /share an id/],
    [
      'provisioning',
      provisioning({ servers: [{ name: 'main', steps: [step('A b')] }] }),
      /^servers\.0\.steps\.0\.id: /
    ],
    ['provisioning', provisioning({ servers: [{ name: 'main', steps: [step('a', { timeout: 1 })] }] }), /timeout: /],
    [
      'provisioning',
      provisioning({ servers: [{ name: 'main', steps: [step('a', { phase: 'domain' as never })] }] }),
      /phase: /
    ],
    ['provisioning', provisioning({ secrets: [{ name: 'lower', kind: 'hex', length: 32 }] }), /^secrets\.0\.name: /],
    ['provisioning', provisioning({ secrets: [{ name: 'SHORT', kind: 'hex', length: 8 }] }), /^secrets\.0\.length: /],
    ['provisioning', provisioning({ network: { name: 'a b', subnet: null } }), /^network\.name: /],
    [
      'provisioning',
      provisioning({
        probes: [{ name: 'web', hostname: 'h', path: '/a b', expect: { from: 200, to: 299 }, timeout: 5 }]
      }),
      /^probes\.0\.path: /
    ]
  ])('of %s that does not fit is refused by place: %#', (stage, body, words) =>
    expect(complaint(stage, body)).toMatch(words)
  );

  it('loses members that its schema does not know', () => {
    const read = parseBody('provisioning', { ...provisioning(), surprise: 1 });
    expect(read.ok && 'surprise' in read.value).toBe(false);
  });
});

describe('an analysis', () => {
  it('deploys all services but the rejected, and places required datastores alone', () => {
    const [db] = analysis().datastores;
    const body = analysis({
      services: [
        service(),
        service({ name: 'a', acceptance: 'accepted' }),
        service({ name: 'b', acceptance: 'rejected' })
      ],
      datastores: [
        db!,
        { ...db!, name: 'cache', requirement: 'optional' },
        { ...db!, name: 'file', requirement: 'embedded' }
      ]
    });
    expect(deployedServices(body).map(({ name }) => name)).toEqual(['web', 'a']);
    expect(placedDatastores(body).map(({ name }) => name)).toEqual(['db']);
  });
});

describe('an infrastructure plan', () => {
  it('says which server holds a unit', () => {
    expect(serverOf(infrastructure(), 'db')).toBe('main');
    expect(serverOf(infrastructure(), 'cache')).toBeNull();
  });
});

describe('a provisioning plan', () => {
  it('names the required values that are missing', () => {
    const [value] = provisioning().env;
    const env = [
      value!,
      { ...value!, name: 'A', value: null },
      { ...value!, name: 'B', value: null, required: false },
      { ...value!, name: 'C', value: '' }
    ];
    expect(missingValues(provisioning({ env }))).toEqual(['web A']);
  });

  it('writes a URL without its default port', () => {
    expect(urlOf('shop.localhost', 8443, '/x')).toBe('https://shop.localhost:8443/x');
    expect(urlOf('shop.example.org', 443)).toBe('https://shop.example.org/');
  });
});
