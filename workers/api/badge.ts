import { Hono } from 'hono';
import * as z from 'zod';
import { idSchema } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import type { Database } from '../store/database.ts';
import { publicProject } from '../store/projects.ts';
import { listRuns } from '../store/runs.ts';
import type { Api, BadgeStatus } from './middleware/context.ts';
import { notFound } from './middleware/problems.ts';

const keptFor = 30_000;

const statusSchema = z.enum(['live', 'failed', 'deploying', 'none']);

const colours: Record<BadgeStatus, string> = {
  live: '#1a7f37',
  failed: '#cf222e',
  deploying: '#9a6700',
  none: '#57606a'
};

const words: Record<Run['state'], BadgeStatus> = {
  started: 'deploying',
  'in progress': 'deploying',
  paused: 'deploying',
  completed: 'live',
  failed: 'failed',
  stopped: 'none'
};

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A badge of two fields as SVG; widths are for an 11 px sans at about 6.5 px a character. */
export function badgeSvg(label: string, value: string, colour: string): string {
  const [left, right] = [label, value].map((text) => Math.round(text.length * 6.5) + 12) as [number, number];
  const title = escape(`${label}: ${value}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}"><title>${title}</title>`,
    `<rect rx="3" width="${left + right}" height="20" fill="#30363d"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${escape(colour)}"/>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    `<text x="${left / 2}" y="14">${escape(label)}</text><text x="${left + right / 2}" y="14">${escape(value)}</text></g></svg>`
  ].join('');
}

async function lookUp(db: Database, project: { id: string; teamId: string }): Promise<BadgeStatus> {
  const [last] = await listRuns({ db, teamId: project.teamId }, project.id);
  return last ? words[last.state] : 'none';
}

/** How a project stands, as a picture for anybody who knows its id; it tells nothing else. */
export const badge = new Hono<Api>().get('/:projectId', async (c) => {
  const { db, dependencies } = c.var;
  const id = idSchema('project').safeParse(c.req.param('projectId').replace(/\.svg$/, ''));
  const project = id.success ? await publicProject(db, id.data) : undefined;
  if (!project) return notFound('project');
  const counter = dependencies.badge(project.id);
  const seen = await counter.view();
  const kept = Date.now() - seen.at < keptFor ? statusSchema.safeParse(seen.status).data : undefined;
  const status = kept ?? (await lookUp(db, project));
  if (!kept) await counter.remember(status, Date.now());
  return c.body(badgeSvg('hydron', status, colours[status]), 200, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'public, max-age=30',
    'cross-origin-resource-policy': 'cross-origin'
  });
});
