import { describe, expect, it } from 'vitest';
import { floorLine, keptLine, resolveLine } from '../../../../workers/planning/analysis/reading/ranges.ts';

const lines = ['8.2', '8.3', '8.4', '8.5'];

describe('a range of versions', () => {
  it.each([
    ['^8.1', '8.4'],
    ['>=8.2 <8.4', '8.3'],
    ['~8.2.0 || ~8.3.0', '8.3'],
    ['~8.2', '8.4'],
    ['8.2.*', '8.2'],
    ['8.*', '8.4'],
    ['>= 8.5', '8.5'],
    ['8.2 - 8.3', '8.3'],
    ['>= 8.2 and < 8.3.0', '8.2'],
    ['!= 8.4, >= 8.2', '8.4'],
    ['^7.4', '7.4'],
    ['8.3.12', '8.3']
  ])('%s is resolved to %s', (range, line) => {
    expect(resolveLine(range, lines, '8.4')).toBe(line);
  });

  it.each([
    ['^8.1.0', '8.1'],
    ['>=8.2 <9', '8.2'],
    ['^8.2 || ^7.4', '7.4'],
    ['~> 1.15', '1.15'],
    ['1.18.4-otp-27', '1.18']
  ])('%s was written for %s', (range, line) => {
    expect(floorLine(range)).toBe(line);
  });

  it('that names no version is resolved to nothing', () => {
    expect(resolveLine('dev-main', lines, '8.4')).toBeNull();
    expect(floorLine('*')).toBeNull();
    expect(resolveLine('>= 9 < 8', lines, '8.4')).toBeNull();
  });

  it('of a line that is no longer kept up runs on the nearest newer one', () => {
    expect(keptLine('7.4', lines)).toBe('8.2');
    expect(keptLine('8.3', lines)).toBe('8.3');
    expect(keptLine('9.0', lines)).toBe('8.5');
  });

  it('may be of any length', () => {
    expect(resolveLine('>'.repeat(100_000), lines, '8.4')).toBeNull();
  });
});
