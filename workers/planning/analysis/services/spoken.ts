import { bareProcess, type App, type Statement } from '../detector.ts';
import type { Stated } from '../statements/all.ts';

/** The programs that start code of a language. */
const programs: [RegExp, string[]][] = [
  [/\b(?:ruby|bundle|rails|rake|rackup|puma|unicorn|thin)\b/, ['Ruby']],
  [/\b(?:python3?|gunicorn|uvicorn|hypercorn|daphne|celery|flask|streamlit)\b/, ['Python']],
  [/\b(?:node|npm|npx|pnpm|yarn|bun|tsx|ts-node)\b/, ['JavaScript', 'TypeScript']],
  [/\b(?:php|apache2-foreground|frankenphp|heroku-php-\w+)\b/, ['PHP']],
  [/\bjava\b/, ['Java', 'Kotlin', 'Scala', 'Clojure']],
  [/\bdotnet\b/, ['C#', 'F#']],
  [/\b(?:mix|elixir|iex)\b/, ['Elixir']]
];

/**
 * The apps, with a process for each folder that no code says how to start but a platform's file does. Of several ecosystems in
 * the folder it is the one whose program the command calls.
 */
export function withSpokenProcesses(apps: App[], { processes, about }: Stated): App[] {
  const silent = (path: string | null) => {
    const here = apps.filter((app) => app.path === path);
    return here.every((app) => app.processes.length === 0) ? here : [];
  };
  const spoken = new Map<App, Statement>();
  for (const statement of [...processes, ...about]) {
    const app = statement.command === null ? undefined : startedBy(statement.command, silent(statement.path));
    const known = app ? spoken.get(app) : undefined;
    if (app && (!known || (known.kind !== 'web' && statement.kind === 'web'))) spoken.set(app, statement);
  }
  return apps.map((app) => {
    const statement = spoken.get(app);
    return statement
      ? { ...app, processes: [bareProcess(statement.kind ?? 'web', statement.command, statement.evidence)] }
      : app;
  });
}

function startedBy(command: string, apps: App[]): App | undefined {
  const languages = programs.find(([program]) => program.test(command))?.[1] ?? [];
  return apps.find((app) => languages.includes(app.language)) ?? apps[0];
}
