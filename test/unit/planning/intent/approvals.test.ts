import { describe, expect, it } from 'vitest';
import { kindOf, replyTo, shop } from './shop.ts';

describe('words of approval', () => {
  it.each([
    'approve',
    'approve the plan',
    'I approve the infrastructure plan',
    'yes',
    'yes, approve everything',
    'Yes please, go ahead!',
    'deploy',
    'deploy it now',
    'buy the server',
    'order it',
    'ship it',
    'lgtm',
    'looks good, go live',
    'accept all plans',
    'confirm the purchase',
    'start the run',
    'approve infrastructure and provisioning'
  ])('are answered and not done: %j', (text) => {
    expect(kindOf(text)).toBe('answer');
    expect(replyTo(text)).toContain('approved by the button under it');
    expect(replyTo(text)).toContain('The servers cost EUR 8.90 a month.');
  });

  it('are told that there is no price yet', () =>
    expect(replyTo('approve', shop({ infrastructure: null }))).toContain('approving the services costs nothing'));

  it.each([
    ['stop', 'hydron stop'],
    ['pause the run', 'hydron pause'],
    ['resume', 'hydron resume'],
    ['destroy everything', 'under Settings'],
    ['delete the project', 'under Settings']
  ])('and of control point to where that is done: %j', (text, says) => {
    expect(kindOf(text)).toBe('answer');
    expect(replyTo(text)).toContain(says);
  });
});
