import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeAll, describe, expect, it } from 'vitest';
import LogView from '#lib/run/log.svelte';
import { appendOutput, emptyLog, type Log } from '#lib/run/log.ts';
import { simulateLayout } from '../parts/layout.ts';

beforeAll(simulateLayout);

const esc = '\u001b';

function logOf(text: string): Log {
  const bytes = new TextEncoder().encode(text).length;
  const where = { runId: 'run_1', phase: 'code-deploy', server: 'main', stepId: 'build' } as const;
  const output = { type: 'output', ...where, execId: 'exec-1', offset: 0, next: bytes, text } as const;
  return appendOutput(emptyLog(), { ...output, seq: 1, at: 0 }, 1);
}
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-line]')];
const box = () => screen.getByRole('log', { name: 'Output' });

describe('the log of a run', () => {
  it('draws the rows in sight and no more, of a hundred thousand', async () => {
    render(LogView, { log: logOf(numbered(100_000)), live: false });
    expect(rows().length).toBeLessThan(100);
    expect(rows()[0]?.dataset.line).toBe('1');
    box().scrollTop = 50_000 * 20;
    await fireEvent.scroll(box());
    expect(rows().some((row) => row.dataset.line === '50001')).toBe(true);
    expect(rows().length).toBeLessThan(100);
  });

  it('shows colours as colours, and text as text whatever it says', () => {
    render(LogView, { log: logOf(`${esc}[31mred${esc}[0m <img src=x onerror=alert(1)>\n`), live: false });
    expect(screen.getByText('red').style.color).toBe('var(--ansi-1)');
    expect(rows()[0]?.textContent).toContain('red <img src=x onerror=alert(1)>');
    expect(document.querySelector('img')).toBeNull();
  });

  it('counts what a search finds, marks it, and goes from match to match around', async () => {
    render(LogView, { log: logOf(`one error\ntwo\nERROR ${esc}[1mthree${esc}[0m\n`), live: false });
    const search = screen.getByRole('searchbox', { name: 'Search the log' });
    await fireEvent.input(search, { target: { value: 'error' } });
    expect(screen.getByText('1 of 2')).toBeTruthy();
    expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['error', 'ERROR']);
    await fireEvent.keyDown(search, { key: 'Enter' });
    expect(screen.getByText('2 of 2')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Next match' }));
    expect(screen.getByText('1 of 2')).toBeTruthy();
    await fireEvent.input(search, { target: { value: 'absent' } });
    expect(screen.getByText('not found')).toBeTruthy();
  });

  it('tells an empty log that may still fill from one that stayed empty', async () => {
    const { rerender } = render(LogView, { log: emptyLog(), live: true });
    expect(screen.getByText(/^No output yet/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Follow the end' })).toBeTruthy();
    await rerender({ live: false });
    expect(screen.getByText('This run wrote no output.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Follow the end' })).toBeNull();
  });

  it('marks the line that the address names', () => {
    render(LogView, { log: logOf(numbered(5)), live: false, marked: 3 });
    expect(
      rows()
        .filter((row) => row.dataset.marked === 'true')
        .map((row) => row.dataset.line)
    ).toEqual(['3']);
  });
});
