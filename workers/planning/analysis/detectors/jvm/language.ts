import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOfFile } from '../../reading/evidence.ts';
import { within } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import type { JvmProject } from './project.ts';

const languages: [string, RegExp][] = [
  ['Kotlin', /^(?:src\/(?:main|jvmMain)\/(?:kotlin|java)|src|app)\/.*\.kt$/],
  ['Java', /^(?:src\/main\/java|src|app)\/.*\.java$/],
  ['Groovy', /^(?:src\/main\/groovy|grails-app)\/.*\.groovy$/],
  ['Scala', /^(?:src\/main\/scala|src|app)\/.*\.scala$/]
];

/** The language that most of a module's own files are written in. */
export function languageOf(reader: Reader, project: JvmProject): { name: string; evidence: Evidence } {
  const counted = languages.map(([name, pattern]) => {
    const files = reader.tree
      .below(project.folder, /\.(?:kt|java|groovy|scala)$/)
      .filter((path) => pattern.test(within(project.folder, path) ?? '') && !/\/test\//.test(path));
    return { name, files };
  });
  const most = counted.reduce((best, each) => (each.files.length > best.files.length ? each : best));
  const kotlin = project.plugins.find((plugin) => /^org\.jetbrains\.kotlin\.|^kotlin-maven-plugin$/.test(plugin.id));
  if (most.files.length === 0)
    return kotlin
      ? { name: 'Kotlin', evidence: kotlin.evidence }
      : { name: 'Java', evidence: evidenceOfFile(project.file.path, 'a build for the JVM', 0.6) };
  return {
    name: most.name,
    evidence: evidenceOfFile(most.files[0]!, `${most.files.length} files of ${most.name}`, 0.95)
  };
}
