/** Words of a program's own secrets: `JWT_SECRET` and `JWT_KEY` are two of these, no pair of a vendor's. */
const own = /(?:^|_)(?:APP|AUTH|JWT|SESSION|COOKIE|TOKEN|ENCRYPTION|SIGNING|CSRF|HASH|ACCESS|REFRESH)$/;
/** Keys that open what the repository holds sealed: a new one opens nothing. */
const sealing = /^(?:RAILS_MASTER_KEY|DOTENV_PRIVATE_KEY\w*|SOPS_AGE_KEY)$/;
const middles = ['', 'CLIENT_', 'APP_', 'API_', 'CONSUMER_', 'SITE_', 'ACCESS_'];

/**
 * Whether nothing made up can stand for a secret: it opens sealed files, or is one half of a pair that a vendor hands out:
 * `X_SECRET` beside `X_ID`, `X_CLIENT_ID`, `X_APP_ID` or a key. `others` are the names of all variables of the service; an `X_CLIENT_ID` that has an
 * `X_CLIENT_SECRET` of its own says nothing of `X_SECRET`.
 */
export function isIssued(name: string, others: string[]): boolean {
  if (sealing.test(name)) return true;
  const stem = /^(\w+)_SECRET(?:_KEY)?$/.exec(name)?.[1];
  if (stem === undefined) return false;
  const known = new Set(others);
  const ends = own.test(stem) ? ['ID'] : ['ID', 'KEY', 'KEY_ID'];
  return middles.some(
    (middle) =>
      (middle === '' || !known.has(`${stem}_${middle}SECRET`)) &&
      ends.some((end) => known.has(`${stem}_${middle}${end}`))
  );
}
