import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../../workers/pipeline/steps.ts';
import { step } from '../../plans.ts';

const pull = (id: string, after: string[] = []) => step(id, { kind: 'pull', after });
const names = (steps: Parameters<typeof batchesOf>[0]) =>
  batchesOf(steps, 'provisioning').map((batch) => batch.map(({ id }) => id));

describe('the steps of a phase', () => {
  it('run one after another, pulls that follow one another at once', () => {
    const steps = [step('docker'), pull('pull-db'), pull('pull-cache'), step('proxy'), pull('pull-late')];
    expect(names(steps)).toEqual([['docker'], ['pull-db', 'pull-cache'], ['proxy'], ['pull-late']]);
  });

  it('keep a pull that waits for another one behind it', () => {
    expect(names([pull('pull-a'), pull('pull-b', ['pull-a'])])).toEqual([['pull-a'], ['pull-b']]);
  });

  it('keep a pull with a danger alone', () => {
    expect(names([pull('pull-a'), step('pull-b', { kind: 'pull', danger: 'network' })])).toHaveLength(2);
  });

  it('leave those of another phase out', () => {
    expect(names([step('one'), step('two', { phase: 'code-deploy' })])).toEqual([['one']]);
  });
});
