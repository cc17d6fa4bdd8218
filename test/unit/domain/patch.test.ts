import { describe, expect, it } from 'vitest';
import { patchSchema, type Patch } from '../../../workers/domain/artifact.ts';
import { applyPatch, changesBetween, rebase, valueAt } from '../../../workers/domain/patch.ts';

const plan = () => ({
  services: [
    { name: 'api', port: 3000, tags: ['a', 'b'] },
    { name: 'web', port: 80, tags: [] as string[] }
  ],
  servers: [{ name: 'main', steps: [{ id: 'firewall', timeout: 60 }] }],
  env: [
    { service: 'api', name: 'PORT', origin: 'default', value: '3000' },
    { service: 'web', name: 'PORT', origin: 'default', value: '80' }
  ],
  'a/b~c': 1,
  nothing: null
});
type Plan = ReturnType<typeof plan>;
const set = (path: string, value: unknown): Patch[number] => ({ op: 'replace', path, value }) as Patch[number];
const patched = (...patch: Patch) => {
  const result = applyPatch(plan(), patch);
  return result.ok ? result.value : result.problem.message;
};

describe('a value by its path', () => {
  it.each([
    ['/services/api/port', 3000],
    ['/services/1/port', 80],
    ['/servers/main/steps/firewall/timeout', 60],
    ['/env/web.PORT/value', '80'],
    ['/services/api/tags/1', 'b'],
    ['/services/api/tags/a', 'a'],
    ['/services/web/tags/a', undefined],
    ['/a~1b~0c', 1],
    ['/nothing', null],
    ['/services/none/port', undefined],
    ['/services/2', undefined],
    ['/services/-1', undefined],
    ['/services/01', undefined],
    ['/services/length', undefined],
    ['/constructor', undefined],
    ['/__proto__', undefined],
    ['/nothing/x', undefined],
    ['/services/api/port/x', undefined],
    ['/', undefined]
  ])('%j is %j', (path, value) => expect(valueAt(plan(), path)).toEqual(value));

  it('goes by name before it goes by index', () =>
    expect(
      valueAt(
        {
          list: [
            { name: '1', v: 'named' },
            { name: '0', v: 'other' }
          ]
        },
        '/list/0/v'
      )
    ).toBe('other'));
});

describe('a patch', () => {
  it('leaves the body that it was given alone', () => {
    const before = plan();
    applyPatch(before, [set('/services/api/port', 1), { op: 'remove', path: '/servers' }]);
    expect(before).toEqual(plan());
  });

  it('replaces, adds and removes by name and by index', () => {
    const result = patched(
      set('/services/api/port', 4000),
      set('/services/1/port', 81),
      set('/env/web.PORT/value', '81'),
      { op: 'add', path: '/services/-', value: { name: 'worker' } },
      { op: 'add', path: '/services/0', value: { name: 'first' } },
      { op: 'remove', path: '/services/web' },
      { op: 'remove', path: '/nothing' },
      { op: 'add', path: '/fresh', value: { a: 1 } },
      set('/fresh/a', 2)
    ) as unknown as Plan & { fresh: unknown };
    expect(result.services.map((service) => [service.name, service.port])).toEqual([
      ['first', undefined],
      ['api', 4000],
      ['worker', undefined]
    ]);
    expect(result.env[1]?.value).toBe('81');
    expect(result.fresh).toEqual({ a: 2 });
    expect('nothing' in result).toBe(false);
  });

  it.each<Patch[number]>([
    set('/services/none/port', 1),
    set('/services/api/nothing', 1),
    set('/absent', 1),
    set('/services/2', {}),
    set('/services/api/port/deeper', 1),
    set('/nothing/deeper', 1),
    { op: 'remove', path: '/services/none' },
    { op: 'remove', path: '/services/9' },
    { op: 'remove', path: '/toString' },
    { op: 'add', path: '/absent/deeper', value: 1 }
  ])('says where there is nothing: %j', (operation) => expect(patched(operation)).toContain(operation.path));

  it.each([
    '/__proto__/polluted',
    '/__proto__',
    '/constructor/prototype/polluted',
    '/services/__proto__/polluted',
    '/services/api/__proto__/polluted',
    '/services/api/constructor',
    '/services/api/tags/constructor/prototype'
  ])('cannot reach a prototype: %j', (path) => {
    expect(patched({ op: 'add', path, value: 'polluted' })).toContain('There is nothing');
    expect(patched(set(path, 'polluted'))).toContain('There is nothing');
    expect(patched({ op: 'remove', path })).toContain('There is nothing');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(plan())).toBe(Object.prototype);
  });

  it('carries a value with a member called like the prototype as data alone', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true}}');
    const result = patched({ op: 'add', path: '/fresh', value }) as unknown as { fresh: { polluted?: boolean } };
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(result.fresh)).toBe(Object.prototype);
  });

  it.each([
    [[{ op: 'test', path: '/a', value: 1 }]],
    [[{ op: 'move', from: '/a', path: '/b' }]],
    [[{ op: 'replace', path: 'a', value: 1 }]],
    [[{ op: 'replace', path: '/a' }]],
    [[{ op: 'replace', path: '/a', value: undefined }]],
    [[{ op: 'add', path: '/a', value: () => 1 }]],
    [[]],
    [Array.from({ length: 201 }, () => set('/a', 1))]
  ])('of another form is none: %j', (patch) => expect(patchSchema.safeParse(patch).success).toBe(false));
});

