import { evidenceAt } from '../../reading/evidence.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import type { StatedVersion } from './project.ts';

/** The Java that a new build gets where nothing is stated: the long-term line that every current tool runs on. */
export const javaDefault = '21';

/** `1.8` as `8`, `17.0.9-tem` as `17`, `VERSION_11` as `11`; null for what is no version of Java. */
export function majorOf(said: string | null): string | null {
  const match = /^(?:[a-z]+[-_])*(?:VERSION_|JVM_)?(?:1[._])?(\d{1,2})(?![\d])/i.exec(said?.trim() ?? '');
  const major = Number(match?.[1] ?? 0);
  return major >= 5 && major <= 40 ? String(major) : null;
}

/** Files of one line each that say which Java to use. */
const platform = { name: 'system.properties', line: /^[ \t]*java\.runtime\.version[ \t]*[=:][ \t]*(\S+)/m };
const switcher = { name: '.java-version', line: /^[ \t]*([\w.+-]+)[ \t]*$/m };
const sdkman = { name: '.sdkmanrc', line: /^[ \t]*java[ \t]*=[ \t]*(\S+)/m };

/**
 * The Java that an app runs on: what the platform's file says, then what the build compiles for, then what the files of
 * developers' tools install.
 */
export async function javaVersionOf(
  reader: Reader,
  folder: string,
  built: StatedVersion | null
): Promise<StatedVersion | null> {
  return (
    (await lineOf(reader, folder, platform)) ??
    built ??
    (await lineOf(reader, folder, switcher)) ??
    (await managed(reader, folder)) ??
    (await lineOf(reader, folder, sdkman))
  );
}

async function managed(reader: Reader, folder: string): Promise<StatedVersion | null> {
  const found = await toolVersion(reader, folder, ['java']);
  const version = majorOf(found?.version ?? null);
  return found && version ? { version, evidence: found.evidence } : null;
}

async function lineOf(
  reader: Reader,
  folder: string,
  { name, line }: { name: string; line: RegExp }
): Promise<StatedVersion | null> {
  for (const at of upwards(folder)) {
    const file = await reader.one(reader.tree.first(at, name), 'runtime version');
    const match = file ? line.exec(file.text) : null;
    const version = majorOf(match?.[1] ?? null);
    if (file && match && version) return { version, evidence: evidenceAt(file, match.index + match[0].search(/\S/)) };
  }
  return null;
}

const longTerm = [8, 11, 17, 21, 25];

/** The oldest line with long-term support that runs what a version was stated for. */
export const longTermLine = (version: number): number => longTerm.find((line) => line >= version) ?? version;

/** The Java of a program whose build may state none: always one, with the place that says so where there is one. */
export async function managedJava(
  reader: Reader,
  folder: string,
  built: StatedVersion | null
): Promise<{ version: string; evidence: StatedVersion['evidence'] | null }> {
  return (await javaVersionOf(reader, folder, built)) ?? { version: javaDefault, evidence: null };
}
