import { describe, expect, it } from 'vitest';
import { manifest, onlyServiceOf } from '../checkout-of.ts';

const library = manifest({ name: 'pad', main: 'index.js', files: ['index.js'], dependencies: { ms: '2' } });

describe('code that nothing starts but a platform’s file', () => {
  it('is the service that the Procfile speaks of, with the image of its ecosystem', async () => {
    const service = await onlyServiceOf({ 'package.json': library, Procfile: 'web: node index.js --serve\n' });
    expect(service).toMatchObject({ kind: 'web', language: 'JavaScript', startCommand: 'node index.js --serve' });
    expect(service.dockerfile?.text).toContain('FROM node:');
  });

  it('is of the ecosystem whose program the command calls', async () => {
    const service = await onlyServiceOf({
      'package.json': library,
      'pyproject.toml': '[project]\nname = "pad"\n\n[build-system]\nrequires = ["hatchling"]\n',
      'src/pad/__init__.py': '',
      Procfile: 'worker: python -m pad\n'
    });
    expect(service).toMatchObject({ kind: 'worker', language: 'Python', startCommand: 'python -m pad' });
  });

  it('is started as a plan for its build says', async () => {
    const service = await onlyServiceOf({
      'pyproject.toml':
        '[project]\nname = "pad"\n\n[project.scripts]\npad = "pad:main"\n\n[build-system]\nrequires = ["uv_build"]\n',
      'src/pad/__init__.py': '',
      'railpack.json': '{ "deploy": { "startCommand": "pad" } }'
    });
    expect(service).toMatchObject({ language: 'Python', startCommand: 'pad' });
  });
});
