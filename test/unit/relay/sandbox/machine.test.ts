import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takenPort } from '../../../../relay/sandbox/container.ts';
import { imageTag } from '../../../../relay/sandbox/image.ts';
import { identityOf, serverIdOf } from '../../../../relay/sandbox/record.ts';
import { tiersOn } from '../../../../relay/sandbox/tiers.ts';

const certificate = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

describe('a tier', () => {
  it('promises no more than the machine has', () => {
    const small = tiersOn({ cores: 2, memoryGb: 3.5 });
    expect(small.map((tier) => [tier.cores, tier.memoryGb])).toEqual([
      [2, 2],
      [2, 3.5],
      [2, 3.5]
    ]);
    expect(tiersOn({ cores: 16, memoryGb: 64 }).map((tier) => [tier.cores, tier.memoryGb])).toEqual([
      [2, 2],
      [2, 4],
      [4, 8]
    ]);
  });

  it('says in its title that nothing is charged', () => {
    for (const tier of tiersOn({ cores: 4, memoryGb: 8 })) expect(tier.title).toMatch(/nothing is charged$/);
  });
});

describe('a server id', () => {
  it('is the same for the same key, and another in another state folder', () => {
    const [one, two] = [identityOf('/tmp/hydron-one'), identityOf('/tmp/hydron-two')];
    expect(serverIdOf(one, 'k')).toBe(serverIdOf(one, 'k'));
    expect(serverIdOf(one, 'k')).not.toBe(serverIdOf(one, 'l'));
    expect(serverIdOf(one, 'k')).not.toBe(serverIdOf(two, 'k'));
  });
});

describe('the identity of a stack', () => {
  it('is that of its folder, by whatever path, and stays when the folder is deleted', () => {
    const home = mkdtempSync(join(tmpdir(), 'hydron-identity-'));
    mkdirSync(join(home, 'one'));
    symlinkSync(home, `${home}-link`);
    const identity = identityOf(join(home, 'one'));
    expect(identityOf(join(`${home}-link`, 'one'))).toBe(identity);
    rmSync(join(home, 'one'), { recursive: true });
    expect(identityOf(join(`${home}-link`, 'one'))).toBe(identity);
    expect(identityOf(join(home, 'two'))).not.toBe(identity);
    rmSync(`${home}-link`);
    rmSync(home, { recursive: true });
  });
});

describe('the tag of the server image', () => {
  const settings = { folder: '/tmp', base: 'ubuntu:24.04', authorities: certificate('A') };

  it('changes with the base and the authorities, not with the text around a certificate', () => {
    expect(imageTag({ ...settings, authorities: `# comment\n${certificate('A')}` })).toBe(imageTag(settings));
    expect(imageTag({ ...settings, base: 'debian:13' })).not.toBe(imageTag(settings));
    expect(imageTag({ ...settings, authorities: certificate('B') })).not.toBe(imageTag(settings));
    expect(imageTag({ ...settings, authorities: null })).not.toBe(imageTag(settings));
  });
});

describe('the port that Docker could not have', () => {
  const ports = [40022, 8443, 0];
  const words: [string, number | null][] = [
    ['Bind for 127.0.0.1:8443 failed: port is already allocated', 8443],
    ['Error starting userland proxy: listen tcp4 127.0.0.1:40022: bind: address already in use', 40022],
    ['Ports are not available: exposing port TCP 127.0.0.1:8443 -> 127.0.0.1:0: listen tcp: forbidden', 8443],
    ['Bind for 127.0.0.1:84431 failed: port is already allocated', null],
    ['no such image at 127.0.0.1:8443', null]
  ];

  it.each(words)('in "%s" is %s', (text, port) => {
    expect(takenPort(text, ports)).toBe(port);
  });
});
