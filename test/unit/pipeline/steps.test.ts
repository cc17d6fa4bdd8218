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

  it('lay the ground of a server at once: its user, its network, its volumes and its images', () => {
    const ground = [
      step('user', { kind: 'user' }),
      step('network', { kind: 'network' }),
      step('volumes', { kind: 'volume' })
    ];
    expect(
      names([step('ssh', { danger: 'ssh' }), ...ground, pull('pull-db'), step('proxy', { kind: 'proxy' })])
    ).toEqual([['ssh'], ['user', 'network', 'volumes', 'pull-db'], ['proxy']]);
  });

  it('start datastores beside one build, and build one image at a time', () => {
    const datastore = (id: string) => step(id, { kind: 'start', parameters: { datastore: true } });
    const build = (id: string) => step(id, { kind: 'build' });
    const steps = [datastore('start-db'), datastore('start-cache'), build('build-web'), build('build-worker')];
    expect(names(steps)).toEqual([['start-db', 'start-cache', 'build-web'], ['build-worker']]);
    expect(names([pull('trust'), ...steps])).toEqual([
      ['trust', 'start-db', 'start-cache'],
      ['build-web'],
      ['build-worker']
    ]);
  });

  it('start services one after another', () => {
    expect(names([step('start-web', { kind: 'start' }), step('start-worker', { kind: 'start' })])).toHaveLength(2);
  });

  it('leave those of another phase out', () => {
    expect(names([step('one'), step('two', { phase: 'code-deploy' })])).toEqual([['one']]);
  });
});
