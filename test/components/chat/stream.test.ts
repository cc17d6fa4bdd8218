import { fireEvent, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import Stream from '#lib/chat/stream.svelte';
import type { EventBody } from '../../../workers/domain/events.ts';
import { artifact, detail, journal, renderPart } from '../parts/project.ts';

const nothing = () => undefined;
const given = { onask: nothing, onopen: nothing, onapproved: nothing, say: nothing };
const found = artifact('analysis');
const proposed: EventBody = {
  type: 'artifact.proposed',
  stage: 'analysis',
  version: 1,
  hash: found.hash,
  author: 'rules',
  note: ''
};
const reading: EventBody[] = [
  { type: 'stage.started', stage: 'analysis' },
  { type: 'stage.progress', stage: 'analysis', text: 'Reading package.json' }
];
const said = (text: string, id: string, ...commands: string[]): EventBody => ({
  type: 'message',
  id,
  author: 'hydron',
  text,
  actions: commands.map((command) => ({ label: `Do ${command}`, command }))
});
const server = (state: 'ordered' | 'ready'): EventBody => ({
  type: 'server',
  serverId: 'srv_1',
  name: 'main',
  state,
  address: state === 'ready' ? '203.0.113.7' : null
});

describe('the conversation', () => {
  it('tells what a stage is reading while it works, and shows its card in the place where it is proposed', async () => {
    const page = detail({ artifacts: { ...detail().artifacts, analysis: found } });
    const project = renderPart(Stream, given, { page, events: journal(...reading) });
    expect(screen.getAllByText('Reading package.json').length).toBeGreaterThan(0);
    expect(screen.queryByRole('article')).toBeNull();
    project.journal.take(journal(...reading, proposed));
    await tick();
    expect(screen.getByRole('article', { name: 'Services, version 1' })).toBeTruthy();
  });

  it('says why a stage failed, and offers to try again', () => {
    const problem = { code: 'forge.absent', message: 'There is no repository at that address.' };
    renderPart(Stream, given, { events: journal(...reading, { type: 'stage.failed', stage: 'analysis', problem }) });
    expect(screen.getByText(problem.message)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('takes each event once, however often it comes', async () => {
    const events = journal(said('Hello', 'msg_1'));
    const project = renderPart(Stream, given, { events });
    project.journal.take(events);
    await tick();
    expect(screen.getAllByText('Hello')).toHaveLength(1);
  });

  it('offers the buttons of its last message alone, and says what they say', async () => {
    const say = vi.fn();
    const events = journal(said('First', 'msg_1', 'old'), said('Second', 'msg_2', 'one tier larger'));
    renderPart(Stream, { ...given, say }, { events });
    expect(screen.queryByRole('button', { name: 'Do old' })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Do one tier larger' }));
    expect(say).toHaveBeenCalledExactlyOnceWith('one tier larger');
  });

  it('has one line for a server, which changes as the server does', () => {
    const run: EventBody = { type: 'run.started', runId: 'run_1', number: 1, servers: ['main'] };
    renderPart(Stream, given, { events: journal(run, server('ordered'), server('ready')) });
    expect(screen.queryByText('Server main ordered')).toBeNull();
    expect(screen.getByText('Server main ready')).toBeTruthy();
    expect(screen.getByText('203.0.113.7')).toBeTruthy();
  });

  it('shows what people and repositories write as text', () => {
    renderPart(Stream, given, { events: journal(said('<b>bold</b>', 'msg_1')) });
    expect(screen.getByText('<b>bold</b>')).toBeTruthy();
  });
});
