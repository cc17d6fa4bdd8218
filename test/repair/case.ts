import type { Artifact, Patch } from '../../workers/domain/artifact.ts';
import type { Scenario } from '../harness/messages-server.ts';

/** How a case is meant to end by rules alone. */
export type Outcome = 'fixed' | 'asked' | 'gave up';

/** A server that nobody has deployed to yet, as one finds it who spoils it. */
export interface SabotagedServer {
  /** Runs bash as root on it and answers what was printed. Throws with that where it fails. */
  run(script: string): Promise<string>;
  /** The address under which the server reaches this machine. */
  machine: string;
  /** The project that will be deployed to it, as its network, volumes and containers are named after. */
  project: string;
  /** Has something done once the case is over. */
  afterwards(end: () => Promise<void>): void;
}

/**
 * A failure that is made for real: a repository that Hydron deploys with everything that its plans say, to a server of its own.
 * Where nothing fails there, or something else, the case is wrong.
 */
export interface RepairCase {
  /** A sentence, and the only one of its kind: `the apt lock is held by another process`. */
  name: string;
  /** The id of the signature that must be recognised first; null where the rules know none, which needs a `model`. */
  signature: string | null;
  /** By rules alone; with the model where the case has one. */
  outcome: Outcome;
  /** Part of what the journal must say that a fix does, where another one could help by chance. */
  fix?: string;
  /** The files of the Git repository by their paths. */
  repository: Record<string, string>;
  /** Values that a person gives before anything is approved. */
  variables?: Record<string, string>;
  /** A person's change to what the rules proposed, made before it is approved; null leaves it as it is. */
  edit?: (draft: Artifact) => Patch | null;
  /** The option, counted from 0, that is chosen where a person is asked. */
  answer?: number;
  /** What is done to the server before the run. With it the server is one that the team has already, else Hydron buys it. */
  sabotage?: (server: SabotagedServer) => Promise<void>;
  /** What a scripted model is asked about the failure, and answers. Such a case is played with `--model` alone. */
  model?: Scenario;
  /** Minutes that the case may take, if twenty are not enough. */
  minutes?: number;
}
