import { and, asc, desc, eq, ne } from 'drizzle-orm';
import {
  artifactHash,
  type Artifact,
  type ArtifactState,
  type Author,
  type Bodies,
  type Patch,
  type Stage
} from '../domain/artifact.ts';
import { newId } from '../domain/ids.ts';
import type { Scope } from './database.ts';
import { artifacts } from './schema.ts';

const of = (scope: Scope, deploymentId: string, stage: Stage) =>
  and(eq(artifacts.teamId, scope.teamId), eq(artifacts.deploymentId, deploymentId), eq(artifacts.stage, stage));
const typed = <S extends Stage>(row: typeof artifacts.$inferSelect | undefined): Artifact<S> | undefined =>
  row as unknown as Artifact<S> | undefined;

/** The newest version of a stage's artifact. */
export const currentArtifact = async <S extends Stage>(
  scope: Scope,
  deploymentId: string,
  stage: S
): Promise<Artifact<S> | undefined> =>
  typed<S>(
    (
      await scope.db
        .select()
        .from(artifacts)
        .where(of(scope, deploymentId, stage))
        .orderBy(desc(artifacts.version))
        .limit(1)
    )[0]
  );

export const artifactVersion = async <S extends Stage>(
  scope: Scope,
  deploymentId: string,
  stage: S,
  version: number
): Promise<Artifact<S> | undefined> =>
  typed<S>(
    (
      await scope.db
        .select()
        .from(artifacts)
        .where(and(of(scope, deploymentId, stage), eq(artifacts.version, version)))
        .limit(1)
    )[0]
  );

export const artifactById = async <S extends Stage>(scope: Scope, id: string): Promise<Artifact<S> | undefined> =>
  typed<S>(
    (
      await scope.db
        .select()
        .from(artifacts)
        .where(and(eq(artifacts.teamId, scope.teamId), eq(artifacts.id, id)))
        .limit(1)
    )[0]
  );

/** All versions of a stage's artifact, oldest first. */
export const artifactVersions = async <S extends Stage>(
  scope: Scope,
  deploymentId: string,
  stage: S
): Promise<Artifact<S>[]> =>
  (await scope.db
    .select()
    .from(artifacts)
    .where(of(scope, deploymentId, stage))
    .orderBy(asc(artifacts.version))) as unknown as Artifact<S>[];

export interface NewArtifact<S extends Stage> {
  deploymentId: string;
  stage: S;
  body: Bodies[S];
  basedOn: string[];
  author: Author;
  note: string;
  patch: Patch | null;
}

/** Adds the next version as `proposed`; the ones before it become `superseded`. Approved bytes stay readable for ever. */
export async function addArtifact<S extends Stage>(
  scope: Scope,
  artifact: NewArtifact<S>,
  now = Date.now()
): Promise<Artifact<S>> {
  const before = await currentArtifact(scope, artifact.deploymentId, artifact.stage);
  const row: Artifact<S> = {
    ...artifact,
    id: newId('artifact', now),
    version: (before?.version ?? 0) + 1,
    hash: await artifactHash(artifact.body, artifact.basedOn),
    state: 'proposed',
    createdAt: now
  };
  await scope.db.batch([
    scope.db
      .update(artifacts)
      .set({ state: 'superseded' })
      .where(and(of(scope, artifact.deploymentId, artifact.stage), ne(artifacts.state, 'superseded'))),
    scope.db.insert(artifacts).values({ ...row, teamId: scope.teamId })
  ]);
  return row;
}

export async function setArtifactState(scope: Scope, id: string, state: ArtifactState): Promise<void> {
  await scope.db
    .update(artifacts)
    .set({ state })
    .where(and(eq(artifacts.teamId, scope.teamId), eq(artifacts.id, id)));
}
