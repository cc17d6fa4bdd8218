import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import BudgetForm from '#lib/model/budget-form.svelte';

const field = () => screen.getByLabelText<HTMLInputElement>('Budget');
const press = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }));
const shown = (save: (budget: number) => Promise<string | null>) =>
  render(BudgetForm, { label: 'Budget', hint: 'A month.', budget: 5_000_000, save });

describe('the form of a budget', () => {
  it('shows dollars and saves millionths of one', async () => {
    const save = vi.fn(async () => null);
    shown(save);
    expect(field().value).toBe('5');
    await fireEvent.input(field(), { target: { value: '7,50' } });
    await press();
    expect(save).toHaveBeenCalledExactlyOnceWith(7_500_000);
    expect(await screen.findByText('Saved.')).toBeTruthy();
  });

  it('says what is no amount, and saves nothing', async () => {
    const save = vi.fn(async () => null);
    shown(save);
    await fireEvent.input(field(), { target: { value: 'lots' } });
    await press();
    expect(await screen.findByText(/Give an amount of dollars/)).toBeTruthy();
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(save).not.toHaveBeenCalled();
  });

  it('shows why it was refused', async () => {
    shown(async () => 'Only an owner of the team may do this.');
    await fireEvent.input(field(), { target: { value: '9' } });
    await press();
    expect(await screen.findByText('Only an owner of the team may do this.')).toBeTruthy();
  });
});
