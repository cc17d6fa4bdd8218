import { ok, refuse, type Result } from '../domain/result.ts';

const macros: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *'
};
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** All numbers that a cron field stands for, or null when it is not one. `names` may stand in for numbers, from `low` on. */
function numbers(field: string, low: number, high: number, names: string[]): number[] | null {
  const found = new Set<number>();
  const value = (text: string) => {
    const named = names.indexOf(text.toLowerCase().slice(0, 3));
    return named >= 0 ? named + low : /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  };
  for (const part of field.split(',')) {
    const match = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return null;
    const [, first, last, stride] = match;
    const from = first === '*' ? low : value(first!);
    const to = first === '*' ? high : last ? value(last) : stride ? high : from;
    const by = Number(stride ?? 1);
    if (!(from >= low && to <= high && from <= to && by > 0)) return null;
    for (let each = from; each <= to; each += by) found.add(each);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * A cron line's five fields, or a macro such as `@daily`, as systemd calendar events (UTC). Cron runs when the day of the month or of the
 * week fits if both are given, systemd only when both do: such a line becomes two events. From crontab(5) and systemd.time(7).
 */
export function calendarEvents(schedule: string): Result<string[]> {
  const fields = (macros[schedule.trim()] ?? schedule.trim()).split(/\s+/);
  const wrong = refuse(
    'schedule.invalid',
    `${schedule} is no schedule. Write five fields as in crontab, such as 0 3 * * *.`
  );
  if (fields.length !== 5) return wrong;
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string];
  const parsed = [
    numbers(minute, 0, 59, []),
    numbers(hour, 0, 23, []),
    numbers(day, 1, 31, []),
    numbers(month, 1, 12, months),
    numbers(
      weekday.replace(/\b7\b/g, '0'),
      0,
      6,
      days.map((name) => name.toLowerCase())
    )
  ];
  if (parsed.some((list) => list === null)) return wrong;
  const [minutes, hours, monthDays, inMonths, weekdays] = parsed as number[][];
  const two = (list: number[], all: number) =>
    list.length === all ? '*' : list.map((each) => String(each).padStart(2, '0')).join(',');
  const time = `${two(hours!, 24)}:${two(minutes!, 60)}:00 UTC`;
  const onDays =
    weekday === '*' ? null : `${weekdays!.map((each) => days[each]).join(',')} *-${two(inMonths!, 12)}-* ${time}`;
  const onDates = `*-${two(inMonths!, 12)}-${two(monthDays!, 31)} ${time}`;
  if (onDays === null) return ok([onDates]);
  return ok(day === '*' ? [onDays] : [onDates, onDays]);
}
