import { describe, expect, it } from 'vitest';
import { fixSchema, type Fix } from '../../../workers/domain/fix.ts';
import { signatures } from '../../../workers/repair/classify.ts';
import { repair } from '../../../workers/repair/repair.ts';
import type { FixRecord, Situation } from '../../../workers/repair/situation.ts';
import { samples } from './samples.ts';
import { failed } from './shop.ts';
import { situation } from './situations.ts';

const made = (stepId: string, signature: string | null, fix: Fix): FixRecord => ({
  server: 'main',
  stepId,
  signature,
  author: 'rules',
  fix
});
const decided = (place: Situation) => repair(place).fix;

describe('repair by rules', () => {
  it('takes the first way of a known failure and says why', () => {
    const decision = repair(failed('build-web', 'npm error code ERESOLVE'));
    expect(decision).toMatchObject({
      signature: 'eresolve',
      author: 'rules',
      fix: { kind: 'dockerfile', edits: [{ edit: 'install-command', to: 'npm install --legacy-peer-deps' }] }
    });
    expect(decision.reason).toMatch(/version/);
  });

  it('takes the next way when the first was made already', () => {
    const output = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
    const first = decided(failed('build-web', output));
    expect(first).toMatchObject({ kind: 'dockerfile' });
    const second = decided(failed('build-web', output, { fixes: [made('build-web', 'node_heap', first)] }));
    expect(second).toEqual({ kind: 'swap', megabytes: 4096 });
  });

  it('asks where a person must agree, with a way to stop', () => {
    const fix = decided(failed('start-web', 'FATAL:  password authentication failed for user "app"'));
    expect(fix).toMatchObject({
      kind: 'ask',
      options: [
        { fix: { kind: 'remedy', remedy: { name: 'align-password', datastore: 'db' } } },
        { label: 'Stop here' }
      ]
    });
  });

  it('gives up with advice where only a person can help, or the failure is not known', () => {
    expect(decided(failed('build-web', 'npm error code E404'))).toMatchObject({
      kind: 'give-up',
      advice: expect.stringContaining('token')
    });
    expect(repair(failed('build-web', 'something new'))).toMatchObject({ signature: null, fix: { kind: 'give-up' } });
  });

  it("leaves a repository's own Dockerfile alone", () => {
    const place = failed('build-web', 'npm error code ERESOLVE');
    const [web, db] = place.plan.services;
    const own = { ...web!, dockerfile: { ...web!.dockerfile!, origin: 'repository' as const } };
    expect(decided({ ...place, plan: { ...place.plan, services: [own, db!] } })).toMatchObject({ kind: 'give-up' });
  });

  it('ends after two tries at one failure, three fixes of a step and ten of a run', () => {
    const output = 'Temporary failure in name resolution';
    const known = ['restart-resolver', 'prefer-ipv4'] as const;
    const two = known.map((name) => made('build-web', 'dns_fail', { kind: 'remedy', remedy: { name } }));
    expect(repair(failed('build-web', output, { fixes: two })).reason).toMatch(/met 2 times/);
    const three = [1, 2, 3].map((seconds) => made('build-web', null, { kind: 'retry', seconds }));
    expect(repair(failed('build-web', output, { fixes: three })).reason).toMatch(/3 fixes/);
    const ten = Array.from({ length: 10 }, (_, seconds) => made('other', null, { kind: 'retry', seconds }));
    expect(repair(failed('build-web', output, { fixes: ten })).reason).toMatch(/10 fixes/);
    expect(decided(failed('build-web', output, { fixes: ten.slice(1) }))).toMatchObject({ kind: 'remedy' });
  });

  it('tells an application that listens on its own container alone to listen everywhere', () => {
    const output = 'It listens on: 127.0.0.1:3000\nIts last lines:\nready';
    expect(decided(failed('start-web', output))).toEqual({
      kind: 'variable',
      service: 'web',
      name: 'HOST',
      value: '0.0.0.0'
    });
  });

  it('tells one that listens on another port which one visitors are sent to, unless a person chose it', () => {
    const output = 'It listens on: *:8000 127.0.0.1:9229\nIts last lines:\nready';
    const place = failed('start-web', output);
    expect(decided({ ...place, plan: { ...place.plan, env: [] } })).toMatchObject({ name: 'PORT', value: '3000' });
    expect(decided(place)).toMatchObject({ kind: 'give-up' });
  });

  it('does not blame the address where the port is open to all, or where nothing listens yet', () => {
    for (const addresses of ['0.0.0.0:3000', '[::]:3000 127.0.0.1:9229', ''])
      expect(repair(failed('start-web', `It listens on: ${addresses}\nIts last lines:`)).signature).toBeNull();
  });

  it('takes the version of Node that the code asks for, and keeps the kind of image', () => {
    const asked = [
      'npm error code EBADENGINE\nnpm error notsup Required: {"node":">=24"}\nnpm error notsup Actual:   {"node":"v22.1.0"}',
      ' ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment\nYour Node version is incompatible with "/app".\n\nExpected version: ^24.0.0\nGot: v22.1.0',
      'error shop@1.0.0: The engine "node" is incompatible with this module. Expected version ">=23 <25". Got "22.1.0"'
    ];
    for (const output of asked)
      expect(decided(failed('build-web', output))).toMatchObject({
        kind: 'dockerfile',
        edits: [{ edit: 'base-image', image: 'node', tag: '24-slim' }]
      });
  });

  it.each(samples)('says something that can be said about %s', (id, place, output) => {
    const decision = repair(situation(place, output));
    expect(fixSchema.safeParse(decision.fix).error).toBeUndefined();
    const known = signatures.find((signature) => signature.id === id)!;
    if (known.act === 'human') expect(decision.fix.kind).toBe('give-up');
    if (known.act === 'propose') expect(['ask', 'give-up']).toContain(decision.fix.kind);
  });
});
