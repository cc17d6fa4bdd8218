import { describe, expect, it } from 'vitest';
import { after, buttonsOf, changesOf, kiosk, replyTo, shop, worker } from './shop.ts';

const rejected = (text: string, situation = shop()) =>
  after(text, situation)
    .analysis!.services.filter(({ acceptance }) => acceptance === 'rejected')
    .map(({ name }) => name);

describe('leaving a service out', () => {
  it.each([
    'drop the worker',
    'do not deploy the worker',
    "don't deploy worker",
    'skip the worker',
    'leave the worker out',
    'leave out the worker',
    'remove the worker service',
    'deploy without the worker',
    'without the worker, please',
    'no worker',
    'we do not need the worker',
    'reject worker',
    'the worker is not needed',
    'get rid of the worker'
  ])('is done by %j', (text) => expect(rejected(text)).toEqual(['worker']));

  it('may be of several', () => {
    expect(rejected('drop the worker and docs')).toEqual(['worker', 'docs']);
    expect(rejected('drop worker, docs')).toEqual(['worker', 'docs']);
  });

  it('warns those that depend on it, and leaves one', () => {
    expect(replyTo('drop web')).toContain('worker depends on it');
    expect(replyTo('drop web', kiosk())).toContain('At least one service must stay');
    expect(replyTo('drop docs', after('drop docs'))).toContain('left out already');
  });

  it('asks where two are meant', () => {
    const two = shop();
    two.analysis!.services.push({ ...worker, name: 'mailer' }, { ...worker, name: 'jobs' });
    two.analysis!.services.splice(1, 1);
    expect(buttonsOf('drop the worker', two)).toEqual(['drop mailer', 'drop jobs']);
    expect(rejected('drop the workers', two)).toEqual(['mailer', 'jobs']);
  });

  it('works for datastores as well', () => {
    expect(changesOf('drop redis')).toEqual(['/datastores/cache/requirement: "required" -> "optional"']);
    expect(changesOf('use redis', after('drop redis'))).toEqual([
      '/datastores/cache/requirement: "optional" -> "required"'
    ]);
  });
});

describe('taking a service in', () => {
  it.each([
    'accept the worker',
    'include worker',
    'keep the worker',
    'bring back the worker',
    'bring the worker back',
    'deploy the worker after all',
    'add the worker back'
  ])('is done by %j', (text) =>
    expect(changesOf(text, after('drop the worker'))).toEqual(['/services/worker/acceptance: "rejected" -> "accepted"'])
  );

  it('is done by then', () => expect(replyTo('keep web', after('keep web'))).toBe('web is part of it already.'));
});

describe('other talk', () => {
  it.each(['drop me a line', 'no problem', 'keep calm', 'remove the comments', 'without further ado'])(
    'leaves everything in: %j',
    (text) => expect(changesOf(text)).toEqual([])
  );
});
