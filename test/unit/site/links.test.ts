import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hrefOf, pages } from '../../../site/lib/docs/pages.ts';
import { isAsset, pagePatterns } from '../../harness/site-build.ts';

const files = readdirSync('site', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.startsWith('static'))
  .map((name) => join('site', name));

/** Addresses of this site that a file links to or goes to. What is filled in at run time becomes `x`; the API is no page. */
function linksIn(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const found = text.matchAll(/(?:href(?:=|:\s*)|action=|goto\(|\[)\s*\{?\s*(["'`])(\/(?!\/)[^"'`]*)\1/g);
  return [...found]
    .map(([, , href]) => href!.replace(/\$\{[^}]*\}|\{[^}]*\}/g, 'x').replace(/[?#].*/, ''))
    .filter((href) => !href.startsWith('/api/'));
}

const links = files.flatMap((path) => linksIn(path).map((href) => ({ path, href })));
const patterns = await pagePatterns();
const isAnswered = (href: string) => patterns.some((pattern) => pattern.test(href)) || isAsset(href);

describe('links within the site', () => {
  it('are found where they stand', () => {
    expect(links.map(({ href }) => href)).toEqual(
      expect.arrayContaining(['/', '/projects/x', '/projects/x/runs/x', '/docs/api', '/settings'])
    );
  });

  it('lead to pages that are there', () => {
    expect(links.filter(({ href }) => !isAnswered(href))).toEqual([]);
  });

  it('are not alive by being a link: an address that nobody answers is told apart', () => {
    expect(isAnswered('/docs/nothing')).toBe(false);
  });

  it('name every page of the documentation in its list, and no other', () => {
    const written = readdirSync('site/routes/docs', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `/docs/${name}`);
    expect(pages.map(({ slug }) => hrefOf(slug)).toSorted()).toEqual(['/docs', ...written].toSorted());
  });
});
