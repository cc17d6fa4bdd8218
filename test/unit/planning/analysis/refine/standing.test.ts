import { describe, expect, it } from 'vitest';
import { standing } from '../../../../../workers/planning/analysis/refine/standing.ts';
import { checkoutOf } from '../checkout-of.ts';

const files = { 'server.js': "import http from 'http';\r\n\tapp.listen( 3000 )\n", 'empty.js': '' };
const judged = async (path: string, line: number, excerpt: string) =>
  (await standing(checkoutOf(files), [{ path, line, excerpt }], 0.7))[0];

describe('evidence that a model names', () => {
  it('stands where the line holds the text, white space aside', async () => {
    expect(await judged('server.js', 2, 'app.listen( 3000 )')).toEqual({
      path: 'server.js',
      line: 2,
      excerpt: 'app.listen( 3000 )',
      confidence: 0.7
    });
  });

  it.each([
    ['a line that says something else', 'server.js', 1, 'app.listen( 3000 )'],
    ['a line after the last', 'server.js', 99, 'app.listen( 3000 )'],
    ['line 0, which is the file itself', 'server.js', 0, 'app.listen( 3000 )'],
    ['a file that is not there', 'absent.js', 1, 'app.listen( 3000 )'],
    ['a path that leads out', '../server.js', 2, 'app.listen( 3000 )'],
    ['a text that the file does not hold', 'server.js', 2, 'app.listen(80)'],
    ['no text, which every line holds', 'server.js', 2, '  '],
    ['an empty file', 'empty.js', 1, 'app']
  ])('falls for %s', async (_, path, line, excerpt) => {
    expect(await judged(path, line, excerpt)).toBeNull();
  });

  it('does not stand on a link', async () => {
    const checkout = checkoutOf(files);
    const linked = { ...checkout, tree: checkout.tree.map((entry) => ({ ...entry, kind: 'link' as const })) };
    expect(await standing(linked, [{ path: 'server.js', line: 2, excerpt: 'app.listen' }], 1)).toEqual([null]);
    expect(checkout.asked).toEqual([]);
  });

  it('reads each file once, whatever is claimed of it', async () => {
    const checkout = checkoutOf(files);
    const claim = { path: 'server.js', line: 2, excerpt: 'app.listen' };
    expect(await standing(checkout, [claim, claim], 1)).toHaveLength(2);
    expect(checkout.asked).toEqual(['server.js']);
  });
});
