import { describe, expect, it } from 'vitest';
import { calendarEvents } from '../../../workers/commands/schedule.ts';

const events = (schedule: string) => {
  const read = calendarEvents(schedule);
  return read.ok ? read.value : read.problem.code;
};

describe('a cron line', () => {
  it.each([
    ['0 3 * * *', ['*-*-* 03:00:00 UTC']],
    ['@daily', ['*-*-* 00:00:00 UTC']],
    ['*/15 * * * *', ['*-*-* *:00,15,30,45:00 UTC']],
    ['0 9-11 1,15 jan *', ['*-01-01,15 09,10,11:00:00 UTC']],
    ['30 8 * * mon-fri', ['Mon,Tue,Wed,Thu,Fri *-*-* 08:30:00 UTC']],
    ['0 0 * * 7', ['Sun *-*-* 00:00:00 UTC']]
  ])('is a calendar event: %s', (line, expected) => expect(events(line)).toEqual(expected));

  it('that names a day of the month and one of the week runs on either', () =>
    expect(events('0 0 13 * 5')).toEqual(['*-*-13 00:00:00 UTC', 'Fri *-*-* 00:00:00 UTC']));

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '0 0 * * someday',
    '@reboot',
    '0 0 * * *; reboot'
  ])('is refused: %j', (line) => expect(events(line)).toBe('schedule.invalid'));
});
