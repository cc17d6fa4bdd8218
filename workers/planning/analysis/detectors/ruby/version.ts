import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { floorLine, resolveLine } from '../../reading/ranges.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { versionFile } from '../../reading/version-file.ts';

/** The Ruby of a project. `exact` is set where the Gemfile insists on one release, which Bundler then does too. */
export interface RubyVersion {
  line: string;
  exact: string | null;
  evidence: Evidence | null;
}

/** Release lines that are kept up, oldest first, and the one for projects that state none. */
const lines = ['3.3', '3.4', '4.0'];
export const rubyDefault = '3.4';

const lineOf = (version: string) => floorLine(version) ?? rubyDefault;

/** The Ruby that `.ruby-version`, the Gemfile, its lock file or a version manager states, in this order; a range comes last. */
export async function rubyVersionOf(
  reader: Reader,
  folder: string,
  gemfile: SourceFile,
  lock: SourceFile | null
): Promise<RubyVersion> {
  const pinned = await versionFile(reader, folder, '.ruby-version', 'ruby');
  const stated = /^\s*ruby\s*\(?\s*((?:["'][^"'\n]*["']\s*,?\s*)+)/m.exec(gemfile.text);
  const requirement = [...(stated?.[1] ?? '').matchAll(/["']([^"']*)["']/g)].map((match) => match[1]!).join(', ');
  const own = stated ? evidenceAt(gemfile, stated.index + stated[0].search(/\S/), 1) : null;
  const exact = /^\s*=?\s*(\d+\.\d+\.\d+)\s*$/.exec(requirement)?.[1] ?? null;
  if (exact) return { line: lineOf(exact), exact, evidence: own };
  const insists = /^\s*ruby\s*\(?\s*file:/m.test(gemfile.text);
  if (pinned)
    return {
      line: lineOf(pinned.version),
      exact: insists ? (/^\d+\.\d+\.\d+$/.exec(pinned.version)?.[0] ?? null) : null,
      evidence: pinned.evidence
    };
  const locked = lock ? /^RUBY VERSION\n\s+ruby (\d+\.\d+)/m.exec(lock.text) : null;
  if (lock && locked)
    return { line: locked[1]!, exact: null, evidence: evidenceAt(lock, locked.index + 'RUBY VERSION\n'.length, 1) };
  const managed = await toolVersion(reader, folder, ['ruby']);
  if (managed) return { line: lineOf(managed.version), exact: null, evidence: managed.evidence };
  return { line: resolveLine(requirement, lines, rubyDefault) ?? rubyDefault, exact: null, evidence: own };
}
