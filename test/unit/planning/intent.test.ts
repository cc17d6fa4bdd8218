import { describe, expect, it } from 'vitest';
import { understand } from '../../../workers/planning/intent.ts';
import { after, buttonsOf, changesOf, kindOf, kiosk, replyTo, shop } from './intent/shop.ts';

describe('several wishes in a message', () => {
  it.each([
    'use Node 22 and a smaller server',
    'use Node 22, and a smaller server please',
    'a smaller server; Node 22',
    'Use Node 22. Then one tier smaller!',
    'use Node 22\none tier smaller',
    'can you use Node 22 and also make the server smaller?'
  ])('are all done: %j', (text) => {
    const plans = after(text);
    expect(plans.analysis!.services[0]!.runtimeVersion).toBe('22');
    expect(plans.infrastructure!.servers[0]!.tier).toBe('sandbox-s');
  });

  it('make one edit of each plan, each with its note', () => {
    const understood = understand(
      'use Node 22, postgres 16, rename web to api and split the database onto its own server',
      shop()
    );
    expect(understood).toMatchObject({
      kind: 'edit',
      edits: [
        { stage: 'analysis', note: expect.stringContaining('Node 22') },
        { stage: 'infrastructure', note: expect.stringContaining('on a server of its own') }
      ]
    });
  });

  it('are understood one after the other, each against what the one before left', () => {
    const plans = after('rename web to api, then api listens on 8080 and start api with `node api.js`');
    expect(plans.analysis!.services[0]).toMatchObject({ name: 'api', port: 8080, startCommand: 'node api.js' });
    expect(plans.analysis!.services[0]!.dockerfile!.text).toMatch(/EXPOSE 8080\nCMD \["node","api.js"\]/);
    expect(after('split db onto its own server and use sandbox-m for data').infrastructure!.servers[1]!.tier).toBe(
      'sandbox-m'
    );
  });

  it('are done as far as they are understood, and what is not is said', () => {
    expect(changesOf('use Node 22 and make me coffee')[0]).toContain('runtimeVersion');
    expect(replyTo('use Node 22 and make me coffee')).toContain('The rest I did not understand.');
  });

  it('may be an edit and a question of which is meant', () => {
    expect(kindOf('use Node 22 and port 8080')).toBe('edit');
    expect(buttonsOf('use Node 22 and port 8080')).toEqual(['web listens on 8080', 'docs listens on 8080']);
  });

  it('that a catalogue refuses are told apart from those that were done', () => {
    const sold = shop();
    sold.tiers = sold.tiers.map((tier) => ({
      ...tier,
      regions: tier.regions.map((region) => ({ ...region, inStock: tier.tier !== 'sandbox-l' }))
    }));
    expect(replyTo('use sandbox-l and Node 22', sold)).toContain('out of stock');
    expect(changesOf('use sandbox-l and Node 22', sold)[0]).toContain('runtimeVersion');
  });
});

describe('what is not understood', () => {
  it.each(['', '   ', 'help', 'hello', 'make me coffee', '???', '🚀🚀🚀', 'what can you do?'])(
    'is answered with what is: %j',
    (text) => {
      expect(kindOf(text)).toBe('unknown');
      expect(replyTo(text)).toContain('I understand wishes such as');
    }
  );

  it('is told in the words of the plan, all of which are understood', () => {
    for (const situation of [shop(), kiosk(), shop({ infrastructure: null })]) {
      const told = [...replyTo('help', situation).matchAll(/“([^”]+)”/g)].map((match) => match[1]!);
      expect(told.length).toBeGreaterThan(5);
      for (const wish of told) expect([wish, kindOf(wish, situation)]).not.toContain('unknown');
    }
  });

  it('waits for the code to be read', () => {
    expect(kindOf('use Node 22', shop({ analysis: null }))).toBe('unknown');
    expect(replyTo('use Node 22', shop({ analysis: null }))).toContain('still being read');
  });
});

const hostile: [string, string][] = [
  ['a book', 'use Node 22 and '.repeat(500)],
  ['a long word', 'a'.repeat(4400)],
  ['spaces', `use${' '.repeat(4400)}Node`],
  ['quotes that never end', '`'.repeat(4399)],
  ['curly quotes that never end', '“'.repeat(4400)],
  ['apostrophes', "'a ".repeat(1400)],
  ['joints', 'and, '.repeat(850)],
  ['wishes without end', 'web listens on 8080, '.repeat(200)],
  ['nearly a port', `change the port of ${'web '.repeat(1000)}to x`],
  ['nearly a name', `rename ${'to '.repeat(1400)}`],
  ['nearly a health check', `health ${'check of for in '.repeat(250)}/`],
  ['nearly an assignment', `set ${'A_B to '.repeat(600)}`],
  ['nearly a target', `GREETING=x ${'for web '.repeat(500)}?`],
  ['sentence ends', '. ! ? ; '.repeat(500)],
  ['nearly a credential', '://a:'.repeat(850)],
  ['control characters', '\u0000\u0001\u001b[31mrename\u0007 web to \u202eapi'],
  ['an emoji', 'rename web to 🚀'],
  ['full-width letters', 'ｕｓｅ Ｎｏｄｅ ２２'],
  [
    'the prototype',
    'rename __proto__ to constructor; drop constructor; set __proto__ to x; move toString to its own server'
  ],
  ['a pointer', 'rename web/port to a~1b; /services/web listens on 80; drop ../../etc']
];

describe('a hostile message', () => {
  it.each(hostile)('of %s is answered at once, and harms no plan', (_title, text) => {
    const [situation, begun] = [shop(), performance.now()];
    const understood = understand(text, situation);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(understood.reply).not.toBe('');
    expect(situation).toEqual(shop());
    expect(() => after(text)).not.toThrow();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('in letters of another width is the same wish', () =>
    expect(changesOf('ｕｓｅ Ｎｏｄｅ ２２')[0]).toContain('"22"'));
});
