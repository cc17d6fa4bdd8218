import type { Signature } from '../signature.ts';
import { retry } from '../ways.ts';

/** The SSH connection to the server. They count only where a command's end was never heard of. */
export const connection: Signature[] = [
  {
    id: 'ssh_refused',
    places: ['connection'],
    pattern: /connect ECONNREFUSED \S{1,60}:22\b|port 22: Connection refused/i,
    act: 'auto',
    cause: 'The server does not accept connections yet, or its SSH server is down.',
    advice: "Look at the server's console; its vendor's rescue system helps where SSH stays down.",
    fixes: () => [retry(60), retry(300)]
  },
  {
    id: 'ssh_timeout',
    places: ['connection'],
    pattern: /Timed out while waiting for handshake|port 22: Connection timed out/i,
    act: 'propose',
    cause: 'The server does not answer: it is down, or a firewall keeps us out.',
    advice: 'See that the server is up and that port 22 is open to the relay.',
    fixes: () => [retry(120)]
  },
  {
    id: 'ssh_auth',
    places: ['connection'],
    pattern: /All configured authentication methods failed|Permission denied \(publickey/i,
    act: 'human',
    cause: 'The server does not accept our key.',
    advice: "Add the public key that the server's page shows to the account's authorized_keys, then resume.",
    fixes: () => []
  },
  {
    id: 'ssh_hostkey',
    places: ['connection'],
    pattern: /Host denied \(verification failed\)|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    act: 'human',
    cause: 'The server shows another host key than the one that was confirmed.',
    advice: 'Find out whether the server was installed anew. If not, somebody may stand between: do not go on.',
    fixes: () => []
  },
  {
    id: 'ssh_reset',
    places: ['connection'],
    pattern: /kex_exchange_identification: (?:read: )?Connection (?:reset|closed)|^(?:Error: )?read ECONNRESET$/i,
    act: 'auto',
    cause: 'The SSH server turns connections away, as it does after too many at once.',
    advice: 'Wait some minutes; exempt the relay from fail2ban where that runs.',
    fixes: () => [retry(60), retry(300)]
  },
  {
    id: 'ssh_channel',
    places: ['connection'],
    pattern: /Channel open failure|\(SSH\) .{0,60}open failed/i,
    act: 'auto',
    cause: 'The SSH server allows no more sessions on one connection.',
    advice: 'Raise MaxSessions of the SSH server to at least 10.',
    fixes: () => [retry(15), retry(60)]
  }
];
