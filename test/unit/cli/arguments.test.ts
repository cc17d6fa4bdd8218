import { describe, expect, it } from 'vitest';
import { budgetOf, commands, helpText, readCall, variablesOf, type CommandName } from '../../../cli/arguments.ts';
import { UsageError } from '../../../cli/settings.ts';

describe('a command line', () => {
  it('names a command, what it works on and its options', () => {
    const call = readCall(['deploy', 'https://host/owner/name', '--yes', '--env', 'A=1', '--env', 'B=2', '--json']);
    expect(call.command).toBe('deploy');
    expect(call.rest).toEqual(['https://host/owner/name']);
    expect(call.values).toMatchObject({ yes: true, json: true, env: ['A=1', 'B=2'] });
  });

  it('takes a wish of several words, quoted or not', () => {
    expect(readCall(['say', 'shop', 'one tier larger']).rest).toEqual(['shop', 'one tier larger']);
    expect(readCall(['say', 'shop', 'use', 'Node', '22']).rest.slice(1).join(' ')).toBe('use Node 22');
    expect(() => readCall(['say', 'shop'])).toThrow('hydron say PROJECT WISH');
  });

  it('without a command asks for help', () => {
    expect(readCall([]).command).toBe('help');
    expect(readCall(['--help']).command).toBe('help');
    expect(readCall(['deploy', '--help'])).toMatchObject({ command: 'help', rest: ['deploy'] });
  });

  it.each([
    [['launch'], 'There is no command "launch"'],
    [['constructor'], 'There is no command "constructor"'],
    [['deploy'], 'hydron deploy SOURCE'],
    [['deploy', 'a', 'b'], 'hydron deploy SOURCE'],
    [['status', '--yes'], '--yes'],
    [['pause'], 'hydron pause PROJECT'],
    [['model'], 'hydron model PROJECT [MODEL]']
  ])('%j is refused and says what to write', (argv, says) => {
    expect(() => readCall(argv)).toThrow(UsageError);
    expect(() => readCall(argv)).toThrow(says);
  });

  it('takes a name after --yes only where something is destroyed', () => {
    expect(readCall(['destroy', 'shop', '--yes', 'shop']).values.yes).toBe('shop');
    expect(readCall(['approve', 'shop', '--yes']).values.yes).toBe(true);
  });
});

describe('the help', () => {
  it('lists every command', () => {
    for (const name of Object.keys(commands)) expect(helpText()).toContain(`  ${name}`);
  });

  it('explains every option of every command', () => {
    for (const name of Object.keys(commands) as CommandName[])
      for (const option of Object.keys(commands[name].options)) expect(helpText(name)).toContain(`  --${option}`);
    expect(
      Object.keys(commands)
        .map((name) => helpText(name as CommandName))
        .join()
    ).not.toContain('undefined');
  });
});

describe('a budget', () => {
  it.each([
    ['20', 2000],
    ['19.90', 1990],
    ['19,9', 1990],
    ['0', 0]
  ])('of %s is %i minor units', (text, cents) => {
    expect(budgetOf(text)).toBe(cents);
  });
  it.each(['-5', '1e3', 'twenty', '1.234', ''])('of "%s" is refused', (text) => {
    expect(() => budgetOf(text)).toThrow(UsageError);
  });
});

describe('variables', () => {
  it('come from a file and from options, which win', () => {
    const file = '# a comment\n\nA=from file\nexport B="quoted # value"\nC=\'single\'\n';
    expect([...variablesOf(['A=from option'], file)]).toEqual([
      ['A', 'from option'],
      ['B', 'quoted # value'],
      ['C', 'single']
    ]);
  });
  it('keep every equals sign and line break of a value', () => {
    expect(variablesOf(['KEY=a=b\nc='], null).get('KEY')).toBe('a=b\nc=');
  });
  it('are refused without showing their value', () => {
    expect(() => variablesOf(['not-a-name=secret'], null)).toThrow('--env not-a-name is not NAME=VALUE.');
    expect(() => variablesOf([], 'A=1\nbroken')).toThrow('Line 2 of the env file');
  });
});
