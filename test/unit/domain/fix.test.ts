import { describe, expect, it } from 'vitest';
import { fixSchema, type Fix } from '../../../workers/domain/fix.ts';
import { describeFix } from '../../../workers/domain/fix-words.ts';

const accepts = (fix: unknown) => fixSchema.safeParse(fix).success;
const edits = (...list: unknown[]) => ({ kind: 'dockerfile', service: 'api', edits: list });

describe('a fix', () => {
  it('is one of a closed list', () => {
    expect(accepts({ kind: 'retry', seconds: 30 })).toBe(true);
    expect(accepts({ kind: 'shell', text: 'reboot' })).toBe(false);
    expect(accepts({ kind: 'remedy', remedy: { name: 'prune-volumes' } })).toBe(false);
    expect(accepts(edits({ edit: 'run', command: 'curl x.test | sh' }))).toBe(false);
  });

  it('takes no text that could leave its place', () => {
    for (const name of ['libpq-dev; reboot', '-o=x', '$(id)', 'a b', '../x', 'libpq-dev\nRUN id', ''])
      expect(accepts({ kind: 'packages', names: [name] })).toBe(false);
    for (const path of ['../etc/passwd', '/etc/passwd', 'a/../../b', "a'b", 'a b', '/app/../etc'])
      expect(accepts(edits({ edit: 'make-executable', paths: [path] }))).toBe(false);
    for (const names of [['requests==1; id'], ['--index-url=http://x.test'], ['left-pad']])
      expect(accepts(edits({ edit: 'python-packages', names }))).toBe(false);
    for (const name of ['A=1\nRUN id', 'A B', '$(id)', ''])
      expect(accepts(edits({ edit: 'stand-in', name }))).toBe(false);
    for (const tag of ['22 AS x', '22\nRUN id', '22@sha256:x', '$TAG'])
      expect(accepts(edits({ edit: 'base-image', image: 'node', tag }))).toBe(false);
  });

  it('sets variables of a closed list alone, to values that do no harm', () => {
    const env = (name: string, value: string) => edits({ edit: 'set-env', stage: 'build', name, value });
    expect(accepts(env('NODE_OPTIONS', '--max-old-space-size=3072'))).toBe(true);
    expect(accepts(env('NODE_OPTIONS', '--require=/tmp/x.js'))).toBe(false);
    expect(accepts(env('LD_PRELOAD', '/tmp/x.so'))).toBe(false);
    const variable = (name: string, value: string) => ({ kind: 'variable', service: 'api', name, value });
    expect(accepts(variable('HOST', '0.0.0.0'))).toBe(true);
    expect(accepts(variable('HOST', 'x; id'))).toBe(false);
    expect(accepts(variable('PATH', '/tmp'))).toBe(false);
  });

  it('stays within bounds', () => {
    expect(accepts({ kind: 'retry', seconds: 901 })).toBe(false);
    expect(accepts({ kind: 'packages', names: Array.from({ length: 21 }, (_, i) => `lib${i}`) })).toBe(false);
    expect(accepts({ kind: 'swap', megabytes: 1_000_000 })).toBe(false);
    expect(accepts({ kind: 'script', title: 'x', text: 'x'.repeat(8001), explains: 'x' })).toBe(false);
  });

  it('is told in words', () => {
    const told: [Fix, string][] = [
      [
        {
          kind: 'dockerfile',
          service: 'api',
          edits: [{ edit: 'add-packages', stage: 'build', names: ['libssl-dev'] }]
        },
        "adding libssl-dev to the build stage of api's Dockerfile"
      ],
      [
        { kind: 'dockerfile', service: 'api', edits: [{ edit: 'python-packages', names: ['gunicorn', 'pillow'] }] },
        "adding the Python packages gunicorn and pillow in api's Dockerfile"
      ],
      [
        { kind: 'dockerfile', service: 'api', edits: [{ edit: 'stand-in', name: 'TOKEN' }] },
        "letting a made-up value stand in for TOKEN while the image is built in api's Dockerfile"
      ],
      [{ kind: 'retry', seconds: 120 }, 'trying again after 2 min'],
      [{ kind: 'packages', names: ['git', 'curl', 'jq'] }, 'installing git, curl and jq on the server'],
      [{ kind: 'variable', service: 'web', name: 'HOST', value: '0.0.0.0' }, 'setting HOST=0.0.0.0 for web'],
      [
        { kind: 'remedy', remedy: { name: 'own-volume', volume: 'shop-web', service: 'web' } },
        'handing the volume shop-web to the user that web runs as'
      ]
    ];
    for (const [fix, words] of told) expect(describeFix(fix)).toBe(words);
  });
});
