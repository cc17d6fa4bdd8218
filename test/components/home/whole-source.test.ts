import { describe, expect, it } from 'vitest';
import { wholeSource } from '#lib/home/whole-source.ts';
import { parseSource } from '../../../workers/domain/source.ts';

const url = 'https://github.com/ada/orders';

describe('the fields of the paste box', () => {
  it.each([
    [
      { source: ` ${url} `, ref: '', folder: '' },
      { ref: null, subfolder: null }
    ],
    [
      { source: url, ref: 'v2.1', folder: '' },
      { ref: 'v2.1', subfolder: null }
    ],
    [
      { source: url, ref: '', folder: 'apps/web' },
      { ref: null, subfolder: 'apps/web' }
    ],
    [
      { source: url, ref: 'main', folder: './apps/web/' },
      { ref: 'main', subfolder: 'apps/web' }
    ]
  ])('%o become one line that reads as a source', (fields, parts) => {
    const whole = wholeSource(fields);
    expect(whole.ok && parseSource(whole.value)).toEqual({ ok: true, value: { kind: 'git', url, ...parts } });
  });

  it('are refused where the address names a branch too', () => {
    expect(wholeSource({ source: `${url}#main`, ref: 'v2', folder: '' })).toMatchObject({
      ok: false,
      problem: { code: 'source.twice' }
    });
  });

  it.each(['main:apps', 'a b', 'a#b'])('do not let the branch %s pass for something else', (ref) => {
    expect(wholeSource({ source: url, ref, folder: '' })).toMatchObject({ ok: false, problem: { code: 'source.ref' } });
  });

  it('do not let a folder lead out of the repository', () => {
    const whole = wholeSource({ source: url, ref: '', folder: '../other' });
    expect(whole.ok && parseSource(whole.value)).toMatchObject({ ok: false });
  });
});
