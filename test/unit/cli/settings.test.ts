import { describe, expect, it } from 'vitest';
import { readSettings, sellsSandboxes, startHelp, UsageError, variables } from '../../../cli/settings.ts';

describe('the settings of npm start', () => {
  it('have defaults that need nothing set', () => {
    const settings = readSettings([], {}, '/home/me/hydron');
    expect(settings).toMatchObject({
      port: 8787,
      relayPort: 8788,
      state: '/home/me/hydron/.hydron',
      vendors: 'sandbox,own',
      registryMirror: null
    });
    expect(sellsSandboxes(settings)).toBe(true);
  });

  it('come from the environment, and options win', () => {
    const env = { HYDRON_PORT: '9000', HYDRON_STATE: 'elsewhere', HYDRON_EXTRA_CA: 'ca.pem', HYDRON_VENDORS: 'own' };
    const settings = readSettings(['--port', '9100'], env, '/srv');
    expect(settings).toMatchObject({ port: 9100, relayPort: 9101, state: '/srv/elsewhere', extraCa: '/srv/ca.pem' });
    expect(sellsSandboxes(settings)).toBe(false);
  });

  it('treat an empty variable as not set', () => {
    expect(readSettings([], { HYDRON_REGISTRY_MIRROR: ' ', HYDRON_PORT: '' }, '/')).toMatchObject({
      registryMirror: null,
      port: 8787
    });
  });

  it.each([
    [['--port', '0'], {}],
    [['--port', 'http'], {}],
    [['--port', '70000'], {}],
    [['--port', '8000', '--relay-port', '8000'], {}],
    [['--unknown'], {}],
    [[], { HYDRON_RELAY_PORT: '1.5' }]
  ])('%j with %j are refused', (argv, env) => {
    expect(() => readSettings(argv, env, '/')).toThrow(UsageError);
  });

  it('are all in the help', () => {
    for (const [name] of variables) expect(startHelp).toContain(name);
  });
});
