import { and, eq } from 'drizzle-orm';
import { newId } from '../domain/ids.ts';
import type { Scope } from './database.ts';
import { secrets } from './schema.ts';
import { seal, unseal } from './seal.ts';

/** Whose secrets: a scope, the id of the project, server or team that owns them, and the installation's key. */
export interface Vault extends Scope {
  owner: string;
  key: string;
}

const context = (vault: Vault, name: string) => `${vault.teamId}/${vault.owner}/${name}`;
const mine = (vault: Omit<Vault, 'key'>) => and(eq(secrets.teamId, vault.teamId), eq(secrets.owner, vault.owner));

/** What may be said of secrets: their names. */
export const secretNames = async (
  vault: Omit<Vault, 'key'>
): Promise<{ name: string; origin: 'person' | 'generated'; updatedAt: number }[]> =>
  vault.db
    .select({ name: secrets.name, origin: secrets.origin, updatedAt: secrets.updatedAt })
    .from(secrets)
    .where(mine(vault))
    .orderBy(secrets.name);

export async function setSecret(
  vault: Vault,
  name: string,
  value: string,
  origin: 'person' | 'generated' = 'person',
  now = Date.now()
): Promise<void> {
  const sealed = await seal(vault.key, context(vault, name), value);
  await vault.db
    .insert(secrets)
    .values({
      id: newId('secret', now),
      teamId: vault.teamId,
      owner: vault.owner,
      name,
      sealed,
      origin,
      createdAt: now,
      updatedAt: now
    })
    .onConflictDoUpdate({
      target: [secrets.owner, secrets.name],
      set: { sealed, origin, updatedAt: now },
      setWhere: eq(secrets.teamId, vault.teamId)
    });
}

/** Generates a secret unless it is there already, so that a replay or a redeploy keeps the first value. */
export async function ensureSecret(vault: Vault, name: string, make: () => string, now = Date.now()): Promise<void> {
  const sealed = await seal(vault.key, context(vault, name), make());
  await vault.db
    .insert(secrets)
    .values({
      id: newId('secret', now),
      teamId: vault.teamId,
      owner: vault.owner,
      name,
      sealed,
      origin: 'generated',
      createdAt: now,
      updatedAt: now
    })
    .onConflictDoNothing();
}

/** The values of the named secrets; names that have none are left out. */
export async function openSecrets(vault: Vault, names: string[]): Promise<Record<string, string>> {
  if (names.length === 0) return {};
  const rows = await vault.db.select({ name: secrets.name, sealed: secrets.sealed }).from(secrets).where(mine(vault));
  const wanted = rows.filter((row) => names.includes(row.name));
  const opened = await Promise.all(
    wanted.map(async (row) => [row.name, await unseal(vault.key, context(vault, row.name), row.sealed)] as const)
  );
  return Object.fromEntries(opened);
}

/** Every value of a vault, by name: what must not be told on. */
export async function allSecrets(vault: Vault): Promise<Record<string, string>> {
  const names = await secretNames(vault);
  return openSecrets(
    vault,
    names.map(({ name }) => name)
  );
}

export async function deleteSecret(vault: Omit<Vault, 'key'>, name: string): Promise<void> {
  await vault.db.delete(secrets).where(and(mine(vault), eq(secrets.name, name)));
}

export async function deleteSecretsOf(vault: Omit<Vault, 'key'>): Promise<void> {
  await vault.db.delete(secrets).where(mine(vault));
}
