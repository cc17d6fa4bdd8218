import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Picker from '#lib/model/picker.svelte';
import { modelOffers } from '../../../workers/domain/usage.ts';

const radios = () => screen.getAllByRole<HTMLInputElement>('radio');
const picked = () => radios().filter(({ checked }) => checked);

describe('the list of models', () => {
  it('offers rules alone first, then every model with its prices', () => {
    render(Picker, { legend: 'Model', picked: null });
    expect(screen.getByRole('group', { name: 'Model' })).toBeTruthy();
    expect(radios()).toHaveLength(modelOffers.length + 1);
    expect(picked()).toEqual([screen.getByLabelText(/^Rules alone/)]);
    expect(screen.getByLabelText(/Sonnet 5\.5.*\$2 read · \$0\.10 cached · \$10 written/s)).toBeTruthy();
  });

  it('has one pick at a time', async () => {
    render(Picker, { legend: 'Model', picked: null });
    await fireEvent.click(screen.getByLabelText(/Haiku/));
    expect(picked()).toEqual([screen.getByLabelText(/Haiku/)]);
    await fireEvent.click(screen.getByLabelText(/^Rules alone/));
    expect(picked()).toEqual([screen.getByLabelText(/^Rules alone/)]);
  });

  it('goes on showing a pick that is no longer on offer', () => {
    render(Picker, { legend: 'Model', picked: 'claude-of-old' });
    expect(picked()).toEqual([screen.getByLabelText(/^claude-of-old/)]);
    expect(screen.getByText('No longer on offer. Pick another one.')).toBeTruthy();
  });
});
