import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { remedySchema, type Fix, type Remedy } from '../../../workers/domain/fix.ts';
import { amended } from '../../../workers/repair/amend.ts';
import { applyFix } from '../../../workers/repair/apply.ts';
import { record } from '../../../workers/repair/policy.ts';
import { failed, stepAt, text } from './shop.ts';

const bash = (script: string, ...options: string[]) =>
  spawnSync('bash', options, { input: script, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
const git: Fix = {
  kind: 'dockerfile',
  service: 'web',
  edits: [{ edit: 'add-packages', stage: 'build', names: ['git'] }]
};
const host: Fix = { kind: 'variable', service: 'web', name: 'HOST', value: '0.0.0.0' };
const remedies: Remedy[] = [
  { name: 'wait-for-apt' },
  { name: 'finish-dpkg' },
  { name: 'refresh-package-lists' },
  { name: 'reinstall-archive-keys' },
  { name: 'set-source-aside', host: 'packages.example.test' },
  { name: 'remove-conflicting-engine' },
  { name: 'free-disk' },
  { name: 'sync-clock' },
  { name: 'restart-resolver' },
  { name: 'prefer-ipv4' },
  { name: 'restart-docker' },
  { name: 'prune-networks' },
  { name: 'create-network' },
  { name: 'raise-inotify' },
  { name: 'allow-overcommit' },
  { name: 'raise-map-count' },
  { name: 'switch-web-server-off' },
  { name: 'own-volume', volume: 'shop-web', service: 'web' },
  { name: 'remove-container', container: 'shop-web-0123456789ab' },
  { name: 'await-datastore', datastore: 'db' },
  { name: 'align-password', datastore: 'db' },
  { name: 'create-database', datastore: 'db' },
  { name: 'release-again', service: 'web' }
];

describe('a fix of a Dockerfile', () => {
  it('makes the build read an edited Dockerfile, its check, verify and label as approved', () => {
    const approved = stepAt('build-web');
    const { step, overlay, diff, remedy, waitSeconds } = applyFix(git, failed('build-web', ''));
    expect({ ...step, apply: '' }).toEqual({ ...approved, apply: '' });
    expect(step.apply).toContain('  --file /srv/hydron/shop/overlays/web/Dockerfile\n');
    expect(step.apply).not.toContain('--file /srv/hydron/shop/source');
    expect(step.apply.split('\n').filter((line) => line.startsWith('inputs='))).toEqual(
      approved.apply.split('\n').filter((line) => line.startsWith('inputs='))
    );
    expect(overlay?.service).toBe('web');
    expect(diff?.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      expect.stringContaining('+RUN apt-get update && apt-get install -y --no-install-recommends git')
    ]);
    expect([remedy, waitSeconds]).toEqual([null, 0]);
  });

  it('writes that Dockerfile and its ignore file, byte for byte, before it builds', () => {
    const { step, overlay } = applyFix(git, failed('build-web', ''));
    const script = [
      'root=$(mktemp -d); trap \'rm -rf "$root"\' EXIT',
      'docker() { if [ "$2" = build ]; then cat "$root/overlays/web/Dockerfile"; echo ---; cat "$root/overlays/web/Dockerfile.dockerignore"; fi; }',
      step.apply.replaceAll('/srv/hydron/shop', '"$root"')
    ].join('\n');
    expect(bash(script, '-eu').stdout).toBe(`${overlay?.dockerfile}---\n.git\n`);
  });

  it('adds to what earlier fixes of the run changed, and shows only what is new', () => {
    const lenient: Fix = {
      kind: 'dockerfile',
      service: 'web',
      edits: [{ edit: 'install-command', to: 'npm install' }]
    };
    const place = failed('build-web', '');
    const { overlay, diff } = applyFix(git, { ...place, fixes: [record(lenient, place)] });
    expect(overlay?.dockerfile).toContain('\nRUN npm install\n');
    expect(diff).toContain('\n RUN npm install\n');
    expect(text).toContain('\nRUN npm ci\n');
  });

  it('builds the image anew first where it is made at a start', () => {
    const { step, remedy } = applyFix(git, failed('start-web', ''));
    expect(step).toEqual(stepAt('start-web'));
    expect(remedy?.script).toContain('overlays/web/Dockerfile');
    expect(remedy?.timeout).toBe(stepAt('build-web').timeout);
  });

  it('can lower the number of jobs of a build', () => {
    const { overlay } = applyFix({ kind: 'parallelism', jobs: 1 }, failed('build-web', ''));
    expect(overlay?.dockerfile).toContain('ENV MAKEFLAGS="-j1"');
  });
});

describe('a variable or more memory', () => {
  const options = (apply: string) => {
    const head = apply.slice(0, apply.indexOf('name='));
    const docker = 'docker() { echo sha256:1; }; export SECRET_DB_PASSWORD=x';
    const filled = head.replaceAll('${SECRET:DB_PASSWORD}', '$SECRET_DB_PASSWORD');
    const { stdout, stderr } = bash(`${docker}\n${filled}\nprintf '%s\\n' "$config" "\${options[@]}"`, '-eu');
    expect(stderr).toBe('');
    const [config, ...words] = stdout.trim().split('\n');
    return { config, words };
  };

  it('reaches docker as its last word, and the container keeps the label of the approved configuration', () => {
    const before = options(stepAt('start-web').apply);
    const after = options(applyFix(host, failed('start-web', '')).step.apply);
    expect(after.config).toBe(before.config);
    expect(after.words).toEqual([...before.words, '--env', 'HOST=0.0.0.0']);
    const more = applyFix({ kind: 'memory', service: 'web', megabytes: 1024 }, failed('start-web', ''));
    expect(options(more.step.apply).words.slice(-2)).toEqual(['--memory', '1024m']);
  });

  it('reaches the later steps of the same service, and of no other', () => {
    const place = failed('release-web', '');
    const fixes = [record(host, place)];
    expect(amended(stepAt('start-web'), place, fixes).apply).toContain('options+=(--env HOST=0.0.0.0)');
    expect(amended(stepAt('build-web'), place, fixes)).toEqual(stepAt('build-web'));
    expect(amended(stepAt('network'), place, fixes)).toEqual(stepAt('network'));
    expect(amended(stepAt('start-web'), { ...place, server: 'other' }, fixes)).toEqual(stepAt('start-web'));
  });
});

describe('what runs on the server', () => {
  it('is there for every remedy', () => {
    expect(remedies.map(({ name }) => name)).toEqual(remedySchema.options.map((each) => each.shape.name.value));
  });

  it.each(remedies.map((remedy) => [remedy.name, remedy] as const))('is shell that bash reads: %s', (_, remedy) => {
    const { remedy: made, step } = applyFix({ kind: 'remedy', remedy }, failed('start-web', ''));
    expect(bash(made!.script, '-n').stderr).toBe('');
    expect(made!.script).not.toMatch(/volume (?:rm|prune)|system prune|rm -rf/);
    expect(step).toEqual(stepAt('start-web'));
  });

  it('passes a password by the environment, as a placeholder', () => {
    const fix: Fix = { kind: 'remedy', remedy: { name: 'align-password', datastore: 'db' } };
    const { script } = applyFix(fix, failed('start-web', '')).remedy!;
    expect(script.match(/\$\{SECRET:DB_PASSWORD\}/g)).toHaveLength(1);
    expect(script).toContain('export WANTED_PASSWORD="${SECRET:DB_PASSWORD}"');
  });

  const ports = (holders: string) => {
    const { script } = applyFix({ kind: 'free-port', port: 3000 }, failed('start-web', '')).remedy!;
    const docker = `docker() { if [ "$1" = ps ]; then printf '%s' '${holders}'; else echo "$@" >&2; fi; }`;
    return bash(`${docker}\n${script}`, '-eu');
  };

  it("removes a container of the unit's own that holds its port", () => {
    expect(ports('shop-web-old shop web')).toMatchObject({ status: 0, stderr: 'rm --force shop-web-old\n' });
    expect(ports('shop-gone shop gone')).toMatchObject({ status: 0, stderr: 'rm --force shop-gone\n' });
  });

  it.each([
    ['of another project', 'blog-web blog web'],
    ['of nobody we know', 'stranger  '],
    ['that serves for another unit', 'shop-db shop db'],
    ['beside a stranger', 'shop-web-old shop web\nstranger  ']
  ])('leaves a container alone that is %s', (_, holders) => {
    const { status, stderr } = ports(holders);
    expect(status).toBe(1);
    expect(stderr).not.toContain('rm --force');
  });

  it('waits where waiting is the fix, and carries out no question', () => {
    expect(applyFix({ kind: 'retry', seconds: 30 }, failed('start-web', ''))).toMatchObject({
      waitSeconds: 30,
      remedy: null,
      overlay: null
    });
    expect(() => applyFix({ kind: 'give-up', reason: 'x', advice: 'y' }, failed('start-web', ''))).toThrow();
  });
});
