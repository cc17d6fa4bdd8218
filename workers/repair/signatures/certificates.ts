import type { Signature } from '../signature.ts';

const person = { places: ['certificate' as const], act: 'human' as const, fixes: () => [] };

/**
 * What authorities say when a certificate is asked for. The proxy asks again by itself, so nothing is repeated here: what counts
 * is that people learn what stands in the way.
 */
export const certificates: Signature[] = [
  {
    ...person,
    id: 'acme_rate_exact',
    pattern: /too many certificates \(5\) already issued for this exact set/i,
    cause: 'The same certificate was asked for too often within a week.',
    advice: 'Wait until the time that the message names; keep the volume of the proxy, which holds certificates.'
  },
  {
    ...person,
    id: 'acme_rate_fail',
    pattern: /too many failed authorizations \(\d{1,4}\)/i,
    cause: 'The name failed too often to prove itself within an hour.',
    advice: 'Check the DNS records and port 80, wait an hour, then deploy again.'
  },
  {
    ...person,
    id: 'acme_rate_domain',
    pattern: /too many certificates(?: \(\d{1,6}\))? already issued for|acme:error:rateLimited/i,
    cause: 'The authority has issued too many certificates for this domain within a week.',
    advice: 'Wait until the time that the message names, or set another authority.'
  },
  {
    ...person,
    id: 'acme_nxdomain',
    pattern:
      /DNS problem: (?:NXDOMAIN|SERVFAIL|query timed out) looking up (?:A|AAAA|CAA|TXT)\b|No valid IP addresses found for/i,
    cause: 'The name does not exist in DNS yet, or its name servers do not answer.',
    advice: 'Add the record that the domain page shows, wait half an hour, then deploy again.'
  },
  {
    ...person,
    id: 'acme_caa',
    pattern: /CAA record for \S{1,253} prevents issuance|acme:error:caa/i,
    cause: "The domain's CAA record does not allow this authority.",
    advice: "Add the authority to the domain's CAA record."
  },
  {
    ...person,
    id: 'acme_unauth',
    pattern: /acme:error:unauthorized|Invalid response from https?:\/\/\S{1,300}: (?:403|404|522|526)\b/i,
    cause: 'The name points to another server, or a network before ours answers for it.',
    advice: 'Point the A and AAAA records of the name at the server, past any proxy.'
  },
  {
    ...person,
    id: 'acme_timeout',
    pattern:
      /Timeout during connect \(likely firewall problem\)|Error getting validation data|Fetching http:\/\/\S{1,200}\/\.well-known\/acme-challenge/i,
    cause: 'The authority cannot reach port 80 of the name.',
    advice: "Open port 80, also in the vendor's own firewall, and remove an AAAA record that leads elsewhere."
  },
  {
    ...person,
    id: 'acme_badnonce',
    pattern: /acme:error:(?:badNonce|serverInternal)|503 Service Unavailable.{0,100}acme/i,
    cause: 'The authority had a moment of trouble.',
    advice: 'Wait some minutes; the proxy asks again by itself.'
  }
];
