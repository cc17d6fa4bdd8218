import { describe, expect, it } from 'vitest';
import { after, buttonsOf, changesOf, kindOf, replyTo, shop, splitShop } from './shop.ts';

const region = (id: string) => `/servers/main/region: "local" -> "${id}"`;

describe('a place for the servers', () => {
  it.each([
    ['use Falkenstein', 'fsn1'],
    ['region fsn1', 'fsn1'],
    ['use region fsn1', 'fsn1'],
    ['deploy to Germany', 'fsn1'],
    ['put it in Europe', 'fsn1'],
    ['a server in Germany, please', 'fsn1'],
    ['use the Falkenstein region', 'fsn1'],
    ['move the server to Deutschland', 'fsn1'],
    ['a server in the US', 'ash'],
    ['host it in the USA', 'ash'],
    ['a server in the United States of America', 'ash'],
    ['use Hillsboro', 'hil'],
    ['I want the server in Ashburn', 'ash']
  ])('is understood from %j', (text, id) => expect(changesOf(text)).toContain(region(id)));

  it('takes the cheapest that holds everything where the tier is not sold', () => {
    const { servers, totalMonthly } = after('use Falkenstein').infrastructure!;
    expect(servers).toMatchObject([{ vendor: 'hetzner', tier: 'cx22', price: { monthly: 450 } }]);
    expect(totalMonthly).toBe(450);
  });

  it('keeps the tier where it is sold there too', () => {
    const german = after('use cpx31 in Falkenstein');
    expect(changesOf('a server in the US', german)).toEqual(['/servers/main/region: "fsn1" -> "ash"']);
  });

  it('moves all servers together, or the one that is named', () => {
    expect(after('use Falkenstein', splitShop()).infrastructure!.servers.map((each) => each.region)).toEqual([
      'fsn1',
      'fsn1'
    ]);
    expect(after('data in Falkenstein', splitShop()).infrastructure!.servers.map((each) => each.region)).toEqual([
      'local',
      'fsn1'
    ]);
  });

  it('offers the others where a country has several', () => {
    expect(buttonsOf('a server in the US')).toEqual(['use region hil']);
    expect(changesOf('use region hil')).toContain(region('hil'));
  });

  it.each([
    'use Frankfurt',
    'a server in Mars',
    'use region moon',
    'a server in Japan',
    'move to Helsinki',
    'region us-west-9'
  ])('that is not sold, or out of stock, is answered with those that are: %j', (text) => {
    expect(kindOf(text)).toBe('answer');
    expect(replyTo(text)).toMatch(
      /^Nothing is sold in .+\. There is This machine \(local\), Falkenstein, Germany \(fsn1\)/
    );
    expect(replyTo(text)).not.toContain('hel1');
  });

  it('is where it is already', () => expect(replyTo('use region local')).toContain('already'));

  it('is not chosen for a server of one’s own', () => {
    const own = shop();
    own.infrastructure!.servers[0]!.vendor = 'own';
    expect(replyTo('use Falkenstein', own)).toContain('your own');
  });

  it.each(['in', 'use', 'to the', 'region', 'we live in interesting times', 'in a nutshell'])(
    'is not meant by %j',
    (text) => expect(changesOf(text)).toEqual([])
  );
});
