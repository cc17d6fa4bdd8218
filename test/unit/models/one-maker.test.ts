import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelOffers } from '../../../workers/domain/usage.ts';

const sources = globSync('{workers,durable-objects,relay}/**/*.ts').map((path) => ({
  path,
  text: readFileSync(path, 'utf8')
}));
const holding = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('a project’s one model', () => {
  it('is made in one place, and its client in another', () => {
    expect(holding(/\banthropicModel\b/).toSorted()).toEqual(['workers/model-of.ts', 'workers/models/anthropic.ts']);
    expect(holding(/new Anthropic\(/)).toEqual(['workers/models/anthropic.ts']);
  });

  it('is the one of the project’s row: no other id is written anywhere but in the list of offers', () => {
    const ids = new RegExp(modelOffers.map(({ id }) => id).join('|') + '|claude-(?:haiku|sonnet|opus|fable)');
    expect(holding(ids)).toEqual(['workers/domain/usage.ts']);
    const maker = readFileSync('workers/model-of.ts', 'utf8');
    expect(maker.match(/\bid: \w+/g)).toEqual(['id: projectId', 'id: picked']);
    expect(maker).toMatch(/const picked = \(await projectById\(scope, projectId\)\)\?\.model \?\? null;/);
  });

  it('is set by people alone: what changes the pick is reached from the API and nothing else', () => {
    const setters = holding(/\b(?:chooseForProject|chooseForTeam|setProjectModel|setTeamModel)\b/);
    expect(setters).toContain('workers/api/middleware/model-choice.ts');
    for (const path of setters) expect(path).toMatch(/^workers\/(?:api|store)\//);
  });
});
