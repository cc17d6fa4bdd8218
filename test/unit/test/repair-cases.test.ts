import { describe, expect, it } from 'vitest';
import { signatures } from '../../../workers/repair/classify.ts';
import { allCases } from '../../repair/collect.ts';
import { optionsOf } from '../../repair/options.ts';
import { spread } from '../../repair/sample.ts';

const cases = await allCases();

describe('the failures that are made for real', () => {
  it('have names of their own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('are known ones', () => {
    const known = signatures.map(({ id }) => id);
    const ruled = cases.filter(({ model }) => !model);
    expect(ruled.map(({ signature }) => signature).filter((id) => !known.includes(id ?? ''))).toEqual([]);
  });

  it('are unknown to the rules where a model is asked', () => {
    expect(cases.filter(({ model, signature }) => model && signature !== null)).toEqual([]);
  });
});

describe('a sample', () => {
  it('is spread over the whole list, and the same each time', () => {
    expect(spread([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([1, 3, 5, 7]);
    expect(spread([1, 2], 4)).toEqual([1, 2]);
  });
});

describe('the options', () => {
  it('choose all cases, one at a time, where nothing is said', () => {
    expect(optionsOf([])).toEqual({ sample: null, only: [], jobs: 1, list: false, model: false });
  });

  it('are read', () => {
    expect(optionsOf(['--sample', '8', '--only', 'apt', '--only', 'disk', '--jobs', '2'])).toMatchObject({
      sample: 8,
      only: ['apt', 'disk'],
      jobs: 2
    });
  });

  it('refuse to play cases with a model side by side', () => {
    expect(optionsOf(['--model'])).toMatchObject({ model: true });
    expect(() => optionsOf(['--model', '--jobs', '2'])).toThrow(/one at a time/);
  });

  it('refuse what is no number', () => {
    expect(() => optionsOf(['--sample', 'some'])).toThrow(/whole number/);
  });
});
