import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  envFile,
  onlyPrivate,
  relayVariables,
  trustEnv,
  withoutModelKey,
  workerVariables,
  writeAuthorities
} from '../../../cli/environment.ts';
import { bundledConfig } from '../../../cli/build.ts';
import { readSettings } from '../../../cli/settings.ts';

const keys = { secretKey: 'c2VjcmV0', relayKey: 'relay', localToken: 'local' };
const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hydron-environment-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = (env: NodeJS.ProcessEnv = {}) => readSettings(['--state', folder], env, folder);

describe('the environment of the Worker', () => {
  it('holds certificates as text, and survives an env file', () => {
    writeFileSync(join(folder, 'ca.pem'), certificate);
    const variables = workerVariables(settings({ HYDRON_ACME_CA: 'ca.pem' }), keys);
    expect(variables.HYDRON_ACME_CA).toBe(certificate);
    expect(parseEnv(envFile(variables))).toEqual(variables);
  });

  it('leaves out what is not set', () => {
    expect(workerVariables(settings(), keys)).not.toHaveProperty('HYDRON_ACME_CA');
  });

  it("holds the model's key and where it is used, and nobody else's environment does", () => {
    const env = { ANTHROPIC_API_KEY: 'sk-ant-0123456789', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9100', PATH: '/bin' };
    expect(workerVariables(settings(env), keys)).toMatchObject({
      ANTHROPIC_API_KEY: 'sk-ant-0123456789',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9100'
    });
    expect(relayVariables(settings(env), keys)).not.toHaveProperty('ANTHROPIC_API_KEY');
    expect(withoutModelKey(env)).not.toHaveProperty('ANTHROPIC_API_KEY');
    expect(withoutModelKey(env).PATH).toBe('/bin');
  });

  it('refuses a value that an env file cannot hold', () => {
    expect(() => envFile({ NAME: 'a"b' })).toThrow('NAME');
  });
});

describe('the environment of the relay', () => {
  it('names files and its own folder', () => {
    const relay = relayVariables(settings({ HYDRON_EXTRA_CA: 'ca.pem', HYDRON_ALLOWED_HOSTS: '127.0.0.1:9418' }), keys);
    expect(relay).toMatchObject({
      HYDRON_EXTRA_CA: join(folder, 'extra-authorities.pem'),
      RELAY_ALLOWED_HOSTS: '127.0.0.1:9418',
      RELAY_SANDBOX: '1',
      RELAY_STATE: join(folder, 'relay')
    });
  });

  it('has no sandboxes where none are sold', () => {
    expect(relayVariables(settings({ HYDRON_VENDORS: 'own' }), keys)).not.toHaveProperty('RELAY_SANDBOX');
  });
});

describe('extra certificate authorities', () => {
  it('are added to those that git knows, not put in their place', () => {
    writeFileSync(join(folder, 'ca.pem'), certificate);
    writeAuthorities(settings({ HYDRON_EXTRA_CA: 'ca.pem' }));
    const env = trustEnv(settings({ HYDRON_EXTRA_CA: 'ca.pem' }));
    expect(readFileSync(env.NODE_EXTRA_CA_CERTS ?? '', 'utf8')).toBe(certificate);
    const all = readFileSync(env.GIT_SSL_CAINFO ?? '', 'utf8');
    expect(all).toContain('AAAA');
    expect(all.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50);
  });

  it('are only those that nobody trusts anyway', () => {
    const bundle = [...rootCertificates, certificate].join('\r\n');
    expect(onlyPrivate(bundle)).toBe(certificate);
  });

  it('change nothing where there are none', () => {
    writeAuthorities(settings());
    expect(trustEnv(settings())).toEqual({});
  });
});

describe('the configuration of the bundled Worker', () => {
  it('is that of the sources, but for where things are', () => {
    const config = bundledConfig(readFileSync('wrangler.toml', 'utf8'));
    expect(config).toMatchObject({
      name: 'hydron',
      main: 'index.js',
      no_bundle: true,
      assets: { directory: 'assets', run_worker_first: true }
    });
    expect(config).not.toHaveProperty('dev');
    expect(JSON.stringify(config.d1_databases)).toContain('"migrations_dir":"migrations"');
  });
});
