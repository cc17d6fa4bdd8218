import { generateValue } from '../domain/generate.ts';
import type { GeneratedSecret } from '../domain/provisioning-plan.ts';
import { ensureSecret, type Vault } from '../store/secrets.ts';

/** Makes up the secrets that a plan asks for. Those that are there keep their value, since datastores were set up with it. */
export async function makeSecrets(vault: Vault, secrets: GeneratedSecret[]): Promise<void> {
  for (const secret of secrets) await ensureSecret(vault, secret.name, () => generateValue(secret));
}
