import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Composer from '#lib/chat/composer.svelte';

const box = () => screen.getByLabelText<HTMLTextAreaElement>('Message');

describe('the composer', () => {
  it('says what it understands, to those who listen as well', () => {
    render(Composer, { send: async () => true });
    const hint = document.getElementById(box().getAttribute('aria-describedby') ?? '');
    for (const word of ['tier', 'region', 'own server', 'names', 'ports', 'versions', 'variables', 'cost'])
      expect(hint?.textContent).toContain(word);
  });

  it('sends what was typed, and is empty then', async () => {
    const send = vi.fn(async () => true);
    render(Composer, { send });
    await fireEvent.input(box(), { target: { value: '  one tier larger ' } });
    await fireEvent.keyDown(box(), { key: 'Enter' });
    expect(send).toHaveBeenCalledExactlyOnceWith('one tier larger');
    await vi.waitFor(() => expect(box().value).toBe(''));
  });

  it('keeps what could not be sent', async () => {
    render(Composer, { send: async () => false });
    await fireEvent.input(box(), { target: { value: 'one tier larger' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(box().value).toBe('one tier larger');
  });
});
