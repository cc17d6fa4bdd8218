import { describe, expect, it } from 'vitest';
import { planInfrastructure } from '../../../../workers/planning/infrastructure/plan.ts';
import { after, changesOf, replyTo, shop, splitShop } from './shop.ts';

const namesAfter = (text: string) => after(text).analysis!.services.map(({ name }) => name);

describe('renaming a service', () => {
  it.each([
    'rename web to api',
    'Rename `web` to `api`.',
    'rename the web service to "api"',
    'rename service web to api',
    'call web api',
    'change the name of web to api',
    'please rename web as API',
    'rename web -> api'
  ])('is done by %j', (text) => expect(namesAfter(text)).toEqual(['api', 'worker', 'docs']));

  it('reaches everything that refers to it', () => {
    const { analysis, infrastructure } = after('rename web to api');
    expect(analysis!.services[1]!.dependsOn).toEqual(['db', 'api']);
    expect(infrastructure!.servers[0]!.services).toEqual(['api', 'worker', 'docs', 'db', 'cache']);
    expect(replyTo('rename web to api')).toBe('web is now called api. worker depends on it by that name.');
  });

  it('leaves it where it runs when the servers are planned again', () => {
    const split = after('move worker to data', splitShop());
    const { analysis, infrastructure, tiers, preferences } = after('rename worker to jobs', split);
    const planned = planInfrastructure({
      analysis: analysis!,
      tiers,
      preferences,
      previous: infrastructure,
      now: new Date(0)
    });
    expect(planned.ok && planned.value.servers.map(({ services }) => services)).toEqual([
      ['web', 'docs'],
      ['db', 'cache', 'jobs']
    ]);
  });

  it('makes a name of what was typed', () => expect(namesAfter('rename web to Front End')).toContain('front-end'));

  it('before the servers are planned is an edit of the services alone', () =>
    expect(after('rename web to api', shop({ infrastructure: null })).infrastructure).toBeNull());

  it.each([
    ['rename web to worker', 'worker is taken'],
    ['rename web to web', 'called so already'],
    ['rename web to db', 'db is taken'],
    ['rename web to ###', 'lower-case letters'],
    ['rename shop to api', 'There is no service shop. There is web, worker, docs, db, cache.'],
    ['rename db to data', 'is a datastore'],
    ['rename web to __proto__', 'web is now called proto']
  ])('is answered where it cannot be: %j', (text, says) => {
    expect(replyTo(text)).toContain(says);
    if (!text.includes('proto')) expect(changesOf(text)).toEqual([]);
  });
});
