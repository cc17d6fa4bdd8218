import { describe, expect, it } from 'vitest';
import type { Artifact, Bodies, Stage } from '../../../../workers/domain/artifact.ts';
import { outlineOf } from '../../../../workers/planning/conversation/outline.ts';
import * as shop from '../../../plans.ts';

const artifact = <S extends Stage>(stage: S, body: Bodies[S]): Artifact<S> => ({
  id: 'art_1',
  deploymentId: 'dep_1',
  stage,
  version: 1,
  body,
  hash: 'a'.repeat(64),
  basedOn: [],
  author: 'rules',
  note: '',
  patch: null,
  state: 'proposed',
  createdAt: 0
});

const plans = (services: number, steps: number) => ({
  analysis: artifact(
    'analysis',
    shop.analysis({ services: Array.from({ length: services }, (_, index) => shop.service({ name: `web-${index}` })) })
  ),
  infrastructure: artifact('infrastructure', shop.infrastructure()),
  provisioning: artifact(
    'provisioning',
    shop.provisioning({
      servers: [{ name: 'main', steps: Array.from({ length: steps }, (_, index) => shop.step(`step-${index}`)) }]
    })
  )
});

const read = (text: string) => JSON.parse(text) as Record<Stage, Record<string, unknown>>;

describe('the plans in short', () => {
  it('name the steps while there is room for them', () => {
    expect(outlineOf(plans(2, 20))).toContain('"step-19"');
  });

  it('leave the steps out of plans that are large, and say where they are', () => {
    const outline = read(outlineOf(plans(2, 2000)));
    expect(outline.provisioning).toMatchObject({ version: 1, detail: expect.stringContaining('by path') as unknown });
    expect(outline.analysis.services).toHaveLength(2);
  });

  it('are names alone where even the services are too many, and stay readable', () => {
    const text = outlineOf(plans(300, 2000));
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(read(text).analysis.services).toContain('web-199');
  });

  it('say nothing of a plan that is not there', () => {
    expect(read(outlineOf({ analysis: null, infrastructure: null, provisioning: null })).analysis).toBeNull();
  });
});
