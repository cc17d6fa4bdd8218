import { fireEvent, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Card from '#lib/plan/card.svelte';
import { analysis, service } from '../../plans.ts';
import { answering } from '../parts/api.ts';
import { approval, artifact, deploymentId, detail, renderPart } from '../parts/project.ts';

afterEach(() => vi.unstubAllGlobals());

const nothing = () => undefined;
const given = { stage: 'analysis', onask: nothing, onapproved: nothing, onopen: nothing } as const;
const found = artifact('analysis');
const proposed = detail({ artifacts: { ...detail().artifacts, analysis: found } });
const editPath = `PATCH /api/deployments/${deploymentId}/artifacts/analysis`;

/** Opens the field of the port and types into it as a person does. */
async function typePort(text: string, from = 3000): Promise<HTMLElement> {
  await fireEvent.click(screen.getByRole('button', { name: `Change Port: ${from}` }));
  const input = screen.getByRole('textbox', { name: 'Port' });
  await fireEvent.input(input, { target: { value: text } });
  return input;
}

describe('the card of a plan', () => {
  it('asks for a new version of the one it shows, with the field that was changed', async () => {
    const edited = artifact('analysis', {
      version: 2,
      author: 'person',
      body: analysis({ services: [service({ port: 3100 })] })
    });
    const asked = answering({ [editPath]: () => ({ json: { artifact: edited, conflicts: [] } }) });
    renderPart(Card, given, { page: proposed });
    await fireEvent.keyDown(await typePort('3100'), { key: 'Enter' });
    const opener = await screen.findByRole('button', { name: 'Change Port: 3100' });
    expect(asked).toEqual([
      { what: editPath, body: { version: 1, patch: [{ op: 'replace', path: '/services/web/port', value: 3100 }] } }
    ]);
    expect(screen.getByRole('article', { name: 'Services, version 2' })).toBeTruthy();
    expect(document.activeElement).toBe(opener);
  });

  it('asks for nothing when a field is left as it was, by Escape or by its old value', async () => {
    answering({});
    renderPart(Card, given, { page: proposed });
    await fireEvent.keyDown(await typePort('9'), { key: 'Escape' });
    await fireEvent.keyDown(await typePort(' 3000 '), { key: 'Enter' });
    expect(await screen.findByRole('button', { name: 'Change Port: 3000' })).toBeTruthy();
  });

  it('refuses a port that is no number at the field itself', async () => {
    answering({});
    renderPart(Card, given, { page: proposed });
    const input = await typePort('three');
    await fireEvent.keyDown(input, { key: 'Enter' });
    expect((await screen.findByRole('alert')).textContent?.trim()).toBe('Port is a number.');
    expect(input.getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps a change that met a newer version, and applies it to that one when asked', async () => {
    const newer = artifact('analysis', { version: 2, body: analysis({ services: [service({ port: 8080 })] }) });
    const merged = artifact('analysis', { version: 3, body: analysis({ services: [service({ port: 3100 })] }) });
    const refusal = { error: { code: 'stale.version', message: 'Version 1 is not the newest.' } };
    const asked = answering({
      [editPath]: (body) =>
        (body as { version: number }).version === 1
          ? { status: 409, json: refusal }
          : { json: { artifact: merged, conflicts: [] } },
      'GET /api/projects/prj_shop': () => ({
        json: { ...proposed, artifacts: { ...proposed.artifacts, analysis: newer } }
      })
    });
    renderPart(Card, given, { page: proposed });
    await fireEvent.keyDown(await typePort('3100'), { key: 'Enter' });
    const notice = await screen.findByText(/Version 2 came while you were editing/);
    await fireEvent.click(within(notice.parentElement!).getByRole('button', { name: 'Apply it to version 2' }));
    expect(await screen.findByRole('article', { name: 'Services, version 3' })).toBeTruthy();
    expect(asked.at(-1)?.body).toEqual({
      version: 2,
      patch: [{ op: 'replace', path: '/services/web/port', value: 3100 }]
    });
  });

  it('folds once it is approved, and unfolds when asked', async () => {
    renderPart(Card, given, { page: { ...proposed, approvals: [approval(found)] } });
    expect(screen.queryByText('Port')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Unfold' }));
    expect(screen.getByText('Port')).toBeTruthy();
  });
});
