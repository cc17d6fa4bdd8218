import { strict as assert } from 'node:assert';
import type { Model } from '../../../workers/models/model.ts';
import { consult } from '../../../workers/repair/consult.ts';
import { failed } from '../../unit/repair/shop.ts';
import { must, type Smoke } from '../smoke.ts';

const output = [
  '> barcode-reader@2.0.0 install',
  '> node-gyp rebuild',
  '../src/reader.cc:3:10: fatal error: zbar.h: No such file or directory',
  '    3 | #include <zbar.h>',
  'gyp ERR! build error'
].join('\n');

async function addsTheLibrary(model: Model): Promise<void> {
  const { fix, reason } = must(await consult(model, failed('build-web', output)));
  assert.equal(fix.kind, 'dockerfile', `it chose ${fix.kind}: ${reason}`);
  const packages = fix.kind === 'dockerfile' ? fix.edits.flatMap((edit) => ('names' in edit ? edit.names : [])) : [];
  assert.ok(packages.includes('libzbar-dev'), `it adds ${packages.join(', ') || 'nothing'}`);
}

/** That the model reads a failure that no rule knows, and answers with a fix of the closed list. */
export const smokes: Smoke[] = [{ name: 'repair: adds a library that a build lacks', run: addsTheLibrary }];
