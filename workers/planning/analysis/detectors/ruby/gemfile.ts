import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';

/** Groups that a production install leaves out. */
const aside = /^(?:development|dev|test|tests|ci|lint|linting|doc|docs|documentation|debug|benchmark|console|local)$/;

const gem = /^\s*gem\s*\(?\s*["']([\w.-]+)["']/;
const opens = /\bdo\b\s*(?:\|[^|]*\|)?\s*$|^\s*(?:if|unless|case|begin|def)\b/;

/** The gems of a Gemfile; those that only groups such as development and test install are marked. */
export function gemsOf(file: SourceFile): Dependency[] {
  const found: Dependency[] = [];
  const blocks: boolean[] = [];
  let offset = 0;
  for (const raw of file.text.split('\n')) {
    const line = raw.replace(/(?:^|\s)#.*$/, '');
    const match = gem.exec(line);
    if (match)
      found.push({
        name: match[1]!,
        version: requirementIn(line),
        development: blocks.includes(true) || isAside(ownGroups(line)),
        evidence: evidenceAt(file, offset)
      });
    if (/^\s*end\b/.test(line)) blocks.pop();
    else if (opens.test(line)) blocks.push(isAside(blockGroups(line)));
    offset += raw.length + 1;
  }
  return found;
}

const isAside = (groups: string[]): boolean => groups.length > 0 && groups.every((group) => aside.test(group));

const blockGroups = (line: string): string[] =>
  /^\s*group\b/.test(line) ? namesIn(line.replace(/^\s*group/, '')) : [];

function ownGroups(line: string): string[] {
  const stated = /(?:\bgroups?:|:groups?\s*=>)\s*((?:%[iw])?\[[^\]]*\]|[:"']\w+["']?)/.exec(line)?.[1] ?? '';
  return namesIn(stated);
}

/** Symbols and strings, or the words of a `%i[]`. */
const namesIn = (text: string): string[] => {
  const words = /%[iw][[(]([^\])]*)/.exec(text)?.[1];
  return words ? words.trim().split(/\s+/) : [...text.matchAll(/[:"'](\w+)/g)].map((match) => match[1]!);
};

/** What follows a gem's name: a requirement, or the repository that it comes from. */
function requirementIn(line: string): string | null {
  if (/\b(?:git|github|gitlab|bitbucket|bc)\s*(?::|=>)/.test(line)) return 'git+';
  return /^\s*gem\s*\(?\s*["'][\w.-]+["']\s*,\s*["']([^"']+)["']/.exec(line)?.[1] ?? null;
}
