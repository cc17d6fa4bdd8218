import { describe, expect, it } from 'vitest';
import type { DockerfileEdit, Fix, Remedy } from '../../../workers/domain/fix.ts';
import { needsPerson, refusalOf } from '../../../workers/repair/policy.ts';
import { failed } from './shop.ts';
import { situation } from './situations.ts';

const refusal = (fix: Fix, step = 'start-web', changes = {}) => refusalOf(fix, failed(step, '', changes))?.code ?? null;
const edits = (...list: DockerfileEdit[]): Fix => ({ kind: 'dockerfile', service: 'web', edits: list });
const remedy = (act: Remedy): Fix => ({ kind: 'remedy', remedy: act });
const script = (text: string): Fix => ({ kind: 'script', title: 'x', text, explains: 'y' });
const git: DockerfileEdit = { edit: 'add-packages', stage: 'build', names: ['git'] };
const host: Fix = { kind: 'variable', service: 'web', name: 'HOST', value: '0.0.0.0' };

describe('the policy', () => {
  it('lets pass what fits the step', () => {
    expect(refusal(edits(git), 'build-web')).toBeNull();
    expect(refusal(edits(git))).toBeNull();
    expect(refusal(host)).toBeNull();
    expect(refusal(host, 'release-web')).toBeNull();
    expect(refusal({ kind: 'memory', service: 'web', megabytes: 1024 })).toBeNull();
    expect(refusal({ kind: 'packages', names: ['git'] }, 'network')).toBeNull();
    expect(refusal({ kind: 'parallelism', jobs: 1 }, 'build-web')).toBeNull();
    expect(refusal({ kind: 'free-port', port: 3000 })).toBeNull();
    expect(refusal({ kind: 'mirror', of: 'apt', choice: 'main' })).toBeNull();
    expect(refusal(remedy({ name: 'own-volume', volume: 'shop-web', service: 'web' }))).toBeNull();
    expect(refusal(remedy({ name: 'align-password', datastore: 'db' }))).toBeNull();
  });

  it.each<[string, Fix, string, string]>([
    [
      'a Dockerfile of a service that is not built here',
      { ...edits(git), service: 'api' } as Fix,
      'build-web',
      'fix.place'
    ],
    ['a Dockerfile where nothing is built or started', edits(git), 'network', 'fix.place'],
    [
      'an image of another family',
      edits({ edit: 'base-image', image: 'python', tag: '3.13' }),
      'build-web',
      'fix.image-family'
    ],
    ['an edit that changes nothing', edits({ edit: 'skip-script', script: 'nothing' }), 'build-web', 'fix.no-change'],
    [
      'a package by the name that Alpine gives it',
      edits({ ...git, names: ['openssl-dev'] }),
      'build-web',
      'fix.package'
    ],
    ['packages that the server stands on', { kind: 'packages', names: ['openssh-server'] }, 'network', 'fix.package'],
    ['packages that open the server', { kind: 'packages', names: ['git', 'netcat-openbsd'] }, 'network', 'fix.package'],
    ['a web server beside ours', { kind: 'packages', names: ['nginx'] }, 'network', 'fix.package'],
    ["the server's packages for a build", { kind: 'packages', names: ['git'] }, 'build-web', 'fix.place'],
    [
      'a variable that a person gave',
      { kind: 'variable', service: 'web', name: 'PORT', value: '3000' },
      'start-web',
      'fix.given'
    ],
    ['a variable at a build', host, 'build-web', 'fix.place'],
    ['less memory', { kind: 'memory', service: 'web', megabytes: 256 }, 'start-web', 'fix.no-change'],
    ['more memory than there is', { kind: 'memory', service: 'web', megabytes: 4000 }, 'start-web', 'fix.memory'],
    ['more swap than the disk holds', { kind: 'swap', megabytes: 16_000 }, 'build-web', 'fix.disk'],
    ['jobs where nothing is built', { kind: 'parallelism', jobs: 1 }, 'start-web', 'fix.place'],
    ['a port where nothing is started', { kind: 'free-port', port: 80 }, 'build-web', 'fix.place'],
    ['a mirror that is not set up', { kind: 'mirror', of: 'docker', choice: 'main' }, 'network', 'fix.not-possible'],
    ["another's volume", remedy({ name: 'own-volume', volume: 'shop-db', service: 'web' }), 'start-web', 'fix.volume'],
    [
      "another project's container",
      remedy({ name: 'remove-container', container: 'blog-web' }),
      'start-web',
      'fix.container'
    ],
    ['a datastore that is none', remedy({ name: 'align-password', datastore: 'web' }), 'start-web', 'fix.service'],
    ['a release that is none', remedy({ name: 'release-again', service: 'db' }), 'start-web', 'fix.service'],
    [
      'an image without a version',
      edits({ edit: 'base-image', image: 'node', tag: 'latest' }),
      'build-web',
      'fix.image-tag'
    ],
    [
      "a build argument that would lead to others' packages",
      edits({ edit: 'set-arg', name: 'NPM_CONFIG_REGISTRY', value: 'https://x.test' }),
      'build-web',
      'fix.argument'
    ],
    [
      "origins that are not the deployment's",
      {
        kind: 'variable',
        service: 'web',
        name: 'CSRF_TRUSTED_ORIGINS',
        value: 'https://shop.localhost,https://x.test'
      },
      'start-web',
      'fix.host'
    ],
    ['every host', { kind: 'variable', service: 'web', name: 'ALLOWED_HOSTS', value: '*' }, 'start-web', 'fix.host'],
    ['a script that reads a secret', script('echo "${SECRET:DB_PASSWORD}"'), 'start-web', 'fix.secret'],
    ['a script whose text turns around', script('echo \u202e'), 'start-web', 'fix.hidden']
  ])('refuses %s', (_, fix, step, code) => {
    expect(refusal(fix, step)).toBe(code);
  });

  it.each([
    ['https://shop.localhost:8443/api', null],
    ['/api', null],
    ['https://x.test', 'fix.host'],
    ['x.test', 'fix.host'],
    ['https://shop.localhost@x.test', 'fix.host'],
    ['http://192.0.2.1/', 'fix.host']
  ])('lets a build argument of the plan lead to the deployment alone: %s', (value, code) => {
    const place = failed('build-web', '');
    const url = { service: 'web', name: 'SITE_URL', value: null, secret: false, required: true };
    const env = [...place.plan.env, { ...url, buildTime: true, origin: 'person' as const }];
    const answer = refusalOf(edits({ edit: 'set-arg', name: 'SITE_URL', value }), {
      ...place,
      plan: { ...place.plan, env }
    });
    expect(answer?.code ?? null).toBe(code);
  });

  it('lets memory grow by little where nobody knows how much there is', () => {
    const memory = (megabytes: number): Fix => ({ kind: 'memory', service: 'web', megabytes });
    expect(refusal(memory(2048), 'start-web', { facts: null })).toBeNull();
    expect(refusal(memory(1_000_000), 'start-web', { facts: null })).toBe('fix.memory');
  });

  it('lets a framework be told the names of the deployment', () => {
    const hosts: Fix = { kind: 'variable', service: 'web', name: 'ALLOWED_HOSTS', value: 'shop.localhost,web' };
    expect(refusal(hosts)).toBeNull();
  });

  it('refuses the same fix twice at a step, a question with a refused choice, and anything but the end without a step', () => {
    const fixes = [{ server: 'main', stepId: 'start-web', signature: null, author: 'model', fix: host }];
    expect(refusal(host, 'start-web', { fixes })).toBe('fix.repeated');
    const mirror: Fix = { kind: 'mirror', of: 'docker', choice: 'main' };
    const ask: Fix = { kind: 'ask', question: 'Which?', options: [{ label: 'This', fix: mirror }] };
    expect(refusal(ask)).toBe('fix.not-possible');
    expect(refusalOf({ kind: 'retry', seconds: 1 }, situation('probe', ''))?.code).toBe('fix.no-step');
    expect(refusalOf({ kind: 'give-up', reason: 'x', advice: 'y' }, situation('probe', ''))).toBeNull();
  });

  it('does not let a Dockerfile carry a secret into a file', () => {
    const place = failed('build-web', '');
    const [web, db] = place.plan.services;
    const dockerfile = { ...web!.dockerfile!, text: `${web!.dockerfile!.text}ENV KEY="\${SECRET:DB_PASSWORD}"\n` };
    const plan = { ...place.plan, services: [{ ...web!, dockerfile }, db!] };
    expect(refusalOf(edits(git), { ...place, plan })?.code).toBe('fix.not-possible');
  });

  it('asks a person before it touches data or what others set up', () => {
    expect(needsPerson(remedy({ name: 'align-password', datastore: 'db' }))).toBe(true);
    expect(needsPerson({ kind: 'script', title: 'x', text: 'y', explains: 'z' })).toBe(true);
    expect(needsPerson(remedy({ name: 'free-disk' }))).toBe(false);
    expect(needsPerson(host)).toBe(false);
  });
});
