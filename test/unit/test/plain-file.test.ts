import { describe, expect, it } from 'vitest';
import { plainFile } from '../../bench/plain-file.ts';
import { onlyServiceOf } from '../planning/analysis/checkout-of.ts';

describe('a plain file', () => {
  it('has one stage, the whole image of the language, and the same command', async () => {
    const service = await onlyServiceOf({
      'package.json': '{"scripts":{"start":"node server.js","build":"tsc"},"dependencies":{"express":"5"}}',
      'package-lock.json': '{}',
      'server.js': 'require("express")().listen(3000)'
    });
    expect(plainFile(service)).toBe(
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm install\nRUN npm run build\nCMD node server.js\n'
    );
  });

  it('is not made up for languages that it is not written for', async () => {
    expect(plainFile(await onlyServiceOf({ 'start.sh': 'echo hello\n' }))).toBeNull();
  });
});
