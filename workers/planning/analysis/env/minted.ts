import type { StatedVariable } from '../detector.ts';
import { externalOf } from '../externals.ts';
import { isIssued } from './issued.ts';

/** Names of a program's own secrets: keys that it signs and encrypts with, and passwords of its first user. */
const own =
  /(?:^|_)(?:SECRET|SECRETS|SECRET_?KEY(?:_BASE)?|KEY_BASE|SALT|PEPPER)$|(?:SESSION|JWT|COOKIE|ENCRYPTION|SIGNING|CSRF|AUTH|APP|HASH|CRON|MASTER|ADMIN|REVALIDATION|PREVIEW|DRAFT|INTERNAL|ACCESS|REFRESH|COMMAND|PASSWORD|DOCUMENT|UTILS|HONEYPOT|APPLICATION|HMAC|INSTANCE|SERVICE|WORKER|SETUP|HEALTH|METRICS|TOKEN|OTP|SSO|DATA|FIELD)_?(?:TOKEN_)?(?:SECRET|KEYS?|SALT|TOKEN|SEED|PASSPHRASE|PEPPER)(?:_BASE)?(?:_\d+)?$|^APP_KEYS?$|(?:ADMIN|SUPERUSER|ROOT|OWNER|INITIAL|DEFAULT|DEFAULT_ADMIN|BOOTSTRAP)_?(?:USER_|ACCOUNT_)?(?:PASSWORD|PASSWD|PASS|PW)$|^VAPID_(?:PUBLIC|PRIVATE)_KEY$|^(?:SECRET|JWT)_?(?:KEY|SECRET)?\w*$|^(?:SECURITY|ACTIVE_RECORD_ENCRYPTION)_\w*(?:KEY|SALT)$/;
const lent =
  /CLIENT|WEBHOOK|API_SECRET|ACCESS_KEY|SECRET_ACCESS|OAUTH|OIDC|LDAP|SAML|CAPTCHA|TURNSTILE|LICEN[SC]E|BOT_TOKEN/;

/** Words of a comment that say where somebody else hands the value out. */
const handedOut =
  /\b(?:get|obtain|create|find|copy|grab|sign up|register)\b[^.]{0,60}\b(?:at|from|in|on|here)\b[^.]{0,40}(?:https?:|dashboard|console|account|settings|portal)|variables? (?:is|are|comes?) from\b|\b(?:your|personal) [\w ]{0,30}(?:access token|api key)|\bprovided by\b/i;

const words = new Set(
  'APP AUTH JWT SESSION COOKIE TOKEN ENCRYPTION SIGNING CSRF HASH ACCESS REFRESH SECRET ADMIN NEXTAUTH API SERVER CRON INTERNAL MASTER DJANGO RAILS LARAVEL'.split(
    ' '
  )
);

/** Whether other names of a service show that the first word of a name is a vendor's: `ACME_SIGNING_KEY` beside `ACME_API_URL`. */
function belongsToVendor(name: string, others: string[], prefix: string | null): boolean {
  const first = /^[A-Z][A-Z0-9]*(?=_)/.exec(name)?.[0];
  if (first === undefined || first === prefix || words.has(first)) return false;
  if (/^[A-Z0-9]+_(?:APP_KEY|(?:DEVELOPER|CONSUMER)_(?:KEY|SECRET|TOKEN))$/.test(name)) return true;
  return ['TOKEN', 'API_KEY', 'API_TOKEN', 'API_URL', 'CLIENT_ID', 'ACCOUNT_ID', 'PROJECT_ID', 'ACCESS_KEY'].some(
    (end) => `${first}_${end}` !== name && others.includes(`${first}_${end}`)
  );
}

/** Whether a secret is the program's own, so that any value will do that nobody can guess. */
export function isMinted(name: string, stated: StatedVariable[], others: string[], prefix: string | null): boolean {
  if (externalOf(name) !== null || isIssued(name, others) || lent.test(name)) return false;
  if (stated.some((each) => handedOut.test(each.describes))) return false;
  if (stated.some((each) => each.generated)) return true;
  const first = /^[A-Z][A-Z0-9]*(?=_)/.exec(name)?.[0] ?? '';
  const spared = stated.every((each) => each.required === false);
  if (spared && first !== prefix && !words.has(first) && !/ADMIN|SESSION|JWT|COOKIE/.test(name)) return false;
  return own.test(name) && !belongsToVendor(name, others, prefix);
}
