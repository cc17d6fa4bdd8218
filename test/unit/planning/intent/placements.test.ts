import { describe, expect, it } from 'vitest';
import { after, buttonsOf, changesOf, replyTo, shop, splitShop, worker } from './shop.ts';

const placed = (text: string, situation = shop()) =>
  Object.fromEntries(after(text, situation).infrastructure!.servers.map(({ name, services }) => [name, services]));

describe('a server of its own', () => {
  it.each([
    'split Postgres onto its own server',
    'split postgres off onto a separate server',
    'put the database on a separate server',
    'move db to its own server',
    'move the DB to a new machine',
    'run postgresql on its own box',
    'give the database its own server',
    'separate the database from web',
    'isolate db',
    'a second server for the database',
    'use a dedicated server for postgres',
    'please host `db` on another server'
  ])('is given to the database by %j', (text) =>
    expect(placed(text)).toEqual({ main: ['web', 'worker', 'docs', 'cache'], data: ['db'] })
  );

  it('holds several where several are named', () => {
    const together = { main: ['web', 'worker', 'docs'], data: ['cache', 'db'] };
    expect(placed('move redis and postgres to their own server')).toEqual(together);
    expect(placed('split redis, postgres onto their own server')).toEqual(together);
  });

  it('is the cheapest that fits, named after what it holds, at a price that is told', () => {
    const plan = after('move the worker to its own server').infrastructure!;
    expect(plan.servers[1]).toMatchObject({
      name: 'worker',
      tier: 'sandbox-s',
      spec: { memoryGb: 2 },
      region: 'local'
    });
    expect(plan.totalMonthly).toBe(890 + 490);
    expect(replyTo('move the worker to its own server')).toContain('worker, sandbox-s for EUR 4.90 a month more');
  });

  it('is not given twice, nor to all there is', () => {
    const split = after('split db onto its own server');
    expect(replyTo('split db onto its own server', split)).toBe('db is on a server of its own already: data.');
    expect(replyTo('move everything to its own server')).toContain('on one server already');
  });

  it('gets a name that is free', () => {
    const split = after('split db onto its own server');
    expect(Object.keys(placed('move redis to its own server', split))).toEqual(['main', 'data', 'server-2']);
  });

  it('is asked about where it is open what is meant', () => {
    const two = shop();
    two.analysis!.services.push({ ...worker, name: 'mailer' });
    two.analysis!.services[1] = { ...worker, name: 'jobs' };
    expect(buttonsOf('move the worker to its own server', two)).toEqual([
      'move jobs to its own server',
      'move mailer to its own server'
    ]);
  });

  it('of one’s own takes another that is registered, or says that there is none', () => {
    const own = shop({
      tiers: [
        { ...shop().tiers[0]!, vendor: 'own', tier: 'srv_1', regions: [{ id: 'own', title: 'Mine', inStock: true }] }
      ]
    });
    Object.assign(own.infrastructure!.servers[0]!, {
      vendor: 'own',
      tier: 'srv_0',
      region: 'own',
      ownServerId: 'srv_0'
    });
    const split = after('split db onto its own server', own);
    expect(split.infrastructure!.servers[1]).toMatchObject({ ownServerId: 'srv_1', tier: 'srv_1', os: 'as-is' });
    expect(replyTo('split redis onto its own server', split)).toContain('Add another in the settings');
  });
});

describe('a server that is there', () => {
  it.each(['move db to main', 'put postgres on the main server', 'move db back to main', 'run the database on main'])(
    'takes in what is moved by %j',
    (text) => expect(placed(text, splitShop())).toEqual({ main: ['web', 'worker', 'docs', 'db'], data: ['cache'] })
  );

  it('goes when the last leaves it, and grows when it would be too small', () => {
    const split = after('split db onto its own server', after('use sandbox-s'));
    const back = after('move db to main', split);
    expect(back.infrastructure!.servers).toMatchObject([{ name: 'main', tier: 'sandbox-m' }]);
    expect(replyTo('move db to main', split)).toContain('It grows to sandbox-m');
  });
});

describe('one server', () => {
  it.each([
    'everything on one server',
    'put it all back on one server',
    'one server',
    'just use a single server',
    'merge the servers',
    'all services on the same server'
  ])('holds everything again after %j', (text) =>
    expect(placed(text, splitShop())).toEqual({ main: ['web', 'worker', 'docs', 'db', 'cache'] })
  );

  it('costs what one server costs', () =>
    expect(after('one server', splitShop()).infrastructure!.totalMonthly).toBe(890));
  it('is what there is', () => expect(replyTo('everything on one server')).toContain('already'));
});

describe('other talk of places', () => {
  it.each(['move on', 'split the bill', 'put web on hold', 'move web to production', 'own server', 'give up'])(
    'moves nothing: %j',
    (text) => expect(changesOf(text)).toEqual([])
  );
});
