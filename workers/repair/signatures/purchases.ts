import type { Signature } from '../signature.ts';

const person = { places: ['purchase' as const], act: 'human' as const, fixes: () => [] };

/** What vendors say. Money is never spent a second time by a rule: each of these needs a person. */
export const purchases: Signature[] = [
  {
    ...person,
    id: 'ovh_oos',
    pattern: /\bis not available in \S|not available (?:for|in) (?:this )?datacenter|"?availability"?: ?"?unavailable/i,
    cause: 'The tier was sold out between the check and the order.',
    advice: 'Choose another region or tier in the infrastructure plan.'
  },
  {
    ...person,
    id: 'ovh_nopay',
    pattern: /no default payment found|\bnotPaid\b|No payment method/i,
    cause: 'The account at the vendor has no means of payment.',
    advice: "Add one on the vendor's site, then resume."
  },
  {
    ...person,
    id: 'hetzner_rl',
    pattern: /rate_limit_exceeded/i,
    cause: 'The vendor limits how often it may be asked; the account is in order.',
    advice: 'Wait an hour, then resume.'
  },
  {
    ...person,
    id: 'hetzner_401',
    pattern: /"status": ?401\b|"code": ?"UNAUTHORIZED"/i,
    cause: 'The vendor does not accept the credential. Further tries would block this address.',
    advice: "Enter a valid credential in the team's settings, then resume."
  },
  {
    ...person,
    id: 'hcloud_stock',
    pattern: /resource_unavailable|error during placement|placement_error|resource_limit_exceeded/i,
    cause: 'The vendor has no room for the tier, or the account may have no more servers.',
    advice: 'Choose another region or tier; ask the vendor to raise the limit where it is one.'
  }
];
