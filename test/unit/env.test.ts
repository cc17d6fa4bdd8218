import { describe, expect, it } from 'vitest';
import { configOf, readConfig, type Env, type SettingName } from '../../workers/env.ts';

const secretKey = Buffer.alloc(32, 1).toString('base64');
const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

const local: Partial<Record<SettingName, string>> = {
  HYDRON_MODE: 'local',
  HYDRON_LOCAL_TOKEN: 'a-token-of-sixteen',
  HYDRON_SECRET_KEY: secretKey,
  RELAY_KEY: 'a-key-of-sixteen-characters'
};
const open: Partial<Record<SettingName, string>> = {
  HYDRON_BASE_URL: 'https://hydron.example',
  HYDRON_SECRET_KEY: secretKey,
  RELAY_URL: 'https://relay.example',
  RELAY_KEY: 'a-key-of-sixteen-characters',
  GITHUB_CLIENT_ID: 'id',
  GITHUB_CLIENT_SECRET: 'secret'
};

/** An env object of these variables; what is bound does not matter to the settings. */
const envOf = (variables: Partial<Record<SettingName, string>>) => ({ ...variables }) as Env;
const complaints = (variables: Partial<Record<SettingName, string>>): string => {
  const read = readConfig(envOf(variables));
  return read.ok ? '' : read.problem.message;
};

describe('the settings of a local install', () => {
  it('have defaults for all but the keys', () => {
    expect(configOf(envOf(local))).toEqual({
      mode: 'local',
      baseUrl: 'http://127.0.0.1:8787',
      callbackUrl: 'http://127.0.0.1:8787',
      relay: { url: 'http://127.0.0.1:8788', key: local.RELAY_KEY },
      secretKey,
      localToken: local.HYDRON_LOCAL_TOKEN,
      defaultDomain: 'localhost',
      localDomain: true,
      vendors: ['sandbox', 'own'],
      registryMirror: null,
      extraAuthorities: null,
      acmeDirectory: null,
      acmeAuthority: null,
      acmeEmail: null,
      model: { key: null, baseUrl: 'https://api.anthropic.com' },
      github: null
    });
  });

  it('lose the slash at the end of a URL, and split the list of vendors', () => {
    const config = configOf(envOf({ ...local, RELAY_URL: 'http://127.0.0.1:9/', HYDRON_VENDORS: 'own, sandbox' }));
    expect(config.relay.url).toBe('http://127.0.0.1:9');
    expect(config.vendors).toEqual(['own', 'sandbox']);
  });

  it.each(['http://127.0.0.1:8787/hydron', 'http://user:pass@127.0.0.1:8787', 'ftp://127.0.0.1', '127.0.0.1:8787'])(
    'refuse the base URL %s',
    (url) => {
      expect(complaints({ ...local, HYDRON_BASE_URL: url })).toContain('HYDRON_BASE_URL: a URL');
    }
  );

  it('keep the path of an ACME directory as it is', () => {
    const directory = 'https://acme.example/directory/';
    expect(configOf(envOf({ ...local, HYDRON_ACME_DIRECTORY: directory })).acmeDirectory).toBe(directory);
  });

  it('are parsed once for an env object', () => {
    const env = envOf(local);
    expect(readConfig(env)).toBe(readConfig(env));
  });

  it('take an empty variable as one that is not set', () => {
    expect(configOf(envOf({ ...local, HYDRON_REGISTRY_MIRROR: '' })).registryMirror).toBeNull();
  });

  it.each(['http://192.0.2.1:8787', 'https://hydron.example', 'http://localhost.example:8787'])(
    'refuse to be reached as %s',
    (url) => {
      expect(complaints({ ...local, HYDRON_BASE_URL: url })).toContain('HYDRON_BASE_URL: a local install');
    }
  );

  it('need a token for the terminal', () => {
    expect(complaints({ ...local, HYDRON_LOCAL_TOKEN: undefined })).toContain('HYDRON_LOCAL_TOKEN: is missing');
  });
});

describe('the settings of a public install', () => {
  it('are what an install has that does not say that it is local', () => {
    const config = configOf(envOf(open));
    expect(config.mode).toBe('public');
    expect(config.defaultDomain).toBe('hydron.space');
    expect(config.github).toEqual({ clientId: 'id', clientSecret: 'secret' });
  });

  it.each(['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'HYDRON_SECRET_KEY', 'RELAY_KEY'] as const)(
    'refuse to start without %s',
    (name) => {
      expect(complaints({ ...open, [name]: undefined })).toContain(`- ${name}: is missing`);
    }
  );

  it.each(['HYDRON_BASE_URL', 'HYDRON_CALLBACK_URL', 'RELAY_URL'] as const)('refuse %s over http', (name) => {
    expect(complaints({ ...open, [name]: 'http://hydron.example' })).toContain(name);
  });

  it('never heed the token of a local install', () => {
    expect(configOf(envOf({ ...open, HYDRON_LOCAL_TOKEN: 'a-token-of-sixteen' })).localToken).toBeNull();
  });

  it('name every problem at once', () => {
    const message = complaints({
      HYDRON_MODE: 'public',
      HYDRON_SECRET_KEY: 'short',
      HYDRON_VENDORS: 'acme',
      HYDRON_ACME_CA: 'no certificate'
    });
    for (const name of ['RELAY_KEY', 'HYDRON_SECRET_KEY', 'HYDRON_VENDORS', 'HYDRON_ACME_CA'])
      expect(message).toContain(`- ${name}`);
  });

  it('do not repeat a key that is wrong', () => {
    expect(complaints({ ...open, HYDRON_SECRET_KEY: 'b2ggbm8=', RELAY_KEY: 'tooshort' })).not.toMatch(
      /b2ggbm8=|tooshort/
    );
  });

  it('hand certificates on as text', () => {
    expect(configOf(envOf({ ...open, HYDRON_EXTRA_CA: certificate })).extraAuthorities).toBe(certificate);
  });
});

describe('the settings of the model', () => {
  it('are a key and where it is used, which may have a path', () => {
    const url = 'https://gateway.example/team/anthropic/';
    const config = configOf(envOf({ ...local, ANTHROPIC_API_KEY: 'sk-ant-0123456789', ANTHROPIC_BASE_URL: url }));
    expect(config.model).toEqual({ key: 'sk-ant-0123456789', baseUrl: 'https://gateway.example/team/anthropic' });
  });

  it.each(['http://127.0.0.1:9100', 'http://localhost:9100', 'http://[::1]:9100'])(
    'may name this machine: %s',
    (url) => {
      expect(configOf(envOf({ ...local, ANTHROPIC_BASE_URL: url })).model.baseUrl).toBe(url);
    }
  );

  it.each([
    ['http://gateway.example', 'https, unless it is served on this machine'],
    ['https://me:secret@gateway.example', 'a URL without a user'],
    ['https://gateway.example/?key=1', 'a URL without a user'],
    ['gateway.example', 'a URL that begins with']
  ])('refuse to use %s', (url, why) => {
    expect(complaints({ ...open, ANTHROPIC_BASE_URL: url })).toContain(`- ANTHROPIC_BASE_URL: ${why}`);
  });

  it('do not repeat a key that is wrong', () => {
    const message = complaints({ ...open, ANTHROPIC_API_KEY: 'sk-ant-with a space' });
    expect(message).toContain('- ANTHROPIC_API_KEY: a key without spaces');
    expect(message).not.toContain('with a space');
  });
});

describe('asking for settings that are refused', () => {
  it('throws with what is wrong', () => {
    expect(() => configOf(envOf({}))).toThrow(/RELAY_KEY: is missing/);
  });
});
