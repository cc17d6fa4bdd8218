import type { DatastoreKind } from '../../domain/analysis.ts';
import type { Evidence, EvidenceMap } from '../../domain/evidence.ts';
import type { ServiceKind } from '../../domain/service.ts';
import type { KeptDatabase } from './embedded.ts';
import type { Placeholder } from './placeholders.ts';
import type { Reader } from './reading/reader.ts';
import type { Tree } from './reading/tree.ts';

/** One long-running part of an app: its main one has no name of its own. `command` is null where nothing states one. */
export interface Process {
  name: string | null;
  kind: ServiceKind;
  command: string | null;
  port: number | null;
  schedule: string | null;
  evidence: EvidenceMap;
}

/** A package that an app depends on directly; `development` ones are not there when it runs. */
export interface Dependency {
  name: string;
  version: string | null;
  development: boolean;
  evidence: Evidence;
}

/** A variable as one file states it. `default` is null where none is stated; `required` where the file says so. */
export interface StatedVariable {
  name: string;
  default: string | null;
  required: boolean | null;
  buildTime: boolean;
  generated: boolean;
  describes: string;
  origin: 'example' | 'docs' | 'compose' | 'code' | 'schema' | 'platform' | 'framework';
  evidence: Evidence;
}

/** A datastore as one place speaks of it: `stated` by compose or a platform file, a `driver`, a `default` of the code. */
export interface StoreHint {
  kind: DatastoreKind;
  name: string | null;
  version: string | null;
  strength: 'stated' | 'needed' | 'driver' | 'embedded' | 'optional';
  reason: string;
  evidence: Evidence;
}

/** What a Dockerfile's writer is told beyond the app itself. */
export interface BuildFacts {
  process: Process;
  port: number;
  buildVariables: string[];
  /** Stand-ins for what the service insists on as it runs, for builds that load its code. */
  placeholders: Placeholder[];
  /** Where the file of an embedded database is kept, or null. */
  database: KeptDatabase | null;
}

/** A written Dockerfile and the `.dockerignore` beside it; `context` is the build's folder. */
export interface Written {
  text: string;
  ignore: string;
  context: string;
}

/** What one ecosystem says of one folder that holds its manifest. Processes are empty for a library. */
export interface App {
  path: string;
  name: string;
  language: string;
  framework: string | null;
  runtimeVersion: string | null;
  packageManager: string | null;
  buildCommand: string | null;
  releaseCommand: string | null;
  health: string | null;
  /** The port that the framework listens on where nothing else is said. */
  defaultPort: number | null;
  processes: Process[];
  /** The program of the command line that this is, which runs only where the repository holds nothing else. */
  program?: { command: string; evidence: Evidence } | null;
  dependencies: Dependency[];
  /** Code to read for variables, ports and routes, the most telling first. */
  entries: string[];
  variables: StatedVariable[];
  stores: StoreHint[];
  /** Folders that this app builds and serves itself, so that they are no services of their own. */
  serves: string[];
  /** Folders below its own that hold what its users leave there, beside a database of another server. */
  keeps?: string[];
  evidence: EvidenceMap;
  write(facts: BuildFacts): Written;
}

/**
 * One ecosystem. `manifests` marks the folders that it looks at; `detect` reads what it needs there and says what it is,
 * or null where it is nothing that runs or is built on.
 */
export interface Detector {
  name: string;
  manifests: RegExp;
  /** Whether the tree shows that a program begins in a folder: such folders are looked at before others that lie as deep. */
  begins?(tree: Tree, folder: string): boolean;
  /** Files of the root that the ecosystem is looked for by where no manifest of any says what the repository is. */
  lone?: string[];
  detect(folder: string, reader: Reader): Promise<App | null>;
}

/** What a file beside the code (compose, Procfile, a platform's file) states of one service. */
export interface Statement {
  from: string;
  name: string;
  path: string | null;
  kind: ServiceKind | null;
  command: string | null;
  buildCommand: string | null;
  releaseCommand: string | null;
  runtimeVersion: string | null;
  /** Whether the command is meant for the image of a Dockerfile, or for the source as a platform builds it. */
  runsIn: 'image' | 'source';
  port: number | null;
  health: string | null;
  schedule: string | null;
  image: string | null;
  /** `inline` is the text of a Dockerfile that the statement itself holds. */
  dockerfile: { path: string; context: string; target: string | null; inline?: string } | null;
  variables: StatedVariable[];
  volumes: string[];
  dependsOn: string[];
  memoryMb: number | null;
  evidence: EvidenceMap;
}

/** What a file states of services and datastores. `about` speaks of a folder's main process, whatever it is called. */
export interface Statements {
  services: Statement[];
  about: Statement[];
  stores: StoreHint[];
  /** Folders that a file names, but not for what is deployed. */
  leftOut?: string[];
}

/** A main process that nothing is known of but its kind. */
export const bareProcess = (kind: ServiceKind, command: string | null = null, evidence: EvidenceMap = {}): Process => ({
  name: null,
  kind,
  command,
  port: null,
  schedule: null,
  evidence
});
