import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EventBody } from '../../../workers/domain/events.ts';
import ModelChange from '#lib/chat/model-change.svelte';
import Writing from '#lib/chat/writing.svelte';
import { Journal } from '#lib/state/journal.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

describe('an answer that is being written', () => {
  const partial = (text: string) => ({ messageId: 'm-answer', text });

  it('shows what is there with a caret, and that the model is thinking before that', async () => {
    const { container, rerender } = render(Writing, { partial: partial(''), onstop: async () => {} });
    expect(screen.getByText('The model is thinking')).toBeTruthy();
    expect(container.querySelector('[data-caret]')).toBeNull();
    await rerender({ partial: partial('It listens on') });
    expect(screen.getByText('It listens on')).toBeTruthy();
    expect(container.querySelector('[data-caret]')).toBeTruthy();
  });

  it('is text and never markup', () => {
    const hostile = '<img src=x onerror="alert(1)"><script>alert(1)</' + 'script> [a](javascript:alert(1))';
    const { container } = render(Writing, { partial: partial(hostile), onstop: async () => {} });
    expect(container.querySelector('img, script, a')).toBeNull();
    expect(container.textContent).toContain(hostile);
  });

  it('can be stopped once at a time', async () => {
    let end = () => {};
    const onstop = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
    render(Writing, { partial: partial('It'), onstop });
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Stop' });
    await fireEvent.click(button);
    expect(button.disabled).toBe(true);
    end();
    await waitFor(() => expect(button.disabled).toBe(false));
    expect(onstop).toHaveBeenCalledTimes(1);
  });
});

describe('the journal', () => {
  const answer: EventBody & { at: number } = {
    ...{ type: 'message', id: 'm-answer', author: 'model', text: 'Done.', actions: [], at: 1 }
  };

  it('holds the answer that is being written until it is a message', () => {
    const journal = new Journal('d', []);
    journal.hear({ messageId: 'm-answer', text: 'Do' });
    expect(journal.partial?.text).toBe('Do');
    journal.take([{ ...answer, id: 'another', seq: 1 }]);
    expect(journal.partial?.text).toBe('Do');
    journal.take([{ ...answer, seq: 2 }]);
    expect(journal.partial).toBeNull();
  });

  it('passes over what is late: a part of an answer that is there already', () => {
    const journal = new Journal('d', [{ ...answer, seq: 1 }]);
    journal.hear({ messageId: 'm-answer', text: 'Do' });
    expect(journal.partial).toBeNull();
  });
});

describe("a model's new version", () => {
  it('shows its difference', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
      asked.push(String(input instanceof Request ? input.url : input));
      return Response.json({ changes: [{ path: '/servers/main/tier', before: 'medium', after: 'small' }] });
    });
    render(ModelChange, { deploymentId: 'd', stage: 'infrastructure', version: 3 });
    expect(await screen.findByText('servers › main › tier')).toBeTruthy();
    expect(screen.getByText('medium')).toBeTruthy();
    expect(screen.getByText('small')).toBeTruthy();
    expect(asked[0]).toContain('/api/deployments/d/artifacts/infrastructure/3/diff?from=2');
  });
});
