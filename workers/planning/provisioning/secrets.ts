import type { EnvironmentVariable } from '../../domain/service.ts';
import type { GeneratedSecret } from '../../domain/provisioning-plan.ts';
import { isIssued } from '../analysis/env/issued.ts';

/** The name under which a secret of a variable or datastore is kept: upper case, as the store and the relay want it. */
export const secretNameOf = (text: string): string => {
  const name = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return (/^[A-Z]/.test(name) ? name : `S_${name}`).slice(0, 100);
};

/** Names of values that a person would invent at random: session and signing keys, never keys of other people's services. */
const inventable =
  /(?:^|_)(?:SECRET_KEY|SECRET_KEY_BASE|SESSION_SECRET|SESSION_KEY|COOKIE_SECRET|COOKIE_KEYS?|JWT_SECRET|JWT_KEY|JWT_REFRESH_SECRET|JWT_ACCESS_SECRET|TOKEN_SECRET|AUTH_SECRET|NEXTAUTH_SECRET|BETTER_AUTH_SECRET|APP_SECRET|APP_KEY|APP_KEYS|ENCRYPTION_KEY|HASH_SALT|SALT|CSRF_SECRET|CRON_SECRET|PAYLOAD_SECRET|SIGNING_KEY|SIGNING_SECRET|INTERNAL_API_KEY|ADMIN_JWT_SECRET|API_TOKEN_SALT|TRANSFER_TOKEN_SALT)$/;
const foreign =
  /STRIPE|GITHUB|GOOGLE|SLACK|AWS|TWILIO|OPENAI|ANTHROPIC|SENDGRID|PAYPAL|WEBHOOK|CLIENT_SECRET|OAUTH|FACEBOOK|TWITTER|DISCORD|AZURE|CLOUDFLARE|SUPABASE|CLERK|AUTH0/;

/** Whether Hydron can make a variable's value up. `others` are the names of its service's variables. */
export const isGenerated = (variable: Pick<EnvironmentVariable, 'name' | 'source'>, others: string[]): boolean =>
  variable.source === 'generated' ||
  (variable.source === 'person' &&
    !isIssued(variable.name, others) &&
    inventable.test(variable.name.toUpperCase()) &&
    !foreign.test(variable.name.toUpperCase()));

/** Laravel's cipher takes keys of just so many characters as they are; others ask no more. */
const laravelKey = 32;

/** The secret that stands behind a generated variable. Services that read the same name share it, since they check each other's signatures. */
export function secretFor(variable: string): GeneratedSecret {
  const name = secretNameOf(variable);
  if (/SECRET_KEY_BASE$/.test(name)) return { name, kind: 'hex', length: 128 };
  if (/ENCRYPTION_KEY$/.test(name)) return { name, kind: 'hex', length: 64 };
  if (/(?:^|_)APP_KEYS$/.test(name)) return { name, kind: 'base64', length: 32 };
  if (/(?:^|_)APP_KEY$/.test(name)) return { name, kind: 'password', length: laravelKey };
  return { name, kind: 'password', length: /PASSWORD$|PASS$/.test(name) ? 32 : 48 };
}
