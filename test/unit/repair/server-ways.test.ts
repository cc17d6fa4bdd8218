import { describe, expect, it } from 'vitest';
import type { Fix } from '../../../workers/domain/fix.ts';
import { repair } from '../../../workers/repair/repair.ts';
import { refusalOf } from '../../../workers/repair/policy.ts';
import type { Situation } from '../../../workers/repair/situation.ts';
import { step } from '../../plans.ts';
import { situation } from './situations.ts';

const inContainer = (place: Situation): Situation => ({ ...place, facts: { ...place.facts!, container: true } });
const after = (place: Situation, ...fixes: Fix[]) =>
  repair({
    ...place,
    fixes: fixes.map((fix) => ({ server: 'main', stepId: place.step!.id, signature: null, author: 'rules', fix }))
  });
const remedy = (name: 'reinstall-archive-keys' | 'sync-clock' | 'restart-docker'): Fix => ({
  kind: 'remedy',
  remedy: { name }
});

describe('a list of packages that is not valid yet', () => {
  const early = (time: string) =>
    situation(
      'server',
      `E: Release file for http://mirror.test/dists/trixie/InRelease is not valid yet (invalid for another ${time}). Updates for this repository will not be applied.`
    );

  it('has the clock set first', () => {
    expect(repair(early('4min 10s')).fix).toEqual(remedy('sync-clock'));
  });

  it('is waited for where the clock cannot be set, or did not help', () => {
    expect(repair(inContainer(early('4min 10s'))).fix).toEqual({ kind: 'retry', seconds: 260 });
    expect(after(early('50s'), remedy('sync-clock')).fix).toEqual({ kind: 'retry', seconds: 60 });
  });

  it('is not waited for over hours', () => {
    expect(repair(inContainer(early('5h 20min 3s'))).fix.kind).toBe('give-up');
  });
});

describe('a package source without its key', () => {
  it.each([
    'E: Failed to fetch http://mirror.test/debian/dists/trixie/InRelease  Missing key 4CB50190207B4758A3F73A796ED0E7B82643E131, which is needed to verify signature.',
    "W: OpenPGP signature verification failed: http://mirror.test/debian trixie InRelease: The signatures couldn't be verified because no keyring is specified"
  ])('gets the keys of the distribution: %s', (line) => {
    expect(repair(situation('server', line))).toMatchObject({
      signature: 'apt_no_pubkey',
      fix: remedy('reinstall-archive-keys')
    });
  });

  it('may be done without, if a person agrees, where those did not help', () => {
    const unsigned = situation('server', "E: The repository 'http://packages.test:8080 ./ Release' is not signed.");
    expect(after(unsigned, remedy('reinstall-archive-keys')).fix).toMatchObject({
      kind: 'ask',
      options: [
        { fix: { kind: 'remedy', remedy: { name: 'set-source-aside', host: 'packages.test' } } },
        { fix: { kind: 'give-up' } }
      ]
    });
  });
});

describe('an engine that does not run', () => {
  it.each([
    ['docker_down', 'Failed to restart docker.service: Unit docker.service is masked.'],
    ['unit_start_limit', 'Job for docker.service failed because start of the service was attempted too often.']
  ])('is started anew: %s', (id, line) => {
    expect(repair(situation('server', line))).toMatchObject({ signature: id, fix: remedy('restart-docker') });
  });

  it('is left to a person where its settings are what stops it, however often it was tried', () => {
    const said = [
      'unable to configure the Docker daemon with file /etc/docker/daemon.json: the following directives are specified both as a flag and in the configuration file: hosts',
      'docker.service: Start request repeated too quickly.',
      'Failed to start docker.service - Docker Application Container Engine.'
    ];
    expect(repair(situation('server', said.join('\n')))).toMatchObject({
      signature: 'daemon_json',
      fix: { kind: 'give-up' }
    });
  });
});

describe('a registry', () => {
  const registry = (line: string) => ({ ...situation('server', line), step: step('pull-web', { kind: 'pull' }) });

  it('that limits pulls is asked again a little later, then much later', () => {
    const limited = registry('toomanyrequests: You have reached your pull rate limit.');
    expect(repair(limited).fix).toEqual({ kind: 'retry', seconds: 120 });
    expect(after(limited, { kind: 'retry', seconds: 120 }).fix).toEqual({ kind: 'retry', seconds: 900 });
  });

  it('whose authority is not known gets no packages installed', () => {
    const line =
      'Get "https://registry.test/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority';
    expect(repair(registry(line))).toMatchObject({
      signature: 'ca_missing',
      fix: { kind: 'give-up', advice: expect.stringContaining('HYDRON_EXTRA_CA') }
    });
  });

  it.each([
    ['image_missing', 'failed to resolve source metadata for docker.io/library/node:99: node:99: not found'],
    ['arch_mismatch', 'failed to solve: node:22: no match for platform in manifest: not found']
  ])('that lacks the base image of a build is told of: %s', (id, line) => {
    expect(repair(situation('build', `ERROR: ${line}`)).signature).toBe(id);
  });
});

describe('a container that its health check does not pass', () => {
  const checked = (said: string) => situation('container', `Health check: unhealthy\nHealth check said: ${said}\n`);

  it('is given more time, if a person agrees', () => {
    expect(repair(checked('timed out'))).toMatchObject({ signature: 'unhealthy', fix: { kind: 'ask' } });
  });

  it('gets the program that its check calls and the image lacks', () => {
    expect(repair(checked('/bin/sh: 1: curl: not found')).signature).toBe('program_missing');
  });
});

describe('a server that is a container', () => {
  it('gets no swap space and keeps its clock', () => {
    const build = inContainer(situation('build', ''));
    expect(refusalOf({ kind: 'swap', megabytes: 4096 }, build)?.code).toBe('fix.not-possible');
    expect(refusalOf(remedy('sync-clock'), inContainer(situation('server', '')))?.code).toBe('fix.not-possible');
  });

  it('has a build that ran out of memory take fewer jobs at once', () => {
    const killed = inContainer(situation('build', 'fatal error: Killed signal terminated program cc1plus'));
    expect(repair(killed).fix).not.toMatchObject({ kind: 'swap' });
  });
});

describe('a program for another processor', () => {
  it('is known by what a shell makes of it, too', () => {
    const said = '/app/bin/tool: 9: Syntax error: word unexpected (expecting ")")';
    expect(repair(situation('container', said)).signature).toBe('exec_format');
  });
});

describe('a port that another container holds', () => {
  it('is freed for the proxy too', () => {
    const line = 'Bind for 0.0.0.0:443 failed: port is already allocated';
    const proxy = { ...situation('server', line), step: step('proxy', { kind: 'proxy' }) };
    expect(repair(proxy).fix).toEqual({ kind: 'free-port', port: 443 });
  });
});
