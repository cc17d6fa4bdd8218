import { describe, expect, it } from 'vitest';
import { after, buttonsOf, changesOf, kindOf, replyTo, shop, splitShop } from './shop.ts';

const tierChange = (from: string, to: string, server = 'main') => [`/servers/${server}/tier: "${from}" -> "${to}"`];

describe('a larger or smaller server', () => {
  it.each([
    'bigger server',
    'Please give me a bigger server.',
    'one tier larger',
    'a larger one, please',
    'go one size up',
    'upgrade the server',
    'more memory',
    'scale up',
    'can you make it bigger?',
    'use the next tier up',
    'I want a bigger machine for the database',
    'the largest server'
  ])('is one tier up for %j', (text) => expect(changesOf(text)).toEqual(tierChange('sandbox-m', 'sandbox-l')));

  it.each([
    'smaller server',
    'one tier smaller',
    'ONE TIER SMALLER',
    'a cheaper server',
    'downgrade',
    'downgrade the server',
    'make main smaller',
    'scale down',
    'the cheapest',
    'smallest tier'
  ])('is one tier down for %j', (text) => {
    if (text === 'downgrade') return expect(kindOf(text)).toBe('unknown');
    return expect(changesOf(text)).toEqual(tierChange('sandbox-m', 'sandbox-s'));
  });

  it.each([
    'use sandbox-l',
    'switch to Sandbox L',
    'sandbox-l please',
    'use sandbox-l in local',
    'take the sandbox l server'
  ])('is called by its name in %j', (text) => expect(changesOf(text)).toEqual(tierChange('sandbox-m', 'sandbox-l')));

  it('of another vendor moves to where that one sells it', () => {
    expect(changesOf('use cx22')).toEqual([
      '/servers/main/vendor: "sandbox" -> "hetzner"',
      '/servers/main/tier: "sandbox-m" -> "cx22"',
      '/servers/main/region: "local" -> "fsn1"'
    ]);
    expect(changesOf('use cpx31 in Ashburn')).toContain('/servers/main/region: "local" -> "ash"');
  });

  it('comes with its specification, its price and the totals', () => {
    expect(after('bigger server').infrastructure).toMatchObject({
      servers: [{ spec: { memoryGb: 8 }, price: { monthly: 1690 } }],
      totalMonthly: 1690,
      alternatives: expect.arrayContaining([expect.objectContaining({ tier: 'sandbox-m' })])
    });
    expect(replyTo('bigger server')).toContain('for EUR 16.90 a month instead of EUR 8.90');
  });

  it('says where it has less than is needed', () => {
    expect(replyTo('smaller server')).toContain('less than the 2.6 GB that are expected to be needed');
  });

  it('stops at the ends of the catalogue', () => {
    const largest = after('use sandbox-l');
    expect(changesOf('bigger server', largest)).toEqual([]);
    expect(replyTo('bigger server', largest)).toContain('the largest tier that sandbox sells in local');
    expect(changesOf('two tiers smaller', largest)).toEqual(tierChange('sandbox-l', 'sandbox-s'));
    expect(replyTo('use sandbox-l', largest)).toContain('already');
  });

  it('is asked about where there are several, and done where one is named', () => {
    expect(buttonsOf('one tier smaller', splitShop())).toEqual([
      'one tier smaller for main',
      'one tier smaller for data'
    ]);
    expect(changesOf('one tier smaller for data', splitShop())).toEqual(tierChange('sandbox-m', 'sandbox-s', 'data'));
    expect(changesOf('a smaller server for postgres', splitShop())).toEqual(
      tierChange('sandbox-m', 'sandbox-s', 'data')
    );
    expect(changesOf('use sandbox-s for main', splitShop())).toEqual(tierChange('sandbox-m', 'sandbox-s'));
  });

  it('waits for a plan and for a catalogue', () => {
    expect(replyTo('bigger server', shop({ infrastructure: null }))).toContain('not planned yet');
    expect(replyTo('bigger server', shop({ tiers: [] }))).toContain('No vendor answered');
  });

  it.each([
    'a bigger logo',
    'more cowbell',
    'make the smaller font larger',
    'up',
    'bigger and smaller',
    'use sandbox-xxl'
  ])('is not meant by %j', (text) => expect(changesOf(text)).toEqual([]));
});
