import type { Scope } from './database.ts';
import { deleteSecret, openSecrets, secretNames, setSecret } from './secrets.ts';

/** The team's own key for its models, sealed like every secret. Only the maker of models opens it. */
const name = 'MODEL_KEY';
const vaultOf = (scope: Scope, secretKey: string) => ({ ...scope, owner: scope.teamId, key: secretKey });

/** When the team's key was set, in milliseconds since 1970, or null where it has none. */
export const modelKeySetAt = async (scope: Scope): Promise<number | null> =>
  (await secretNames({ ...scope, owner: scope.teamId })).find((secret) => secret.name === name)?.updatedAt ?? null;

export const setModelKey = (scope: Scope, secretKey: string, key: string): Promise<void> =>
  setSecret(vaultOf(scope, secretKey), name, key);

export const openModelKey = async (scope: Scope, secretKey: string): Promise<string | null> =>
  (await openSecrets(vaultOf(scope, secretKey), [name]))[name] ?? null;

export const deleteModelKey = (scope: Scope): Promise<void> => deleteSecret({ ...scope, owner: scope.teamId }, name);