describe('the changes between two bodies', () => {
  it('are none between equals', () => expect(changesBetween(plan(), plan())).toEqual([]));

  it('are leaves, with list members matched by name wherever they stand', () => {
    const after = plan();
    after.services.reverse();
    after.services[1]!.port = 4000;
    after.env[0]!.value = '4000';
    after.services.push({ name: 'x', port: 1, tags: [] });
    after['a/b~c'] = 2;
    expect(changesBetween(plan(), after)).toEqual([
      { path: '/services/api/port', before: 3000, after: 4000 },
      { path: '/services/x', before: undefined, after: { name: 'x', port: 1, tags: [] } },
      { path: '/env/api.PORT/value', before: '3000', after: '4000' },
      { path: '/a~1b~0c', before: 1, after: 2 }
    ]);
  });

  it('take a list of plain values, or one with names twice, as one leaf', () => {
    expect(changesBetween({ a: ['x'] }, { a: ['x', 'y'] })).toEqual([{ path: '/a', before: ['x'], after: ['x', 'y'] }]);
    const twice = [
      { name: 'a', v: 1 },
      { name: 'a', v: 2 }
    ];
    expect(changesBetween({ a: twice }, { a: [] })).toEqual([{ path: '/a', before: twice, after: [] }]);
  });

  it('tell null from absent', () =>
    expect(changesBetween({ a: null }, {})).toEqual([{ path: '/a', before: null, after: undefined }]));

  it('name paths that a patch takes', () => {
    const after = plan();
    after.services[1]!.port = 8080;
    after.env[1]!.value = '8080';
    const patch = changesBetween(plan(), after).map(({ path, after: value }) => set(path, value));
    expect(patched(...patch)).toEqual(after);
  });
});

describe("a person's edit on a fresh proposal", () => {
  const edit = (before: unknown, ...patch: Patch) => ({ patch, before });

  it('is kept where the ground has not moved, even if the list has', () => {
    const fresh = plan();
    fresh.services.reverse();
    const { body, kept, conflicts } = rebase(fresh, [edit(plan(), set('/services/api/port', 4000))]);
    expect(valueAt(body, '/services/api/port')).toBe(4000);
    expect(valueAt(body, '/services/web/port')).toBe(80);
    expect([kept.length, conflicts]).toEqual([1, []]);
  });

  it('is a conflict where the ground has moved: the proposal stands, and both values are told', () => {
    const fresh = plan();
    fresh.services[0]!.port = 5000;
    const { body, kept, conflicts } = rebase(fresh, [edit(plan(), set('/services/api/port', 4000))]);
    expect(valueAt(body, '/services/api/port')).toBe(5000);
    expect(kept).toEqual([]);
    expect(conflicts).toEqual([
      { path: '/services/api/port', words: '/services/api/port: set to 4000, now proposed as 5000' }
    ]);
  });

  it('is a conflict where its place is gone', () => {
    const fresh = { ...plan(), services: [] };
    expect(rebase(fresh, [edit(plan(), set('/services/api/port', 4000))]).conflicts).toHaveLength(1);
  });

  it('asks for nothing where the proposal came round to it', () => {
    const fresh = plan();
    fresh.services[0]!.port = 4000;
    expect(rebase(fresh, [edit(plan(), set('/services/api/port', 4000))])).toEqual({
      body: fresh,
      kept: [],
      conflicts: []
    });
  });

  it('may be of several operations that rest on one another', () => {
    const worker = { name: 'worker', port: 1, tags: [] };
    const { body, conflicts } = rebase(plan(), [
      edit(plan(), { op: 'add', path: '/services/-', value: worker }, set('/services/worker/port', 2))
    ]);
    expect([valueAt(body, '/services/worker/port'), conflicts]).toEqual([2, []]);
  });

  it('follows an earlier one at the same place', () => {
    const second = plan();
    second.services[0]!.port = 4000;
    const { body, conflicts } = rebase(plan(), [
      edit(plan(), set('/services/api/port', 4000)),
      edit(second, set('/services/api/port', 4001))
    ]);
    expect([valueAt(body, '/services/api/port'), conflicts]).toEqual([4001, []]);
  });

  it('settles the conflict of an earlier one at the same place', () => {
    const moved = plan();
    moved.services[0]!.port = 5000;
    const { body, conflicts } = rebase(moved, [
      edit(plan(), set('/services/api/port', 4000)),
      edit(moved, set('/services/api/port', 6000))
    ]);
    expect([valueAt(body, '/services/api/port'), conflicts]).toEqual([6000, []]);
  });

  it('moves a text from one list to another, and is content where it is there already', () => {
    const move = edit(
      plan(),
      { op: 'remove', path: '/services/api/tags/a' },
      { op: 'add', path: '/services/web/tags/a', value: 'a' }
    );
    const moved = rebase(plan(), [move]).body;
    expect(moved.services.map(({ tags }) => tags)).toEqual([['b'], ['a']]);
    expect(rebase(moved, [move])).toEqual({ body: moved, kept: [], conflicts: [] });
  });

  it('of a text in a list is content where the list has the new one already', () => {
    const renamed = plan();
    renamed.services[0]!.tags = ['b', 'x'];
    expect(rebase(renamed, [edit(plan(), set('/services/api/tags/a', 'x'))])).toEqual({
      body: renamed,
      kept: [],
      conflicts: []
    });
  });

  it('removes what it removed, and is content where that is gone', () => {
    const removal = edit(plan(), { op: 'remove', path: '/services/web' });
    expect(rebase(plan(), [removal]).body.services).toHaveLength(1);
    const gone = { ...plan(), services: plan().services.slice(0, 1) };
    expect(rebase(gone, [removal])).toEqual({ body: gone, kept: [], conflicts: [] });
  });
});
