import type { Analysis } from '../../workers/domain/analysis.ts';
import { isDockerfile } from '../../workers/planning/analysis/images/names.ts';
import { ownAddressIn } from '../../workers/planning/analysis/env/own-address.ts';

/** What the analysis says of one repository, in the few words that a table of truths can be compared with. */
export interface Prediction {
  id: string;
  services: {
    path: string;
    name: string;
    kind: string;
    language: string | null;
    framework: string | null;
    runtimeVersion: string | null;
    packageManager: string | null;
    startCommand: string | null;
    port: number | null;
    health: string | null;
  }[];
  datastores: string[];
  optionalDatastores: string[];
  env: { name: string; secret: boolean; required: boolean }[];
  dockerfiles: string[];
  health: string | null;
  /** Why there are no services, or null. */
  problem: string | null;
  milliseconds: number;
  filesRead: number;
  bytesRead: number;
  files: number;
}

export type Cost = Pick<Prediction, 'milliseconds' | 'files'>;

/**
 * A variable of several services is one: secret where any service says so; asked for where any service needs it of a person, be it
 * by its own question or as the address that the person chooses for the service.
 */
function variablesOf(analysis: Analysis): Prediction['env'] {
  const found = new Map<string, Prediction['env'][number]>();
  for (const each of analysis.services.flatMap((service) => service.env)) {
    const before = found.get(each.name);
    found.set(each.name, {
      name: each.name,
      secret: (before?.secret ?? false) || each.secret,
      required:
        (before?.required ?? false) || (each.required && (each.source === 'person' || ownAddressIn(each) !== null))
    });
  }
  return [...found.values()];
}

/** The repository's Dockerfiles that speak for a service or a datastore, those too that are not used and why. */
const dockerfilesOf = (analysis: Analysis): string[] => [
  ...new Set([
    ...analysis.services.flatMap(({ dockerfile, evidence }) => [
      ...(dockerfile?.origin === 'repository' ? [dockerfile.path] : []),
      ...(evidence.dockerfile ? [evidence.dockerfile.path] : [])
    ]),
    ...analysis.datastores.flatMap(({ evidence }) =>
      evidence.kind && isDockerfile(evidence.kind.path) ? [evidence.kind.path] : []
    )
  ])
];

export const predictionOf = (id: string, analysis: Analysis, cost: Cost): Prediction => ({
  id,
  services: analysis.services.map((service) => ({
    path: service.path,
    name: service.name,
    kind: service.kind,
    language: service.language,
    framework: service.framework,
    runtimeVersion: service.runtimeVersion,
    packageManager: service.packageManager,
    startCommand: service.startCommand,
    port: service.port,
    health: service.health
  })),
  datastores: [
    ...new Set(analysis.datastores.filter((each) => each.requirement === 'required').map((each) => each.kind))
  ],
  optionalDatastores: [
    ...new Set(analysis.datastores.filter((each) => each.requirement === 'optional').map((each) => each.kind))
  ],
  env: variablesOf(analysis),
  dockerfiles: dockerfilesOf(analysis),
  health: analysis.services.find((service) => service.health !== null)?.health ?? null,
  problem: null,
  ...cost,
  filesRead: analysis.filesRead.length,
  bytesRead: analysis.filesRead.reduce((sum, file) => sum + file.bytes, 0)
});

export const nothingOf = (id: string, problem: string, cost: Cost): Prediction => ({
  id,
  services: [],
  datastores: [],
  optionalDatastores: [],
  env: [],
  dockerfiles: [],
  health: null,
  problem,
  ...cost,
  filesRead: 0,
  bytesRead: 0
});
