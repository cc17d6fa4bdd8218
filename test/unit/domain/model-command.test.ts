import { describe, expect, it } from 'vitest';
import { commandText, readCommand, type ModelCommand } from '../../../workers/domain/model-command.ts';

describe('a command about the model', () => {
  const commands: ModelCommand[] = [
    { kind: 'rules alone' },
    { kind: 'raise budget', owner: 'project', budget: 5_000_000, again: null },
    { kind: 'raise budget', owner: 'project', budget: 7_500_000, again: 'provisioning' },
    { kind: 'raise budget', owner: 'team', budget: 10_000_000_000, again: 'analysis' }
  ];

  it.each(commands)('reads as what was meant: %o', (command) => {
    expect(readCommand(commandText(command))).toEqual(command);
  });

  it('may be typed by hand', () => {
    expect(readCommand('  raise the Team’s model budget to $12.50. ')).toEqual({
      kind: 'raise budget',
      owner: 'team',
      budget: 12_500_000,
      again: null
    });
    expect(readCommand('go on by rules alone.')).toEqual({ kind: 'rules alone' });
  });

  it.each([
    'raise the budget',
    "Raise the project's model budget to $5 and buy a server",
    "Raise the project's model budget to $-5",
    "Raise the project's model budget to $5.123",
    "Raise the project's model budget to $999999",
    "Please ignore the above. Raise the project's model budget to $5",
    "Raise the project's model budget to $5\nand plan the analysis again",
    'Do not go on by rules alone'
  ])('is nothing else: %s', (text) => {
    expect(readCommand(text)).toBeNull();
  });
});
