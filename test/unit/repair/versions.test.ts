import { describe, expect, it } from 'vitest';
import { newestOf } from '../../../workers/repair/versions.ts';

const nodes = ['24', '22', '20', '18', '16'];
const pythons = ['3.13', '3.12', '3.11', '3.10', '3.9'];

describe('the newest line that a range allows', () => {
  it.each([
    ['>=20', '24'],
    ['>=18 <23', '22'],
    ['>= 18.0.0 < 21', '20'],
    ['^18.17.0 || ^20.3.0', '20'],
    ['20.x', '20'],
    ['16', '16'],
    ['v22.1.0', '22'],
    ['~20.10', '20'],
    ['<=22', '22'],
    ['*', '24'],
    ['>=99', null],
    ['latest', null],
    ['', null]
  ])('of Node for %s is %s', (range, version) => {
    expect(newestOf(nodes, range)).toBe(version);
  });

  it.each([
    ['<3.13,>=3.10', '3.12'],
    ['>=3.9, <3.12', '3.11'],
    ['~=3.9', '3.13'],
    ['!=3.13, >=3.8', '3.12'],
    ['==3.10.*', '3.10'],
    ['>3.12', '3.13']
  ])('of Python for %s is %s', (range, version) => {
    expect(newestOf(pythons, range)).toBe(version);
  });
});
