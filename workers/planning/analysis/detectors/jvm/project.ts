import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency } from '../../detector.ts';
import type { SourceFile } from '../../reading/reader.ts';

/** A version as a file states it. */
export interface StatedVersion {
  version: string;
  evidence: Evidence;
}

/** A plugin of a build, by the name that the build calls it. */
export interface Plugin {
  id: string;
  version: string | null;
  evidence: Evidence;
}

/** One module of a Maven or Gradle build. */
export interface JvmProject {
  tool: 'maven' | 'gradle';
  folder: string;
  /** The folder of the whole build, from which modules are built. */
  root: string;
  name: string;
  file: SourceFile;
  /** `pom` holds other modules together, `war` wants a server around it. */
  packaging: 'jar' | 'war' | 'pom';
  /** Its own dependencies, by `group:artifact`; those of the modules of the build that it uses follow. */
  dependencies: Dependency[];
  plugins: Plugin[];
  /** The folders of the modules that it uses. */
  uses: string[];
  java: StatedVersion | null;
  mainClass: string | null;
  /** The version of the build tool that its wrapper fetches; null where it has no wrapper that could run. */
  wrapper: string | null;
}

/** Whether a plugin is among those of a project, by any of several names. */
export const pluginOf = (project: JvmProject, name: RegExp): Plugin | null =>
  project.plugins.find((plugin) => name.test(plugin.id)) ?? null;

/** A dependency that is there when the app runs, by the form of its name. */
export const runningDependency = (project: JvmProject, name: RegExp): Dependency | null =>
  project.dependencies.find((each) => !each.development && name.test(each.name)) ?? null;

/** The version of Spring Boot that a project is built with, as its plugin or parent states it; null where none does. */
export const bootVersion = (project: JvmProject): string | null =>
  project.plugins.find(
    ({ id, version }) =>
      version !== null &&
      /^(?:spring-boot-starter-parent|spring-boot-maven-plugin|org\.springframework\.boot)$/.test(id)
  )?.version ?? null;
