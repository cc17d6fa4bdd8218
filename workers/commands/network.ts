import { quote } from '../domain/shell.ts';
import { every, lines, type StepText } from './text.ts';

/** The network on which a project's containers know each other by name. `subnet` is CIDR text, null lets the engine choose. */
export function network(name: string, project: string, subnet: string | null): StepText {
  const exists = `docker network inspect ${quote(name)} >/dev/null 2>&1`;
  return {
    check: exists,
    apply: `docker network create --label hydron.project=${quote(project)}${subnet === null ? '' : ` --subnet ${quote(subnet)}`} ${quote(name)}`,
    verify: every(
      exists,
      `docker network inspect --format '{{.Name}}: {{range .IPAM.Config}}{{.Subnet}}{{end}}' ${quote(name)}`
    )
  };
}

/** Volumes that keep data while containers come and go. Never removed here. */
export function volumes(names: string[], project: string): StepText {
  const exist = `docker volume inspect ${names.map(quote).join(' ')} >/dev/null 2>&1`;
  return {
    check: exist,
    apply: lines(
      ...names.map((name) => `docker volume create --label hydron.project=${quote(project)} ${quote(name)}`)
    ),
    verify: exist
  };
}
