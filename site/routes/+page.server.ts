import { fail, redirect } from '@sveltejs/kit';
import { call } from '#lib/api.ts';
import type { Template } from '#lib/answers.ts';
import { example } from '#lib/home/example.ts';
import { outline } from '#lib/home/outline.ts';
import { wholeSource, type Pasted } from '#lib/home/whole-source.ts';
import { emptyLog, type Log } from '#lib/run/log.ts';
import { emptyRun, reduceRun } from '#lib/run/reduce.ts';
import type { Actions, PageServerLoad } from './$types';

/** The beginning of a log, for a page that is read before its script runs. */
const firstLines = (log: Log, count: number): Log => ({
  ...emptyLog(),
  lines: log.lines.slice(0, count),
  length: count
});
const told = example.events.reduce(reduceRun, emptyRun('example'));
const recorded = { ended: { ...told, log: firstLines(told.log, 22) }, steps: outline(example.plan) };

const longest = 2000;
const fieldsOf = (named: (name: string) => unknown): Pasted => {
  const text = (name: string) => String(named(name) ?? '').slice(0, longest);
  return { source: text('source'), ref: text('ref'), folder: text('folder') };
};

/** The templates, the recorded run, and what a link such as `/?source=URL` fills in; nothing starts before somebody presses the button. */
export const load: PageServerLoad = async ({ fetch, url }) => {
  const answer = await call<{ templates: Template[] }>(fetch, 'GET', '/api/templates');
  const linked = fieldsOf((name) => url.searchParams.get(name));
  return { templates: answer.ok ? answer.value.templates : [], recorded, linked };
};

/** Starts a project from a source and goes to it. Works without script; templates post here too. */
export const actions: Actions = {
  deploy: async ({ request, fetch }) => {
    const form = await request.formData();
    const given = fieldsOf((name) => form.get(name));
    const source = wholeSource(given);
    if (!source.ok) return fail(422, { given, problem: source.problem });
    const answer = await call<{ project: { id: string } }>(fetch, 'POST', '/api/projects', { source: source.value });
    if (answer.ok) redirect(303, `/projects/${answer.value.project.id}`);
    const { status, code, message } = answer.problem;
    if (status === 401) redirect(303, `/sign-in?next=${encodeURIComponent(`/?${new URLSearchParams({ ...given })}`)}`);
    return fail(status >= 400 && status < 500 ? status : 503, { given, problem: { code, message } });
  }
};
