import type { Fix } from '../../domain/fix.ts';
import type { Signature } from '../signature.ts';
import { remedy, retry } from '../ways.ts';

/** Going on without a package source, where its host is known. */
const withoutSource = (host: string | undefined): Fix[] =>
  host === undefined ? [] : [remedy({ name: 'set-source-aside', host: host.toLowerCase() })];

const unitSeconds: Record<string, number> = { d: 86_400, h: 3600, min: 60, s: 1 };

/** Waiting until a list is valid, where that is soon. `time` is such as `4min 10s`. */
function untilValid(time = ''): Fix[] {
  const parts = [...time.matchAll(/(\d{1,5})(d|h|min|s)/g)];
  const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit!]!, 0);
  return seconds > 0 && seconds <= 890 ? [retry(seconds + 10)] : [];
}

/** Packages of the distribution, on the server itself. */
export const apt: Signature[] = [
  {
    id: 'apt_lock',
    places: ['server'],
    pattern: /Could not get lock \/var\/lib\/|Unable to acquire the dpkg frontend lock|is another process using it\?/i,
    act: 'auto',
    cause: 'Another installation, often the automatic one after the first boot, holds the package lock.',
    advice: 'Wait until no apt or dpkg process runs on the server, then resume.',
    fixes: () => [remedy({ name: 'wait-for-apt' }), retry(300)]
  },
  {
    id: 'dpkg_interrupted',
    places: ['server'],
    pattern: /dpkg was interrupted, you must manually run/i,
    act: 'auto',
    cause: 'A package installation was cut off half-way.',
    advice: 'Run dpkg --configure -a on the server, then resume.',
    fixes: () => [remedy({ name: 'finish-dpkg' })]
  },
  {
    id: 'apt_hash_mismatch',
    places: ['server'],
    pattern: /Hash Sum mismatch|Mirror sync in progress/i,
    act: 'auto',
    cause: 'The package mirror is being updated.',
    advice: 'Try again in an hour, or choose another mirror on the server.',
    fixes: () => [
      remedy({ name: 'refresh-package-lists' }),
      { kind: 'mirror', of: 'apt', choice: 'main' },
      { kind: 'mirror', of: 'apt', choice: 'second' }
    ]
  },
  {
    id: 'apt_release_not_valid_yet',
    places: ['server'],
    pattern:
      /Release file .{1,200} is (?:not valid yet|expired) \(invalid (?:for another ((?:\d{1,5}(?:d|h|min|s) ?){1,4}))?/i,
    act: 'auto',
    cause: "The server's clock is wrong, or that of a package source.",
    advice: 'Set the clock of the server, then resume.',
    fixes: (match) => [remedy({ name: 'sync-clock' }), ...untilValid(match[1])]
  },
  {
    id: 'apt_no_pubkey',
    places: ['server'],
    pattern:
      /NO_PUBKEY [0-9A-F]{8,40}|public key is not available|Missing key [0-9A-F]{8,40}|no keyring is specified|^E: The repository '(?:https?:\/\/([A-Za-z0-9.-]{1,200}))?[^']{0,200}' is not signed\./i,
    act: 'auto',
    cause: 'The key that signs a package source is missing.',
    advice: 'Install the key of that source on the server, or remove the source.',
    fixes: (match) => [remedy({ name: 'reinstall-archive-keys' }), ...withoutSource(match[1])]
  },
  {
    id: 'apt_expkeysig',
    places: ['server'],
    pattern: /EXPKEYSIG [0-9A-F]{8,40}|\bKEYEXPIRED\b/,
    act: 'propose',
    cause: 'The key that signs a package source has run out and was replaced.',
    advice: "Fetch the source's new key, compare its fingerprint with the published one, then resume.",
    fixes: () => [remedy({ name: 'reinstall-archive-keys' })]
  },
  {
    id: 'apt_404',
    places: ['server'],
    pattern:
      /404\s{1,4}Not Found \[IP:|repository '(?:https?:\/\/([A-Za-z0-9.-]{1,200})[^']{0,200})' does not have a Release/i,
    act: 'auto',
    cause: 'The package lists are older than the mirror, or a source has nothing for this release.',
    advice: 'Check the package sources of the server; take out the one that has no packages for its release.',
    fixes: (match) => [remedy({ name: 'refresh-package-lists' }), ...withoutSource(match[1])]
  },
  {
    id: 'debconf_prompt',
    places: ['server'],
    pattern: /What do you want to do about modified configuration file|end of file on stdin at conffile prompt/i,
    act: 'auto',
    cause: 'A package asks which version of its settings to keep, and nobody is there to answer.',
    advice: 'Run dpkg --configure -a --force-confold on the server, then resume.',
    fixes: () => [remedy({ name: 'finish-dpkg' })]
  },
  {
    id: 'apt_unlocatable',
    places: ['server'],
    pattern: /E: Unable to locate package \S|E: Package \S{1,100} has no installation candidate/i,
    act: 'auto',
    cause: 'A package is not in the lists of this distribution.',
    advice: 'Check that the server runs a supported Ubuntu or Debian and that its main sources are enabled.',
    fixes: () => [remedy({ name: 'refresh-package-lists' })]
  },
  {
    id: 'apt_unmet',
    places: ['server'],
    pattern: /The following packages have unmet dependencies|you have held broken packages/i,
    act: 'propose',
    cause: 'Packages that are installed stand in the way of those that are needed.',
    advice: 'Remove other container engines from the server, then resume.',
    fixes: () => [remedy({ name: 'remove-conflicting-engine' })]
  }
];
