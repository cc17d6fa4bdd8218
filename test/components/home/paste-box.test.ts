import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import PasteBox from '#lib/home/paste-box.svelte';

const box = () => screen.getByLabelText<HTMLInputElement>('Git URL, Docker image or template');
const button = () => screen.getByRole('button', { name: 'Plan the deployment' });

/** Types into the box as a person does: focus first, which fetches the grammar of sources. */
async function type(text: string): Promise<void> {
  await fireEvent.focus(box());
  await fireEvent.input(box(), { target: { value: text } });
}

describe('the paste box', () => {
  it('says what it understood', async () => {
    render(PasteBox);
    await type('https://github.com/ada/orders#main:web');
    expect(await screen.findByText('Git repository github.com/ada/orders, at main, folder web')).toBeTruthy();
  });

  it.each([
    ['--upload-pack=touch /tmp/x', /starts with a hyphen/],
    ['file:///etc/passwd', /file:\/\/ is not allowed/],
    ['ext::sh -c id', /Remote helpers/],
    ['https://ada:secret@github.com/ada/orders', /holds credentials/],
    ['', /Paste a Git URL/]
  ])('refuses %j at the field, when asked to go on', async (text, says) => {
    render(PasteBox);
    await type('nginx');
    await screen.findByText('Image nginx, run as it is');
    await type(text);
    await fireEvent.click(button());
    expect(await screen.findByText(says)).toBeTruthy();
    expect(box().getAttribute('aria-invalid')).toBe('true');
    expect(box().getAttribute('aria-describedby')).toBe('source-said');
  });

  it('says nothing against a text that is still being typed', async () => {
    render(PasteBox);
    await type('file:///etc');
    expect(box().getAttribute('aria-invalid')).toBe('false');
  });

  it('holds what a link gave it, with the branch in sight', () => {
    render(PasteBox, { given: { source: 'https://github.com/ada/orders', ref: 'v2', folder: '' } });
    expect(box().value).toBe('https://github.com/ada/orders');
    expect(screen.getByLabelText<HTMLInputElement>('Branch, tag or commit').value).toBe('v2');
    expect(document.querySelector('details')?.open).toBe(true);
  });

  it('shows what the server refused, until it is edited', async () => {
    const given = { source: 'template:none', ref: '', folder: '' };
    render(PasteBox, { given, refused: { code: 'template.absent', message: 'There is no template none.' } });
    expect(screen.getByText('There is no template none.')).toBeTruthy();
    await type('template:static-site');
    expect(screen.queryByText('There is no template none.')).toBeNull();
  });
});
