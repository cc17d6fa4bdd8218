import { fail, redirect } from '@sveltejs/kit';
import { call } from '#lib/api.ts';
import type { Template } from '#lib/answers.ts';
import { example } from '#lib/home/example.ts';
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
const ended = { ...told, log: firstLines(told.log, 22) };

export const load: PageServerLoad = async ({ fetch }) => {
  const answer = await call<{ templates: Template[] }>(fetch, 'GET', '/api/templates');
  return { templates: answer.ok ? answer.value.templates : [], ended };
};

/** Starts a project from a source and goes to it. Works without script; templates post here too. */
export const actions: Actions = {
  deploy: async ({ request, fetch }) => {
    const source = String((await request.formData()).get('source') ?? '');
    const answer = await call<{ project: { id: string } }>(fetch, 'POST', '/api/projects', { source });
    if (answer.ok) redirect(303, `/projects/${answer.value.project.id}`);
    const { status, code, message } = answer.problem;
    if (status === 401) redirect(303, `/sign-in?next=${encodeURIComponent('/')}`);
    return fail(status >= 400 && status < 500 ? status : 503, { source, problem: { code, message } });
  }
};
