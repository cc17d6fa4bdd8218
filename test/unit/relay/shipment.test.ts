import { describe, expect, it } from 'vitest';
import { shipmentOf, staysInside } from '../../../relay/shipment.ts';
import type { Entry } from '../../../relay/tree.ts';

const entry = (path: string, kind: Entry['kind'] = 'file'): Entry => ({
  name: Buffer.from(path),
  path,
  id: path,
  kind,
  bytes: 1
});
const link = (path: string) => entry(path, 'link');

/** Paths that are sent of these entries; links point where `targets` says. */
const sent = (entries: Entry[], targets: Record<string, string> = {}, overlays: string[] = []) =>
  shipmentOf(
    entries,
    new Map(Object.entries(targets).map(([path, target]) => [path, Buffer.from(target)])),
    overlays.map((path) => ({ path, text: '' }))
  );
const pathsOf = (entries: Entry[]) => entries.map(({ path }) => path);

describe('of a tree is sent', () => {
  it('what an honest tree holds, whatever its names are', () => {
    const names = ['a b', 'it"s', "o'clock", 'new\nline', '-rf', '$(id)', 'ü/ö', '.github/x', 'git'];
    expect(pathsOf(sent(names.map((name) => entry(name))).entries)).toEqual(names);
  });

  it.each(['../up', 'a/../../up', '/etc/passwd', 'a//b', './a', '.git/config', 'a/.GIT/hooks/x', 'a/.'])(
    'nothing at %s, and a note says so',
    (path) => {
      const shipment = sent([entry(path)]);
      expect(shipment.entries).toEqual([]);
      expect(shipment.notes).toEqual([`left out ${JSON.stringify(path)}: not a path inside the tree`]);
    }
  );

  it('no submodule, and no link out of the tree', () => {
    const entries = [entry('vendored', 'submodule'), link('in'), link('out'), link('deep/out')];
    const shipment = sent(entries, { in: 'a/b', out: '/etc', 'deep/out': '../../x' });
    expect(pathsOf(shipment.entries)).toEqual(['in']);
    expect(shipment.notes).toHaveLength(3);
  });

  it('no link that is a folder at the same time, through which files would leave the tree', () => {
    const shipment = sent([link('dir'), link('dir/up')], { dir: '.', 'dir/up': '../x' });
    expect(pathsOf(shipment.entries)).toEqual(['dir/up']);
  });
});

describe('a generated file', () => {
  it('replaces the file of its name, a link on its way, and a folder of its name', () => {
    const entries = [entry('Dockerfile'), link('.hydron'), entry('x/y'), entry('kept')];
    const shipment = sent(entries, { '.hydron': 'kept' }, ['Dockerfile', '.hydron/web/Dockerfile', 'x']);
    expect(pathsOf(shipment.entries)).toEqual(['kept']);
    expect(shipment.overlays).toHaveLength(3);
  });

  it('stays inside the tree too', () => {
    expect(sent([], {}, ['../x', '/x', '.git/config']).overlays).toEqual([]);
  });
});

it.each([
  ['a', 'b', true],
  ['a/b', '../c', true],
  ['a/b', '../../c', false],
  ['a', '..', false],
  ['a/b', '..', true],
  ['a', 'b/../c', false],
  ['a', '/abs', false],
  ['a', '', false],
  ['a', 'b\0c', false]
])('a link %s to %s stays inside: %s', (path, target, stays) => {
  expect(staysInside(path, target)).toBe(stays);
});
