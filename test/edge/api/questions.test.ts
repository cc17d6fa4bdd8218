import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { DeploymentRpc } from '../../../durable-objects/rpc.ts';
import type { JournalEvent } from '../../../workers/domain/events.ts';
import type { Question } from '../../../workers/planning/analysis/refine/questions.ts';
import { currentArtifact } from '../../../workers/store/artifacts.ts';
import * as plans from './plans.ts';
import { person, refusalOf, seed } from './world.ts';

const question: Question = {
  text: 'Which port should the app listen on?',
  options: [
    { label: '3000', isDefault: true, patch: [] },
    { label: '8080', isDefault: false, patch: [{ op: 'replace', path: '/services/web/port', value: 8080 }] },
    { label: 'None', isDefault: false, patch: [{ op: 'replace', path: '/services/web/port', value: 'none' }] }
  ]
};

/** A project whose analysis was just proposed with a question. */
async function asked(questions = [question]) {
  const ada = await person();
  const { project } = await seed(ada);
  const { deploymentId } = project;
  const object = env.DEPLOYMENT.getByName(deploymentId);
  const propose = async (more: Question[]) =>
    (object as unknown as DeploymentRpc).takeProposal({
      stage: 'analysis',
      body: plans.analysis,
      basedOn: [],
      note: '',
      author: 'model',
      questions: more
    });
  await propose(questions);
  const journal = async () => (await object.since(0, 400)) as JournalEvent[];
  const open = async () => (await journal()).filter((event) => event.type === 'question');
  const over = async () => (await journal()).filter((event) => event.type === 'question.answered');
  const answer = async (id: string, optionId: string) =>
    ada.send('POST', `/deployments/${deploymentId}/questions/${id}`, { optionId });
  const analysis = async () => (await currentArtifact(ada.scope, deploymentId, 'analysis'))!;
  return { ada, at: `/deployments/${deploymentId}`, propose, open, over, answer, analysis };
}

describe('a question of a model', () => {
  it('is asked after the proposal, without what its answers change', async () => {
    const { open, analysis } = await asked();
    expect(await open()).toMatchObject([
      {
        stage: 'analysis',
        text: question.text,
        options: [
          { id: '1', label: '3000', isDefault: true },
          { id: '2', label: '8080', isDefault: false },
          { id: '3', label: 'None', isDefault: false }
        ]
      }
    ]);
    expect(JSON.stringify(await open())).not.toContain('patch');
    expect(await analysis()).toMatchObject({ author: 'model', patch: null });
  });

  it('becomes an edit of whoever answers it, once', async () => {
    const { open, over, answer, analysis, ada } = await asked();
    const [{ id } = { id: '' }] = await open();
    const before = await analysis();
    expect((await answer(id, '2')).status).toBe(200);
    expect(await analysis()).toMatchObject({
      version: before.version + 1,
      author: 'person',
      note: `${question.text} 8080`,
      body: { services: [{ port: 8080 }] }
    });
    expect(await over()).toMatchObject([{ id, optionId: '2', by: ada.user.name }]);
    expect(await refusalOf(await answer(id, '1'))).toContain('question.over');
  });

  it('changes nothing where its default is chosen, and stays open where an answer does not fit', async () => {
    const { open, over, answer, analysis } = await asked();
    const [{ id } = { id: '' }] = await open();
    const before = await analysis();
    expect(await refusalOf(await answer(id, '3'))).toContain('artifact.invalid');
    expect(await refusalOf(await answer(id, '9'))).toContain('question.over');
    expect(await over()).toEqual([]);
    expect((await answer(id, '1')).status).toBe(200);
    expect((await analysis()).version).toBe(before.version);
  });

  it('is answered by its default when the stage is approved', async () => {
    const { ada, at, open, over, answer, analysis } = await asked();
    const [{ id } = { id: '' }] = await open();
    const { version, hash } = await analysis();
    expect((await ada.send('POST', `${at}/artifacts/analysis/approve`, { version, hash })).status).toBeLessThan(300);
    expect(await over()).toMatchObject([{ id, optionId: '1', by: null }]);
    expect(await refusalOf(await answer(id, '2'))).toContain('question.over');
  });

  it('is over when the stage is proposed again', async () => {
    const { propose, open, over } = await asked();
    await propose([]);
    expect(await open()).toHaveLength(1);
    expect(await over()).toMatchObject([{ optionId: '1', by: null }]);
  });

  it('is answered by members of its team alone', async () => {
    const { at, open } = await asked();
    const [{ id } = { id: '' }] = await open();
    const eve = await person();
    expect(await refusalOf(await eve.send('POST', `${at}/questions/${id}`, { optionId: '2' }))).toMatch(/^404/);
  });
});
