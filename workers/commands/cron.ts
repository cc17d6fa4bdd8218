import { quote, writeFile } from '../domain/shell.ts';
import { describe, noteCurrent, type Container } from './container.ts';
import { calendarEvents } from './schedule.ts';
import { every, holds, lines, type StepText } from './text.ts';

/**
 * A container that waits, and a timer that starts it. The values live in the container as the engine keeps it, so that no
 * file of ours holds a secret. Throws on a schedule that `calendarEvents` refuses: plans are checked before.
 */
export function cron(container: Container, schedule: string): StepText {
  const events = calendarEvents(schedule);
  if (!events.ok) throw new Error(events.problem.message);
  const unit = `hydron-${container.project}-${container.service}`;
  const name = `${container.project}-${container.service}`;
  const service = `[Unit]\nDescription=${unit}\nRequires=docker.service\nAfter=docker.service\n\n[Service]\nType=oneshot\nExecStart=/usr/bin/docker start --attach ${name}\n`;
  const timer = `[Unit]\nDescription=${unit}\n\n[Timer]\n${events.value.map((event) => `OnCalendar=${event}\n`).join('')}AccuracySec=1s\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n`;
  const files = [
    { path: `/etc/systemd/system/${unit}.service`, content: service },
    { path: `/etc/systemd/system/${unit}.timer`, content: timer }
  ];
  const settings = lines(describe(container, 'cron'), `name=${quote(name)}`);
  const inPlace = every(
    `[ "$(docker container inspect --format '{{index .Config.Labels "hydron.config"}}' "$name" 2>/dev/null)" = "$config" ]`,
    ...files.map((file) => holds(file.path, file.content)),
    `systemctl is-active -q ${unit}.timer`
  );
  return {
    check: lines(settings, inPlace),
    apply: lines(
      settings,
      'docker stop --time 60 "$name" >/dev/null 2>&1 || true',
      'docker rm --force "$name" >/dev/null 2>&1 || true',
      '(environment; exec docker create --name "$name" --label "hydron.config=$config" "${options[@]}" "$image" "${words[@]}")',
      ...files.map((file) => writeFile(file.path, file.content)),
      noteCurrent(container.project, container.service),
      'systemctl daemon-reload',
      `systemctl enable -q --now ${unit}.timer`,
      `systemctl restart ${unit}.timer`
    ),
    verify: lines(settings, every(inPlace, `systemctl list-timers --no-pager ${unit}.timer`))
  };
}
