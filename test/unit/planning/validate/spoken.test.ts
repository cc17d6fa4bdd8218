import { describe, expect, it } from 'vitest';
import { unspoken, type Spoken } from '../../../../workers/planning/validate/spoken.ts';
import { analysis, infrastructure, provisioning, service } from '../../../plans.ts';

const words = (now: string, ever = now): Spoken => ({ now, ever });
const codes = (found: { code: string }[]) => found.map(({ code }) => code);

describe('a higher price', () => {
  const dearer = (now: string) =>
    codes(unspoken('infrastructure', infrastructure(), infrastructure({ totalMonthly: 900 }), words(now)));

  it.each([
    'Take a larger server.',
    'Split Postgres onto its own server.',
    'One tier up, please.',
    'A server in the US.',
    'Nimm einen größeren Server.',
    'It may cost 20 € a month.',
    'yes, do it'
  ])('is what “%s” asks for', (now) => expect(dearer(now)).toEqual([]));

  it.each(['Why did the build fail?', 'What does web need?', 'Use Node 22.', ''])('is not what “%s” asks for', (now) =>
    expect(dearer(now)).toEqual(['price.unasked'])
  );

  it('is none where the price falls', () => {
    const cheaper = infrastructure({ totalMonthly: 100 });
    expect(unspoken('infrastructure', infrastructure(), cheaper, words('Use Node 22.'))).toEqual([]);
  });
});

describe('an address', () => {
  const before = analysis();
  const value = (text: string) =>
    analysis({
      services: [
        service({
          env: [
            {
              ...{ name: 'API_URL', secret: false, default: text, source: 'default', required: false },
              ...{ buildTime: false, describes: '', evidence: {} }
            }
          ]
        })
      ]
    });
  const against = (text: string, ever = '') => codes(unspoken('analysis', before, value(text), words('Set it.', ever)));

  it('has to have been named by the person', () => {
    expect(against('https://x.test/collect')).toEqual(['address.unasked']);
    expect(against('https://api.shop.example', 'The API is at https://api.shop.example, please.')).toEqual([]);
  });

  it.each([
    'collector.x.test',
    '192.0.2.66',
    'https://git.test@x.test/',
    '//x.test',
    'http://3221226050/',
    'http://[2001:db8::1]/',
    'postgres://app@x.test/shop'
  ])('is seen in %s', (text) => expect(against(text)).toEqual(['address.unasked']));

  it.each(['true', '8080', 'production', '/api/v1', 'redis://cache:6379', 'http://localhost:3000', 'v1.2.3'])(
    'is not seen in %s where it is none that leads away',
    (text) => expect(against(text)).toEqual([])
  );

  it('may move from where it was', () => {
    const url = 'https://git.test/acme/shop';
    expect(against(url)).toEqual([]);
  });

  it('is judged in values of the provisioning too', () => {
    const [first] = provisioning().env;
    const after = provisioning({ env: [{ ...first!, name: 'HOOK', secret: false, value: 'https://x.test' }] });
    expect(codes(unspoken('provisioning', provisioning(), after, words('Set a hook.')))).toContain('address.unasked');
  });
});
